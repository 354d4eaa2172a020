/** What becomes of single kinds on the way through the API server's inner types, whatever is asked of it. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import { toAutoscalerV1, toAutoscalerV2, withoutCarried } from '../convert-autoscaler.ts';
import { type Draft, draftAt, draftsAt, isBlank, type SetDefaults } from '../defaults/draft.ts';

/** Some of the inner fields are annotations outside. */
const convertDaemonSet: SetDefaults = (daemonSet) => {
  const metadata = draftAt(daemonSet, 'metadata') ?? {};
  const annotations = draftAt(metadata, 'annotations');
  metadata.annotations = { ...annotations, [templateGeneration]: annotations?.[templateGeneration] ?? '0' };
};

export const templateGeneration = 'deprecated.daemonset.template.generation';

const convertDeployment: SetDefaults = (deployment) => {
  const metadata = draftAt(deployment, 'metadata') ?? {};
  const annotations = draftAt(metadata, 'annotations');
  if (annotations?.[rollback] !== '') return;
  const { [rollback]: _, ...others } = annotations;
  if (Object.keys(others).length === 0) delete metadata.annotations;
  else metadata.annotations = others;
};

const rollback = 'deprecated.deployment.rollback.to';

const convertStatefulSet: SetDefaults = (statefulSet) => {
  for (const claim of draftsAt(draftAt(statefulSet, 'spec') ?? {}, 'volumeClaimTemplates')) {
    claim.apiVersion = 'v1';
    claim.kind = 'PersistentVolumeClaim';
  }
};

const convertSecret: SetDefaults = (secret) => {
  const { stringData, data } = secret;
  if (!isJsonObject(stringData)) return;
  const merged: Draft = { ...(data as JsonObject | undefined) };
  for (const [key, text] of Object.entries(stringData)) if (typeof text === 'string') merged[key] = toBase64(text);
  secret.data = merged;
  delete secret.stringData;
};

/** Of the UTF-8 bytes of a text. */
const toBase64 = (text: string): string => {
  let binary = '';
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCodePoint(byte);
  return btoa(binary);
};

const convertNode: SetDefaults = (node) => {
  const spec = draftAt(node, 'spec') ?? {};
  const first = isJsonArray(spec.podCIDRs) ? spec.podCIDRs[0] : undefined;
  if (!isBlank(spec, 'podCIDR') && spec.podCIDR !== first) spec.podCIDRs = [spec.podCIDR as Json];
  else if (first !== undefined) spec.podCIDR = first;
};

/** What v1 has no field for goes through the annotations of both versions. */
const convertAutoscaler: SetDefaults = (autoscaler) => {
  Object.assign(autoscaler, toAutoscalerV1(toAutoscalerV2(autoscaler)));
};

const dropCarried: SetDefaults = (autoscaler) => {
  autoscaler.metadata = withoutCarried(autoscaler);
};

export const conversions: Readonly<Record<string, SetDefaults>> = {
  'core/v1.Node': convertNode,
  'core/v1.Secret': convertSecret,
  'apps/v1.DaemonSet': convertDaemonSet,
  'apps/v1.Deployment': convertDeployment,
  'apps/v1.StatefulSet': convertStatefulSet,
  'autoscaling/v1.HorizontalPodAutoscaler': convertAutoscaler,
  'autoscaling/v2.HorizontalPodAutoscaler': dropCarried,
};
