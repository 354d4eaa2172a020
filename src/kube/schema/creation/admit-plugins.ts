/** What the mutating plug-ins that are on by default do to an object whatever else is in the cluster. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import { type Draft, draftAt, draftsAt, type SetDefaults } from '../defaults/draft.ts';

export const admitPlugins = (group: string, kind: string, draft: Draft): void => {
  plugins[`${group}/${kind}`]?.(draft);
};

const admitPod: SetDefaults = (pod) => {
  const spec = draftAt(pod, 'spec') ?? {};
  if (draftAt(pod, 'metadata')?.annotations === undefined || !isMirror(pod)) admitServiceAccount(spec);
  tolerate(spec, 'node.kubernetes.io/not-ready');
  tolerate(spec, 'node.kubernetes.io/unreachable');
  setPriority(spec);
};

/** A pod the kubelet read from a file and mirrors. */
const isMirror = (pod: Draft): boolean => {
  const annotations = draftAt(pod, 'metadata')?.annotations;
  return isJsonObject(annotations) && annotations['kubernetes.io/config.mirror'] !== undefined;
};

/** ServiceAccount: the account's name and, where neither the pod nor (as is assumed) the account turns it off, its token. */
const admitServiceAccount = (spec: Draft): void => {
  spec.serviceAccountName ??= 'default';
  spec.serviceAccount ??= spec.serviceAccountName;
  if (spec.automountServiceAccountToken === false) return;
  const volumes = isJsonArray(spec.volumes) ? spec.volumes : [];
  const own = volumes.find((each) => isTokenVolume(each)) as JsonObject | undefined;
  const name = own?.name ?? `${tokenPrefix}${tokenSuffix}`;
  let isMounted = false;
  for (const list of ['initContainers', 'containers'])
    for (const container of draftsAt(spec, list)) {
      const mounts = isJsonArray(container.volumeMounts) ? container.volumeMounts : [];
      if (mounts.some((each) => (each as JsonObject).mountPath === tokenPath)) continue;
      container.volumeMounts = [...mounts, { name, readOnly: true, mountPath: tokenPath }];
      isMounted = true;
    }
  if (own === undefined && isMounted) spec.volumes = [...volumes, { name, projected: tokenSource }];
};

const isTokenVolume = (volume: Json): boolean =>
  isJsonObject(volume) && typeof volume.name === 'string' && volume.name.startsWith(tokenPrefix);

const tokenPath = '/var/run/secrets/kubernetes.io/serviceaccount';
const tokenPrefix = 'kube-api-access-';
/** The server's five letters are random. */
const tokenSuffix = 'xxxxx';

const tokenSource: JsonObject = {
  sources: [
    { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    {
      downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] },
    },
  ],
  defaultMode: 420,
};

/** DefaultTolerationSeconds: five minutes, where the pod says nothing of its own. */
const tolerate = (spec: Draft, taint: string): void => {
  const tolerations = isJsonArray(spec.tolerations) ? spec.tolerations : [];
  const isTolerated = tolerations.some((each) => {
    const { key, effect } = each as JsonObject;
    return (key === undefined || key === taint) && (effect === undefined || effect === 'NoExecute');
  });
  if (isTolerated) return;
  spec.tolerations = [...tolerations, { key: taint, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }];
};

/** Priority: of no class and of the two classes every cluster has. */
const setPriority = (spec: Draft): void => {
  const name = typeof spec.priorityClassName === 'string' ? spec.priorityClassName : '';
  const priority = priorities.get(name);
  if (priority === undefined) return;
  spec.priority ??= priority;
  spec.preemptionPolicy ??= 'PreemptLowerPriority';
};

/** A class may be called `constructor`, which is no field of a map. */
const priorities: ReadonlyMap<string, number> = new Map([
  ['', 0],
  ['system-cluster-critical', 2_000_000_000],
  ['system-node-critical', 2_000_001_000],
]);

/** StorageObjectInUseProtection */
const addFinalizer =
  (finalizer: string): SetDefaults =>
  (draft) => {
    const metadata = draftAt(draft, 'metadata') ?? {};
    const finalizers: readonly Json[] = isJsonArray(metadata.finalizers) ? metadata.finalizers : [];
    if (!finalizers.includes(finalizer)) metadata.finalizers = [...finalizers, finalizer];
  };

/** TaintNodesByCondition */
const taintNode: SetDefaults = (node) => {
  const spec = draftAt(node, 'spec') ?? {};
  const taints = isJsonArray(spec.taints) ? spec.taints : [];
  const isTainted = taints.some((each) => {
    const { key, effect } = each as JsonObject;
    return key === 'node.kubernetes.io/not-ready' && effect === 'NoSchedule';
  });
  if (!isTainted) spec.taints = [...taints, { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }];
};

const plugins: Readonly<Record<string, SetDefaults>> = {
  '/Pod': admitPod,
  '/Node': taintNode,
  '/PersistentVolume': addFinalizer('kubernetes.io/pv-protection'),
  '/PersistentVolumeClaim': addFinalizer('kubernetes.io/pvc-protection'),
  'storage.k8s.io/VolumeAttributesClass': addFinalizer('kubernetes.io/vac-protection'),
};
