/** The pods an attacker would make, one for each way out onto a node: blameless in all else, so that only what is against the way itself refuses them. */

import type { JsonObject } from '../../../model/json.ts';
import type { Resource } from '../../../model/resource.ts';
import type { StepType } from '../../../model/step-type.ts';

export interface EscapePod {
  /** Two types may be served by one pod. */
  readonly id: string;
  toPod(namespace: string): Resource;
}

export interface EscapeTrial {
  readonly type: StepType;
  /** Each alone is enough: a wall refuses all of them. */
  readonly pods: readonly EscapePod[];
}

interface Settings {
  readonly pod?: JsonObject;
  readonly container?: JsonObject;
  readonly mount?: { readonly path: string; readonly readOnly: boolean };
  /** The container that has the settings; policies that look at `containers` alone do not see the other. */
  readonly inInit?: boolean;
}

const image = `registry.example.com/team/app@sha256:${'0123456789abcdef'.repeat(4)}`;

const confined: JsonObject = {
  allowPrivilegeEscalation: false,
  privileged: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  runAsUser: 10_001,
  runAsGroup: 10_001,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};

const probe: JsonObject = { httpGet: { path: '/healthz', port: 8080 }, periodSeconds: 10 };

const toContainer = (name: string, { container = {} }: Settings, mount: Settings['mount']): JsonObject => ({
  name,
  image,
  imagePullPolicy: 'Always',
  ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
  resources: {
    requests: { cpu: '50m', memory: '64Mi', 'ephemeral-storage': '64Mi' },
    limits: { cpu: '100m', memory: '64Mi', 'ephemeral-storage': '64Mi' },
  },
  ...(name === 'app' ? { livenessProbe: probe, readinessProbe: { ...probe, periodSeconds: 5 } } : {}),
  securityContext: { ...confined, ...container },
  ...(mount === undefined ? {} : { volumeMounts: [{ name: 'host', mountPath: '/host', readOnly: mount.readOnly }] }),
});

const toEscapePod = (id: string, settings: Settings): EscapePod => {
  const { pod = {}, mount, inInit = false } = settings;
  const spec: JsonObject = {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    serviceAccountName: 'app',
    hostNetwork: false,
    hostPID: false,
    hostIPC: false,
    terminationGracePeriodSeconds: 30,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 10_001,
      runAsGroup: 10_001,
      fsGroup: 10_001,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    ...(inInit ? { initContainers: [toContainer('first', settings, undefined)] } : {}),
    containers: [toContainer('app', inInit ? {} : settings, mount)],
    ...(mount === undefined ? {} : { volumes: [{ name: 'host', hostPath: { path: mount.path } }] }),
    ...pod,
  };
  return {
    id,
    toPod: (namespace) => ({
      ref: { apiVersion: 'v1', kind: 'Pod', namespace, name: 'app' },
      object: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'app', namespace, labels }, spec },
      // As of a cluster: who tries is not asked where a file lies.
      origin: { kind: 'cluster', cluster: '', uid: '' },
    }),
  };
};

const labels: JsonObject = {
  app: 'app',
  'app.kubernetes.io/name': 'app',
  'app.kubernetes.io/instance': 'app',
  'app.kubernetes.io/version': '1.0.0',
  'app.kubernetes.io/component': 'app',
  'app.kubernetes.io/part-of': 'app',
  'app.kubernetes.io/managed-by': 'app',
  team: 'app',
  owner: 'app',
  env: 'production',
};

/** What every policy that is not about escapes says of this one, it says of the others. */
export const blamelessPod: EscapePod = toEscapePod('blameless', {});

/** In a container, and in one that runs first. */
const inEach = (id: string, settings: Settings): readonly EscapePod[] => [
  toEscapePod(id, settings),
  toEscapePod(`${id}, first`, { ...settings, inInit: true }),
];

// The API server refuses a privileged container that may not gain privileges, and one with SYS_ADMIN alike.
const privileged = inEach('privileged', { container: { privileged: true, allowPrivilegeEscalation: true } });

const privilegedOnHost = inEach('privileged, hostPID', {
  container: { privileged: true, allowPrivilegeEscalation: true },
  pod: { hostPID: true },
});

const withCapability = (name: string, pod: JsonObject = {}): readonly EscapePod[] =>
  inEach(`${name}${pod['hostPID'] === true ? ', hostPID' : ''}`, {
    container: {
      capabilities: { drop: ['ALL'], add: [name] },
      ...(name === 'SYS_ADMIN' ? { allowPrivilegeEscalation: true } : {}),
    },
    pod,
  });

const mounting = (readOnly: boolean, ...paths: readonly string[]): readonly EscapePod[] =>
  paths.map((path) => toEscapePod(`${path}${readOnly ? ', read-only' : ''}`, { mount: { path, readOnly } }));

/** A HostProcess pod has the network of its node, and nothing that Linux alone has. */
const hostProcess: EscapePod = toEscapePod('hostProcess', {
  container: { windowsOptions: { hostProcess: true, runAsUserName: String.raw`NT AUTHORITY\SYSTEM` } },
  pod: { hostNetwork: true, os: { name: 'windows' }, nodeSelector: { 'kubernetes.io/os': 'windows' } },
});

export const escapeTrials: readonly EscapeTrial[] = [
  { type: 'CE_MODULE_LOAD', pods: [...privileged, ...withCapability('SYS_MODULE')] },
  { type: 'CE_NSENTER', pods: privilegedOnHost },
  { type: 'CE_PRIV_MOUNT', pods: [...privileged, ...withCapability('SYS_ADMIN')] },
  { type: 'CE_SYS_PTRACE', pods: [...privilegedOnHost, ...withCapability('SYS_PTRACE', { hostPID: true })] },
  { type: 'CE_UMH_CORE_PATTERN', pods: [...privileged, ...mounting(false, '/', '/proc', '/proc/sys/kernel')] },
  { type: 'CE_HOST_PROCESS', pods: [hostProcess] },
  { type: 'CE_VAR_LOG_SYMLINK', pods: mounting(false, '/', '/var', '/var/log', '/var/log/pods') },
  {
    type: 'EXPLOIT_CONTAINERD_SOCK',
    pods: mounting(
      true,
      '/',
      '/run',
      '/var/run',
      '/run/containerd/containerd.sock',
      '/run/containerd',
      '/var/run/docker.sock',
      '/run/crio/crio.sock',
    ),
  },
  {
    type: 'EXPLOIT_HOST_READ',
    pods: mounting(true, '/', '/etc', '/etc/kubernetes', '/var/lib/kubelet', '/var/lib/etcd', '/root', '/proc'),
  },
  {
    type: 'EXPLOIT_HOST_WRITE',
    pods: mounting(false, '/', '/etc', '/etc/cron.d', '/etc/kubernetes/manifests', '/usr', '/opt/cni/bin'),
  },
  { type: 'EXPLOIT_HOST_TRAVERSE', pods: mounting(true, '/', '/var', '/var/lib/kubelet', '/var/lib/kubelet/pods') },
];
