/** Makes an estate of any size from a seed: the mix of kinds, sizes and flaws one finds in real clusters. */

import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export interface Generated {
  readonly folder: string;
  readonly objects: number;
  readonly bytes: number;
}

const objectsPerFile = 200;

/** Writes `objects` objects of about 2.5 KB each as multi-document YAML; same seed, same bytes. */
export const generateEstate = (folder: string, objects: number, seed: number): Generated => {
  mkdirSync(folder, { recursive: true });
  const random = createRandom(seed);
  let bytes = 0;
  for (let start = 0, file = 0; start < objects; start += objectsPerFile, file += 1) {
    const handle = openSync(join(folder, `part-${String(file).padStart(5, '0')}.yaml`), 'w');
    for (let index = start; index < Math.min(objects, start + objectsPerFile); index += 1) {
      bytes += writeSync(handle, `---\n${renderObject(index, random)}`);
    }
    closeSync(handle);
  }
  return { folder, objects, bytes };
};

/** Mulberry32: small, fast and the same everywhere. */
const createRandom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
};

type Random = () => number;

/** Four in ten carry a pod; the rest is what surrounds them. */
const renderObject = (index: number, random: Random): string => {
  const namespace = `team-${index % 97}`;
  const name = `app-${index}`;
  const roll = random();
  if (index % 500 === 499) return renderNamespace(`team-${Math.floor(index / 500) % 97}`, random);
  if (roll < 0.28) return renderWorkload('Deployment', 'apps/v1', name, namespace, random);
  if (roll < 0.33) return renderWorkload('StatefulSet', 'apps/v1', name, namespace, random);
  if (roll < 0.36) return renderWorkload('DaemonSet', 'apps/v1', name, namespace, random);
  if (roll < 0.4) return renderPod(name, namespace, random);
  if (roll < 0.6) return renderService(name, namespace);
  if (roll < 0.9) return renderConfigMap(name, namespace, random);
  return renderRole(name, namespace);
};

const metadata = (name: string, namespace: string | null): string =>
  `metadata:
  name: ${name}
${namespace === null ? '' : `  namespace: ${namespace}\n`}  labels:
    app.kubernetes.io/name: ${name}
    app.kubernetes.io/part-of: ${namespace ?? 'cluster'}
    app.kubernetes.io/managed-by: Helm
  annotations:
    meta.helm.sh/release-name: ${name}
    checksum/config: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
`;

const renderNamespace = (name: string, random: Random): string =>
  `apiVersion: v1
kind: Namespace
metadata:
  name: ${name}
${random() < 0.3 ? '  labels:\n    pod-security.kubernetes.io/enforce: baseline\n' : ''}`;

const renderWorkload = (kind: string, apiVersion: string, name: string, namespace: string, random: Random): string =>
  `apiVersion: ${apiVersion}
kind: ${kind}
${metadata(name, namespace)}spec:
  ${kind === 'DaemonSet' ? 'revisionHistoryLimit: 5' : 'replicas: 3'}
  selector:
    matchLabels:
      app.kubernetes.io/name: ${name}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: ${name}
    spec:
${renderPodSpec(name, random, '      ')}`;

const renderPod = (name: string, namespace: string, random: Random): string =>
  `apiVersion: v1
kind: Pod
${metadata(name, namespace)}spec:
${renderPodSpec(name, random, '  ')}`;

const renderPodSpec = (name: string, random: Random, indent: string): string => {
  const hardened = random() < 0.5;
  const lines = [
    `serviceAccountName: ${name}`,
    `automountServiceAccountToken: ${random() < 0.5}`,
    'terminationGracePeriodSeconds: 30',
    ...(random() < 0.02 ? ['hostNetwork: true'] : []),
    'securityContext:',
    '  fsGroup: 2000',
    ...(hardened ? ['  runAsNonRoot: true', '  seccompProfile:', '    type: RuntimeDefault'] : []),
    'containers:',
    ...['main', 'sidecar', 'metrics']
      .slice(0, 1 + Math.floor(random() * 3))
      .flatMap((container) => renderContainer(container, hardened, random)),
    'volumes:',
    '- name: config',
    '  configMap:',
    `    name: ${name}`,
    '- name: tmp',
    '  emptyDir: {}',
    ...(random() < 0.04 ? ['- name: host', '  hostPath:', '    path: /var/log'] : []),
  ];
  return `${lines.map((line) => indent + line).join('\n')}\n`;
};

const renderContainer = (container: string, hardened: boolean, random: Random): readonly string[] => [
  `- name: ${container}`,
  `  image: registry.example.com/team/${container}:1.${Math.floor(random() * 30)}.${Math.floor(random() * 9)}`,
  '  imagePullPolicy: IfNotPresent',
  '  args: ["--listen=:8080", "--log-format=json", "--config=/etc/app/config.yaml"]',
  '  ports:',
  '  - name: http',
  '    containerPort: 8080',
  '    protocol: TCP',
  '  env:',
  ...Array.from({ length: 6 }, (_, index) => [
    `  - name: SETTING_${index}`,
    `    value: "value ${Math.floor(random() * 1e6)}"`,
  ]).flat(),
  '  - name: POD_NAMESPACE',
  '    valueFrom:',
  '      fieldRef:',
  '        fieldPath: metadata.namespace',
  '  resources:',
  '    requests: {cpu: 100m, memory: 128Mi}',
  '    limits: {memory: 256Mi}',
  '  readinessProbe:',
  '    httpGet:',
  '      path: /healthz',
  '      port: http',
  '    periodSeconds: 10',
  '  livenessProbe:',
  '    tcpSocket:',
  '      port: 8080',
  '    initialDelaySeconds: 15',
  ...(hardened
    ? [
        '  securityContext:',
        '    allowPrivilegeEscalation: false',
        '    readOnlyRootFilesystem: true',
        '    capabilities:',
        '      drop: [ALL]',
      ]
    : random() < 0.05
      ? ['  securityContext:', '    privileged: true']
      : []),
  '  volumeMounts:',
  '  - name: config',
  '    mountPath: /etc/app',
  '    readOnly: true',
  '  - name: tmp',
  '    mountPath: /tmp',
];

const renderService = (name: string, namespace: string): string =>
  `apiVersion: v1
kind: Service
${metadata(name, namespace)}spec:
  type: ClusterIP
  selector:
    app.kubernetes.io/name: ${name}
  ports:
  - name: http
    port: 80
    targetPort: http
    protocol: TCP
  - name: metrics
    port: 9090
    targetPort: 9090
`;

const renderConfigMap = (name: string, namespace: string, random: Random): string => {
  const lines = Array.from(
    { length: 30 + Math.floor(random() * 40) },
    (_, index) => `    setting.${index}.name = a value of no interest ${Math.floor(random() * 1e9)}`,
  );
  return `apiVersion: v1
kind: ConfigMap
${metadata(name, namespace)}data:
  LOG_LEVEL: info
  FEATURES: "a,b,c"
  application.properties: |
${lines.join('\n')}
`;
};

const renderRole = (name: string, namespace: string): string =>
  `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
${metadata(name, namespace)}rules:
- apiGroups: [""]
  resources: [pods, services, endpoints]
  verbs: [get, list, watch]
- apiGroups: [apps]
  resources: [deployments]
  verbs: [get, list]
`;
