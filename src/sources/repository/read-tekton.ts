/** Reads pipelines of Tekton: the steps of their tasks, those that lie beside them included. */

import { isJsonObject, type JsonObject } from '../../model/json.ts';
import { at, objectAt, objectsAt, textAt, textsAt } from '../../model/read-object.ts';
import type { PipelineFile, PipelineStep } from './pipeline-step.ts';

export interface TektonDocument {
  readonly object: JsonObject;
  /** From 1, of its file. */
  readonly line: number;
}

/** Of one file: its Pipelines with the tasks they name, and the Tasks that no Pipeline of the repository names. */
export const readTekton = (
  own: readonly TektonDocument[],
  tasks: ReadonlyMap<string, TektonDocument>,
  named: ReadonlySet<string>,
): PipelineFile => {
  const steps: PipelineStep[] = [];
  const elsewhere: string[] = [];
  for (const { object, line } of own) {
    const kind = textAt(object, 'kind');
    if (kind === 'Task' && !named.has(nameOf(object)))
      steps.push(...stepsOf(objectAt(object, 'spec'), '', line, false));
    for (const { task, spec } of tasksOf(object)) {
      const { name, reference } = task;
      const isIgnored = textAt(spec, 'onError') === 'continue';
      const inline = at(spec, 'taskSpec');
      const known = tasks.get(reference);
      if (isJsonObject(inline)) steps.push(...stepsOf(inline, name, line, isIgnored, spec));
      else if (known !== undefined) steps.push(...stepsOf(objectAt(known.object, 'spec'), name, line, isIgnored, spec));
      else if (reference !== '') {
        // A task of the hub is known by its name.
        steps.push(toStep({ name, line, uses: [`tekton/${reference}`], script: paramsOf(spec), isIgnored }));
        if (!/^(?:kaniko|buildah|buildpacks|jib|ko|trivy|grype|snyk|clair|git-clone)/.test(reference))
          elsewhere.push(`Task ${reference}`);
      }
    }
  }
  return { steps, elsewhere };
};

/** The names of tasks that Pipelines and PipelineRuns call. */
export const listNamedTasks = (documents: readonly TektonDocument[]): ReadonlySet<string> =>
  new Set(documents.flatMap(({ object }) => tasksOf(object).map(({ task }) => task.reference)));

export const nameOf = (object: JsonObject): string => textAt(object, 'metadata', 'name');

interface CalledTask {
  readonly task: { readonly name: string; readonly reference: string };
  readonly spec: JsonObject;
}

const tasksOf = (object: JsonObject): readonly CalledTask[] => {
  const kind = textAt(object, 'kind');
  if (kind !== 'Pipeline' && kind !== 'PipelineRun') return [];
  const spec = kind === 'Pipeline' ? objectAt(object, 'spec') : objectAt(object, 'spec', 'pipelineSpec');
  return [...objectsAt(spec, 'tasks'), ...objectsAt(spec, 'finally')].map((each) => ({
    task: { name: textAt(each, 'name'), reference: referenceOf(each) },
    spec: each,
  }));
};

/** By name, or by a resolver that is told one. */
const referenceOf = (task: JsonObject): string =>
  textAt(task, 'taskRef', 'name') ||
  objectsAt(task, 'taskRef', 'params')
    .filter((param) => textAt(param, 'name') === 'name')
    .map((param) => textAt(param, 'value'))
    .join('');

const stepsOf = (
  spec: JsonObject,
  task: string,
  line: number,
  isIgnored: boolean,
  caller: JsonObject = {},
): readonly PipelineStep[] =>
  objectsAt(spec, 'steps').map((step, index) =>
    toStep({
      name: `${task === '' ? '' : `task ${task}, `}step ${textAt(step, 'name') || index + 1}`,
      line,
      uses: [textAt(step, 'image')],
      script: [...textsAt(step, 'command'), ...textsAt(step, 'args')].join(' ') + `\n${textAt(step, 'script')}`,
      isIgnored: isIgnored || textAt(step, 'onError') === 'continue' || textAt(caller, 'onError') === 'continue',
    }),
  );

const paramsOf = (task: JsonObject): string =>
  objectsAt(task, 'params')
    .flatMap((param) => [textAt(param, 'value'), ...textsAt(param, 'value')])
    .join(' ');

const toStep = ({
  isIgnored,
  ...step
}: Pick<PipelineStep, 'name' | 'line' | 'uses' | 'script'> & { readonly isIgnored: boolean }): PipelineStep => ({
  ...step,
  inputs: {},
  env: {},
  ignored: isIgnored ? 'onError: continue' : '',
  losesPipes: false,
});
