/** Reads a pipeline of GitLab: the scripts of its jobs with what they extend, and what it includes. */

import type { FieldIndex } from '../../lang/yaml/locate-field.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { at, objectAt, objectsAt, textAt, textsAt } from '../../model/read-object.ts';
import type { PipelineFile, PipelineStep } from './pipeline-step.ts';

/** https://docs.gitlab.com/ci/yaml */
export const readGitlab = (pipeline: JsonObject, places: FieldIndex | null): PipelineFile => {
  const variables = objectAt(pipeline, 'variables');
  const common = objectAt(pipeline, 'default');
  const steps = Object.keys(pipeline)
    .filter((name) => !reserved.has(name) && !name.startsWith('.') && isJsonObject(pipeline[name]))
    .flatMap((name): readonly PipelineStep[] => {
      const job = { ...common, ...extended(pipeline, name, 0) };
      const script = ['before_script', 'script', 'after_script']
        .flatMap((key) => toLines(job[key] ?? (key === 'before_script' ? pipeline[key] : undefined)))
        .join('\n');
      const image = textAt(job, 'image') || textAt(job, 'image', 'name') || textAt(pipeline, 'image');
      return [
        {
          name: `job ${name}`,
          line: places?.locate([name]).line ?? 1,
          uses: image === '' ? [] : [image],
          inputs: {},
          script,
          env: { ...variables, ...objectAt(job, 'variables') },
          ignored: toIgnored(job),
          // The runner's shell is bash with pipefail, where the image has bash.
          losesPipes: false,
        },
      ];
    });
  return { steps: [...steps, ...readTemplates(pipeline, places)], elsewhere: listIncludes(pipeline) };
};

const reserved: ReadonlySet<string> = new Set(
  'stages variables include default workflow image services cache before_script after_script spec'.split(' '),
);

/** What a job extends comes first, of several the last counts; eleven levels are GitLab's own bound. */
const extended = (pipeline: JsonObject, name: string, depth: number): JsonObject => {
  const job = objectAt(pipeline, name);
  const bases = [...textsAt(job, 'extends'), textAt(job, 'extends')].filter((base) => base !== '').slice(0, 11);
  if (depth > 11 || bases.length === 0) return job;
  return Object.assign({}, ...bases.map((base) => extended(pipeline, base, depth + 1)), job) as JsonObject;
};

const toLines = (value: Json | undefined): readonly string[] =>
  typeof value === 'string'
    ? [value]
    : isJsonArray(value)
      ? value.flatMap((each) => (typeof each === 'string' ? [each] : isJsonArray(each) ? toLines(each) : []))
      : [];

/** A job that a person starts is left open by default, and the pipeline goes on without it. */
const toIgnored = (job: JsonObject): string => {
  const allowed = at(job, 'allow_failure');
  if (allowed === true || isJsonObject(allowed)) return 'allow_failure';
  if (objectsAt(job, 'rules').some((rule) => rule['allow_failure'] === true)) return 'allow_failure';
  return textAt(job, 'when') === 'manual' && allowed !== false ? 'when: manual' : '';
};

const includesOf = (pipeline: JsonObject): readonly Json[] => {
  const include = pipeline['include'];
  return include === undefined ? [] : isJsonArray(include) ? include : [include];
};

/** GitLab's own job for images: `allow_failure` is on in it. https://docs.gitlab.com/user/application_security/container_scanning */
const readTemplates = (pipeline: JsonObject, places: FieldIndex | null): readonly PipelineStep[] =>
  includesOf(pipeline).flatMap((include, index): readonly PipelineStep[] => {
    const called = textAt(include, 'template') || textAt(include, 'component');
    if (!isScanning(called)) return [];
    const own = objectAt(pipeline, 'container_scanning');
    return [
      {
        name: 'job container_scanning',
        line: places?.locate(['include', index]).line ?? 1,
        uses: ['gitlab/container-scanning'],
        inputs: {},
        script: '',
        env: {},
        ignored: own['allow_failure'] === false ? '' : 'allow_failure, which is on in the template',
        losesPipes: false,
      },
    ];
  });

const isScanning = (called: string): boolean => /container-scanning/i.test(called);

const listIncludes = (pipeline: JsonObject): readonly string[] =>
  includesOf(pipeline).flatMap((include): readonly string[] => {
    const called =
      typeof include === 'string'
        ? include
        : ['local', 'project', 'remote', 'template', 'component']
            .map((key) => textAt(include, key))
            .find((text) => text !== '');
    return called === undefined || isScanning(called) ? [] : [called];
  });
