/** Reads a workflow of GitHub: the steps of its jobs, and the workflows it calls. */

import type { FieldIndex } from '../../lang/yaml/locate-field.ts';
import type { JsonObject } from '../../model/json.ts';
import { at, objectAt, objectsAt, textAt } from '../../model/read-object.ts';
import type { PipelineFile, PipelineStep } from './pipeline-step.ts';

/** https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax; also a composite action (`runs.steps`). */
export const readGithub = (workflow: JsonObject, places: FieldIndex | null): PipelineFile => {
  const env = objectAt(workflow, 'env');
  const steps: PipelineStep[] = [];
  const elsewhere: string[] = [];
  const shell = textAt(workflow, 'defaults', 'run', 'shell');
  for (const [name, job] of Object.entries(objectAt(workflow, 'jobs'))) {
    const called = textAt(job, 'uses');
    if (called !== '') elsewhere.push(called);
    const jobShell = textAt(job, 'defaults', 'run', 'shell') || shell;
    for (const [index, step] of objectsAt(job, 'steps').entries())
      steps.push({
        name: `job ${name}, ${textAt(step, 'name') || `step ${index + 1}`}`,
        line: places?.locate(['jobs', name, 'steps', index]).line ?? 1,
        uses: [textAt(step, 'uses')].filter((each) => each !== ''),
        inputs: objectAt(step, 'with'),
        script: textAt(step, 'run'),
        env: { ...env, ...objectAt(job, 'env'), ...objectAt(step, 'env') },
        ignored: isOn(at(step, 'continue-on-error')) || isOn(at(job, 'continue-on-error')) ? 'continue-on-error' : '',
        // `bash -e {0}` where no shell is named; with its name it is run with `-o pipefail`.
        losesPipes: !(textAt(step, 'shell') || jobShell).startsWith('bash'),
      });
  }
  return { steps, elsewhere };
};

const isOn = (value: unknown): boolean => value === true || value === 'true';
