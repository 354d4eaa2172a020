/** What becomes of single kinds on the way through the API server's inner types, whatever is asked of it. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import { toAutoscalerV1, toAutoscalerV2, withoutCarried } from '../convert-autoscaler.ts';
import { type Draft, draftAt, draftsAt, isBlank, type SetDefaults } from '../defaults/draft.ts';

/** Some of the inner fields are annotations outside. */
const convertDaemonSet: SetDefaults = (daemonSet) => {
  const metadata = draftAt(daemonSet, 'metadata') ?? {};
  const annotations = draftAt(metadata, 'annotations');
  metadata.annotations = { ...annotations, [templateGeneration]: annotations?.[templateGeneration] ?? '0' };
  settle(daemonSet, 'updateStrategy', ['maxUnavailable', 'maxSurge']);
};

/** The parameters of a rolling update are there or zero, whichever strategy they stand by. */
const settle = (draft: Draft, strategy: string, fields: readonly string[]): void => {
  const update = draftAt(draftAt(draftAt(draft, 'spec') ?? {}, strategy) ?? {}, 'rollingUpdate');
  if (update !== undefined) for (const field of fields) update[field] ??= 0;
};

export const templateGeneration = 'deprecated.daemonset.template.generation';

const convertDeployment: SetDefaults = (deployment) => {
  settle(deployment, 'strategy', ['maxUnavailable', 'maxSurge']);
  const metadata = draftAt(deployment, 'metadata') ?? {};
  const annotations = draftAt(metadata, 'annotations');
  if (annotations?.[rollback] !== '') return;
  const { [rollback]: _, ...others } = annotations;
  if (Object.keys(others).length === 0) delete metadata.annotations;
  else metadata.annotations = others;
};

const rollback = 'deprecated.deployment.rollback.to';

const convertStatefulSet: SetDefaults = (statefulSet) => {
  settle(statefulSet, 'updateStrategy', ['partition']);
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
  else if (first !== undefined && first !== '') spec.podCIDR = first;
};

/** What v1 has no field for goes through the annotations of both versions. */
const convertAutoscaler: SetDefaults = (autoscaler) => {
  const { metadata = {}, spec = {} } = toAutoscalerV1(toAutoscalerV2(autoscaler));
  const use = draftAt(autoscaler, 'status')?.currentCPUUtilizationPercentage;
  autoscaler.metadata = use === undefined ? metadata : withCurrentUse(metadata as JsonObject, use);
  autoscaler.spec = spec;
};

const dropCarried: SetDefaults = (autoscaler) => {
  autoscaler.metadata = withoutCarried(autoscaler);
};

/** A status goes with more than v1 has a field for. */
const withCurrentUse = (metadata: JsonObject, use: Json): JsonObject => {
  const resource = { name: 'cpu', currentAverageUtilization: use, currentAverageValue: '0' };
  const annotation = JSON.stringify([{ type: 'Resource', resource }]);
  return {
    ...metadata,
    annotations: { ...(metadata.annotations as JsonObject | undefined), [currentUse]: annotation },
  };
};

export const currentUse = 'autoscaling.alpha.kubernetes.io/current-metrics';

/** In v1beta1 every device is a basic one. */
const convertSlice: SetDefaults = (slice) => {
  for (const device of draftsAt(draftAt(slice, 'spec') ?? {}, 'devices')) device.basic ??= {};
};

const convertDefinition: SetDefaults = (definition) => {
  const conversion = draftAt(draftAt(definition, 'spec') ?? {}, 'conversion');
  const webhook = draftAt(conversion ?? {}, 'webhook');
  if (conversion === undefined || webhook === undefined || webhook.clientConfig !== undefined) return;
  if (draftsAt(webhook, 'conversionReviewVersions').length === 0) delete conversion.webhook;
};

export const conversions: Readonly<Record<string, SetDefaults>> = {
  'core/v1.Node': convertNode,
  'core/v1.Secret': convertSecret,
  'apps/v1.DaemonSet': convertDaemonSet,
  'apps/v1.Deployment': convertDeployment,
  'apps/v1.StatefulSet': convertStatefulSet,
  'resource/v1beta1.ResourceSlice': convertSlice,
  'apiextensions/v1.CustomResourceDefinition': convertDefinition,
  'autoscaling/v1.HorizontalPodAutoscaler': convertAutoscaler,
  'autoscaling/v2.HorizontalPodAutoscaler': dropCarried,
};
