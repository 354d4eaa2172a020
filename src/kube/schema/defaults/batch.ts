/** Defaults of batch/v1. */

import { draftAt, type SetDefaults } from './draft.ts';

const setJobDefaults: SetDefaults = (job) => {
  const spec = draftAt(job, 'spec') ?? {};
  if (spec.parallelism === undefined) spec.completions ??= 1;
  spec.parallelism ??= 1;
  spec.backoffLimit ??= spec.backoffLimitPerIndex === undefined ? 6 : 2_147_483_647;
  const labels = draftAt(draftAt(spec, 'template') ?? {}, 'metadata')?.labels;
  const metadata = draftAt(job, 'metadata');
  if (labels !== undefined && metadata !== undefined) metadata.labels ??= labels;
  spec.completionMode ??= 'NonIndexed';
  spec.suspend ??= false;
  spec.podReplacementPolicy ??= spec.podFailurePolicy === undefined ? 'TerminatingOrFailed' : 'Failed';
  spec.manualSelector ??= false;
};

const setCronJobDefaults: SetDefaults = (cronJob) => {
  const spec = draftAt(cronJob, 'spec') ?? {};
  spec.concurrencyPolicy ??= 'Allow';
  spec.suspend ??= false;
  spec.successfulJobsHistoryLimit ??= 3;
  spec.failedJobsHistoryLimit ??= 1;
};

const setConditionPatternDefaults: SetDefaults = (pattern) => {
  if (pattern.status === undefined || pattern.status === '') pattern.status = 'True';
};

export const batchDefaults: Readonly<Record<string, SetDefaults>> = {
  'batch/v1.Job': setJobDefaults,
  'batch/v1.CronJob': setCronJobDefaults,
  'batch/v1.PodFailurePolicyOnPodConditionsPattern': setConditionPatternDefaults,
};
