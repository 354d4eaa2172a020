/** One step of a pipeline, whichever service runs it: what it calls, with what, and whether its failure stops the pipeline. */

import type { JsonObject } from '../../model/json.ts';

export interface PipelineStep {
  /** As a person finds it: `job scan, step 2`. */
  readonly name: string;
  /** From 1, of the file it stands in. */
  readonly line: number;
  /** The action, task, pipe or image it runs; several where a step names an image and a task. */
  readonly uses: readonly string[];
  /** Settings handed to what it uses. */
  readonly inputs: JsonObject;
  /** Commands: a shell script, or the words of one. */
  readonly script: string;
  /** Environment of the step, its job and its file. */
  readonly env: JsonObject;
  /** Why its failure does not stop the pipeline: `continue-on-error`; the empty text where it does. */
  readonly ignored: string;
  /** The shell loses the failure of all but the last command of a pipe. */
  readonly losesPipes: boolean;
}

export interface PipelineFile {
  readonly steps: readonly PipelineStep[];
  /** What it takes over from elsewhere, and nobody read: `org/ci/.github/workflows/build.yaml@v1`. */
  readonly elsewhere: readonly string[];
}
