/** Chooses the labels by which a policy selects the pods of one workload: what its controller selects by, without what changes by itself. */

import type { JsonObject } from '../../../model/json.ts';
import { objectAt } from '../../../model/read-object.ts';
import type { Resource } from '../../../model/resource.ts';
import { keyDefect, valueDefect } from '../../selector/label-syntax.ts';

export type Labels = Readonly<Record<string, string>>;

/** Empty where the pods have no label that lasts. */
export const chooseSelector = (owner: Resource | undefined, pods: readonly JsonObject[]): Labels => {
  const written = toLasting(objectAt(owner?.object, 'spec', 'selector', 'matchLabels'));
  const every = (labels: Labels): boolean => pods.every((pod) => matchesAll(labels, pod));
  if (Object.keys(written).length > 0 && every(written)) return written;
  const [first] = pods;
  if (first === undefined) return {};
  const shared = Object.entries(toLasting(first)).filter(([key, value]) => every({ [key]: value }));
  if (shared.length > 0 || owner?.ref.kind !== 'Job') return Object.fromEntries(shared);
  // Nobody labelled it; the API server does, and a Job keeps its name.
  const byName = { [jobName]: owner.ref.name };
  return every(byName) ? byName : {};
};

const jobName = 'batch.kubernetes.io/job-name';

export const matchesAll = (selector: Labels, labels: JsonObject): boolean =>
  Object.entries(selector).every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value);

/** What the API server would refuse as a label selects nothing. */
const toLasting = (labels: JsonObject): Labels =>
  Object.fromEntries(
    Object.entries(labels).filter(
      (entry): entry is [string, string] =>
        typeof entry[1] === 'string' &&
        !passing.has(entry[0]) &&
        keyDefect(entry[0]) === undefined &&
        valueDefect(entry[1]) === undefined,
    ),
  );

/** Controllers add them for one pod, one run or one rollout, and releases change them. */
const passing: ReadonlySet<string> = new Set([
  'pod-template-hash',
  'pod-template-generation',
  'controller-revision-hash',
  'rollouts-pod-template-hash',
  'controller-uid',
  'batch.kubernetes.io/controller-uid',
  'job-name',
  jobName,
  'batch.kubernetes.io/job-completion-index',
  'statefulset.kubernetes.io/pod-name',
  'apps.kubernetes.io/pod-index',
  'app.kubernetes.io/version',
  'helm.sh/chart',
  'chart',
  'heritage',
  'version',
]);
