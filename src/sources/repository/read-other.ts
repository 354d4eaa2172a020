/** Reads pipelines of other services by what all of them have: objects with commands, and with what runs them. */

import type { FieldIndex } from '../../lang/yaml/locate-field.ts';
import type { FieldPath } from '../../model/field-path.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { at, objectAt, textAt, textsAt } from '../../model/read-object.ts';
import type { PipelineFile, PipelineStep } from './pipeline-step.ts';

/** CircleCI, Azure Pipelines, Bitbucket, Cloud Build, Drone, Woodpecker. Linear in the document. */
export const readOther = (document: Json, places: FieldIndex | null): PipelineFile => {
  const steps: PipelineStep[] = [];
  const visit = (value: Json, path: FieldPath, ignored: string, depth: number): void => {
    if (depth > deepest || steps.length >= mostSteps) return;
    if (isJsonArray(value))
      for (const [index, each] of value.entries()) visit(each, [...path, index], ignored, depth + 1);
    if (!isJsonObject(value)) return;
    const own = ignored || toIgnored(value);
    const script = [
      ...scriptKeys.flatMap((key) => [textAt(value, key), ...textsAt(value, key)]),
      textAt(value, 'command') || textsAt(value, 'command').join(' '),
      wordKeys.flatMap((key) => textsAt(value, key)).join(' '),
    ]
      .join('\n')
      .trim();
    const uses = usesKeys.map((key) => textAt(value, key)).filter((text) => text !== '');
    if (script !== '' || uses.length > 0)
      steps.push({
        name: textAt(value, 'displayName') || textAt(value, 'name') || 'a step',
        line: places?.locate(path).line ?? 1,
        uses,
        inputs: { ...objectAt(value, 'inputs'), ...objectAt(value, 'variables'), ...objectAt(value, 'settings') },
        script,
        env: { ...objectAt(value, 'env'), ...objectAt(value, 'environment') },
        ignored: own,
        losesPipes: false,
      });
    for (const [key, each] of Object.entries(value)) visit(each, [...path, key], own, depth + 1);
  };
  visit(document, [], '', 0);
  return { steps, elsewhere: [] };
};

/** A Jenkinsfile is a program: its lines are its commands. */
export const readLines = (text: string): PipelineFile => ({
  steps: text
    .split('\n')
    .slice(0, mostSteps)
    .map((line, index) => ({
      name: `line ${index + 1}`,
      line: index + 1,
      uses: [],
      inputs: {},
      script: line.replace(/^\s*\/\/.*/, '').replace(/\bsh\s*\(?\s*['"]+|['"]+\s*\)?\s*$/g, ''),
      env: {},
      ignored: /returnStatus\s*:\s*true|catchError|warnError/.test(line) ? 'its status is not looked at' : '',
      losesPipes: false,
    })),
  elsewhere: [],
});

const deepest = 40;
const mostSteps = 5000;
const scriptKeys = ['run', 'commands', 'script', 'bash', 'pwsh', 'powershell', 'inlineScript'];
/** A list of words is one command. */
const wordKeys = ['entrypoint', 'args'];
const usesKeys = ['task', 'pipe', 'image', 'name', 'uses'];

const toIgnored = (step: JsonObject): string =>
  at(step, 'continueOnError') === true
    ? 'continueOnError'
    : at(step, 'allowFailure') === true
      ? 'allowFailure'
      : textAt(step, 'failure') === 'ignore'
        ? 'failure: ignore'
        : '';
