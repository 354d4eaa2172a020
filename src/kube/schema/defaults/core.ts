/** Defaults of core/v1 but for pods. */

import { isJsonObject, type JsonObject } from '../../../model/json.ts';
import { draftAt, draftsAt, isBlank, isUnset, type SetDefaults } from './draft.ts';

const setServiceDefaults: SetDefaults = (service) => {
  const spec = draftAt(service, 'spec') ?? {};
  spec.sessionAffinity ??= 'None';
  if (spec.sessionAffinity === 'None') delete spec.sessionAffinityConfig;
  if (spec.sessionAffinity === 'ClientIP') {
    const config = draftAt(spec, 'sessionAffinityConfig') ?? {};
    const timeout = draftAt(config, 'clientIP')?.timeoutSeconds;
    // Three hours.
    if (timeout === undefined) spec.sessionAffinityConfig = { clientIP: { timeoutSeconds: 10_800 } };
  }
  spec.type ??= 'ClusterIP';
  for (const port of draftsAt(spec, 'ports'))
    if (isUnset(port, 'targetPort') || port.targetPort === 0 || port.targetPort === '')
      port.targetPort = port.port ?? 0;
  const { type, externalIPs } = spec;
  const isPublished = type === 'NodePort' || type === 'LoadBalancer';
  if (isPublished || (type === 'ClusterIP' && externalIPs !== undefined)) spec.externalTrafficPolicy ??= 'Cluster';
  if (isPublished || type === 'ClusterIP') spec.internalTrafficPolicy ??= 'Cluster';
  if (type === 'LoadBalancer') spec.allocateLoadBalancerNodePorts ??= true;
};

const setReplicationControllerDefaults: SetDefaults = (controller) => {
  const spec = draftAt(controller, 'spec') ?? {};
  const labels = draftAt(draftAt(spec, 'template') ?? {}, 'metadata')?.labels;
  if (!isJsonObject(labels)) return;
  spec.selector ??= labels;
  const metadata = draftAt(controller, 'metadata') ?? {};
  metadata.labels ??= labels;
};

const setSecretDefaults: SetDefaults = (secret) => {
  secret.type ??= 'Opaque';
};

const setPersistentVolumeDefaults: SetDefaults = (volume) => {
  const spec = draftAt(volume, 'spec') ?? {};
  spec.persistentVolumeReclaimPolicy ??= 'Retain';
  spec.volumeMode ??= 'Filesystem';
  const status = draftAt(volume, 'status') ?? {};
  status.phase ??= 'Pending';
};

const setClaimDefaults: SetDefaults = (claim) => {
  const status = draftAt(claim, 'status') ?? {};
  status.phase ??= 'Pending';
};

const setClaimSpecDefaults: SetDefaults = (spec) => {
  spec.volumeMode ??= 'Filesystem';
};

const setEndpointPortDefaults: SetDefaults = (port) => {
  port.protocol ??= 'TCP';
};

const setNamespaceDefaults: SetDefaults = (namespace) => {
  const metadata = draftAt(namespace, 'metadata') ?? {};
  const { name, labels } = metadata;
  if (!isBlank(metadata, 'name'))
    metadata.labels = { ...(labels as JsonObject | undefined), 'kubernetes.io/metadata.name': name ?? '' };
};

const setNamespaceStatusDefaults: SetDefaults = (status) => {
  status.phase ??= 'Active';
};

const setNodeStatusDefaults: SetDefaults = (status) => {
  if (status.capacity !== undefined) status.allocatable ??= status.capacity;
  if (isJsonObject(status.allocatable) && Object.keys(status.allocatable).length === 0) delete status.allocatable;
};

/** For containers a limit follows the largest allowed amount, a request the limit or else the least. */
const setLimitRangeItemDefaults: SetDefaults = (item) => {
  if (item.type !== 'Container') return;
  const { max, min, default: limit, defaultRequest } = item as Readonly<Record<string, JsonObject | undefined>>;
  const limits = { ...max, ...limit };
  const requests = { ...min, ...limits, ...defaultRequest };
  if (Object.keys(limits).length > 0) item.default = limits;
  if (Object.keys(requests).length > 0) item.defaultRequest = requests;
};

export const coreDefaults: Readonly<Record<string, SetDefaults>> = {
  'core/v1.Service': setServiceDefaults,
  'core/v1.ReplicationController': setReplicationControllerDefaults,
  'core/v1.Secret': setSecretDefaults,
  'core/v1.PersistentVolume': setPersistentVolumeDefaults,
  'core/v1.PersistentVolumeClaim': setClaimDefaults,
  'core/v1.PersistentVolumeClaimSpec': setClaimSpecDefaults,
  'core/v1.EndpointPort': setEndpointPortDefaults,
  'core/v1.Namespace': setNamespaceDefaults,
  'core/v1.NamespaceStatus': setNamespaceStatusDefaults,
  'core/v1.NodeStatus': setNodeStatusDefaults,
  'core/v1.LimitRangeItem': setLimitRangeItemDefaults,
};
