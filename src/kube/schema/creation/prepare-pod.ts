/** What the API server does to a pod on creation: its first status, and selectors that follow the pod's own labels. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import { parseJsonQuantity } from '../../../lang/quantity/parse-quantity.ts';
import { compareQuantities } from '../../../lang/quantity/quantity.ts';
import { type Draft, draftAt, draftsAt, type SetDefaults } from '../defaults/draft.ts';

export const preparePod: SetDefaults = (pod) => {
  const spec = draftAt(pod, 'spec') ?? {};
  const labels = draftAt(pod, 'metadata')?.labels;
  const status: Draft = { phase: 'Pending', qosClass: toQualityOfService(spec) };
  if (draftsAt(spec, 'schedulingGates').length > 0) status.conditions = [gated];
  pod.status = status;
  if (isJsonObject(labels)) followLabels(spec, labels);
  const annotations = draftAt(pod, 'metadata')?.annotations;
  if (isJsonObject(annotations) && !isWindows(spec)) followAppArmor(spec, annotations);
};

const isWindows = (spec: Draft): boolean => draftAt(spec, 'os')?.name === 'windows';

/** A container's profile was an annotation once: it becomes the field where that is not set. */
const followAppArmor = (spec: Draft, annotations: JsonObject): void => {
  const inherited = draftAt(spec, 'securityContext')?.appArmorProfile;
  for (const list of ['initContainers', 'containers', 'ephemeralContainers'])
    for (const container of draftsAt(spec, list)) {
      const profile = toAppArmorProfile(annotations[apparmorPrefix + toText(container.name)]);
      const context = draftAt(container, 'securityContext');
      if (profile === undefined || context?.appArmorProfile !== undefined) continue;
      if (isJsonObject(inherited) && isSameProfile(inherited, profile)) continue;
      container.securityContext = { ...context, appArmorProfile: profile };
    }
};

const apparmorPrefix = 'container.apparmor.security.beta.kubernetes.io/';

const toText = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

const toAppArmorProfile = (annotation: Json | undefined): JsonObject | undefined => {
  if (typeof annotation !== 'string') return undefined;
  if (annotation === 'unconfined') return { type: 'Unconfined' };
  if (annotation === 'runtime/default') return { type: 'RuntimeDefault' };
  const local = /^localhost\/(\S.{0,4094})$/.exec(annotation)?.[1];
  return local === undefined || local.endsWith(' ') ? undefined : { type: 'Localhost', localhostProfile: local };
};

const isSameProfile = (one: JsonObject, other: JsonObject): boolean =>
  one.type === other.type && one.localhostProfile === other.localhostProfile;

const gated: JsonObject = {
  type: 'PodScheduled',
  status: 'False',
  lastProbeTime: null,
  lastTransitionTime: null,
  reason: 'SchedulingGated',
  message: 'Scheduling is blocked due to non-empty scheduling gates',
};

/** Keys that are to match the pod's own labels become part of the selectors. */
const followLabels = (spec: Draft, labels: JsonObject): void => {
  for (const constraint of draftsAt(spec, 'topologySpreadConstraints')) extendSelector(constraint, labels);
  const affinity = draftAt(spec, 'affinity');
  if (affinity === undefined) return;
  for (const field of ['podAffinity', 'podAntiAffinity']) {
    const rules = draftAt(affinity, field);
    if (rules === undefined) continue;
    for (const term of draftsAt(rules, 'requiredDuringSchedulingIgnoredDuringExecution')) extendSelector(term, labels);
    for (const weighted of draftsAt(rules, 'preferredDuringSchedulingIgnoredDuringExecution')) {
      const term = draftAt(weighted, 'podAffinityTerm');
      if (term !== undefined) extendSelector(term, labels);
    }
  }
};

const extendSelector = (term: Draft, labels: JsonObject): void => {
  const { labelSelector: selector, matchLabelKeys, mismatchLabelKeys } = term;
  if (!isJsonObject(selector)) return;
  const added = [
    ...toRequirements(matchLabelKeys, 'In', labels),
    ...toRequirements(mismatchLabelKeys, 'NotIn', labels),
  ];
  if (added.length === 0) return;
  const expressions = isJsonArray(selector.matchExpressions) ? selector.matchExpressions : [];
  term.labelSelector = { ...selector, matchExpressions: [...expressions, ...added] };
};

const toRequirements = (keys: Json | undefined, operator: string, labels: JsonObject): readonly JsonObject[] =>
  (isJsonArray(keys) ? keys : []).flatMap((key) => {
    const value = typeof key === 'string' && Object.hasOwn(labels, key) ? labels[key] : undefined;
    return value === undefined ? [] : [{ key, operator, values: [value] }];
  });

type Quality = 'Guaranteed' | 'Burstable' | 'BestEffort';

const toQualityOfService = (spec: Draft): Quality => {
  const whole = draftAt(spec, 'resources');
  if (whole !== undefined && (whole.limits !== undefined || whole.requests !== undefined)) return toQuality(whole);
  let quality: Quality | undefined;
  for (const list of ['initContainers', 'containers'])
    for (const container of draftsAt(spec, list)) {
      const own = toQuality(draftAt(container, 'resources') ?? {});
      if (own === 'Burstable' || (quality !== undefined && quality !== own)) return 'Burstable';
      quality = own;
    }
  return quality ?? 'BestEffort';
};

/** Of cpu and memory alone: both limited to what is requested, or neither named. */
const toQuality = (resources: Draft): Quality => {
  const limits = draftAt(resources, 'limits') ?? {};
  const requests = draftAt(resources, 'requests') ?? {};
  if (Object.keys(limits).length === 0 && Object.keys(requests).length === 0) return 'BestEffort';
  const [cpu, memory] = [toShare(limits.cpu, requests.cpu), toShare(limits.memory, requests.memory)];
  return cpu === memory ? cpu : 'Burstable';
};

const toShare = (limit: Json | undefined, request: Json | undefined): Quality => {
  const [most, least] = [toAmount(limit), toAmount(request)];
  if (most === null && least === null) return 'BestEffort';
  return most !== null && least !== null && compareQuantities(most, least) === 0 ? 'Guaranteed' : 'Burstable';
};

const toAmount = (value: Json | undefined): ReturnType<typeof parseJsonQuantity> => {
  const quantity = typeof value === 'string' ? parseJsonQuantity(value) : null;
  return quantity === null || quantity.unscaled === 0n ? null : quantity;
};
