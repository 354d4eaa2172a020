/** Objects that generated policies are asked about: valid ones of several kinds, with what varies drawn by chance. */

import type { JsonObject, Json } from '../../../src/model/json.ts';
import type { Random } from './random.ts';

export interface ObjectKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly resource: string;
  readonly namespaced: boolean;
  /** The other ways to name the resource, for rules that match by an equivalent version. */
  readonly otherVersions: readonly string[];
  make(random: Random): JsonObject;
}

const images = [
  'nginx:1.25',
  'ghcr.io/a/b@sha256:' + 'a'.repeat(64),
  'registry.example.com:5000/team/app:v1.2.3',
  'busybox',
];
const quantities = ['100m', '1', '0.5', '64Mi', '1Gi', '1.5', '128974848', '1e3'];
const texts = [
  'a',
  'app-1',
  'web-2',
  'prod',
  'häßlich ✓',
  'A.B-c_d',
  '10.0.0.1',
  'https://example.com:8443/p?q=1#f',
  '1.2.3',
  '2026-01-02T03:04:05Z',
  '',
  '1h30m',
  '𝒳y',
  '9223372036854775807',
  'a,b,,c',
  '{"x":1}',
];

const container = (random: Random, name: string): JsonObject => ({
  name,
  image: random.pick(images),
  ...(random.chance(0.5) ? { env: [{ name: 'MODE', value: random.pick(texts) }, { name: 'EMPTY' }] } : {}),
  ...(random.chance(0.5)
    ? { ports: [{ containerPort: random.pick([80, 8080, 65535]), ...(random.chance(0.5) ? { name: 'http' } : {}) }] }
    : {}),
  ...(random.chance(0.6) ? { resources: toResources(random) } : {}),
  ...(random.chance(0.5)
    ? {
        securityContext: {
          runAsUser: random.pick([0, 1000, 65534]),
          runAsNonRoot: random.chance(0.5),
          ...(random.chance(0.5) ? { capabilities: { drop: ['ALL'], add: ['NET_ADMIN'] } } : {}),
        },
      }
    : {}),
});

const toResources = (random: Random): JsonObject => {
  const memory = random.pick(['64Mi', '1Gi', '128974848', '1.5Gi']);
  const cpu = random.pick(['100m', '0.5', '1', '1.5']);
  return { limits: { memory, cpu }, ...(random.chance(0.5) ? { requests: { memory: '1Mi', cpu: '1m' } } : {}) };
};

const podSpec = (random: Random): JsonObject => ({
  containers: [container(random, 'main'), ...(random.chance(0.4) ? [container(random, 'side')] : [])],
  ...(random.chance(0.3) ? { initContainers: [container(random, 'init')] } : {}),
  ...(random.chance(0.3) ? { hostNetwork: false, terminationGracePeriodSeconds: random.pick([0, 5, 3600]) } : {}),
  ...(random.chance(0.4)
    ? { volumes: [{ name: 'tmp', emptyDir: random.chance(0.5) ? {} : { sizeLimit: random.pick(quantities) } }] }
    : {}),
  ...(random.chance(0.3) ? { nodeSelector: { disk: 'ssd' }, tolerations: [{ key: 'a', operator: 'Exists' }] } : {}),
});

const randomLabels = (random: Random): JsonObject => ({
  app: random.pick(['one', 'two', 'app-3']),
  ...(random.chance(0.5) ? { tier: random.pick(['one', 'two']) } : {}),
});

/** Numbers of every form that JSON has, for objects whose fields have no type. */
const anything: readonly Json[] = [
  0,
  1,
  -1,
  3,
  1.5,
  -0.25,
  1e100,
  4294967296,
  9007199254740993n,
  9223372036854775807n,
  -9223372036854775808n,
  true,
  null,
  'text',
  '',
  [],
  [1, 2, 3],
  [1, 'a', null],
  {},
  { a: 1 },
  { a: { b: ['c'] } },
];

const pods: ObjectKind = {
  apiVersion: 'v1',
  kind: 'Pod',
  resource: 'pods',
  namespaced: true,
  otherVersions: [],
  make: (random) => ({ spec: podSpec(random) }),
};

const deployments: ObjectKind = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  resource: 'deployments',
  namespaced: true,
  otherVersions: [],
  make: (random) => ({
    spec: {
      ...(random.chance(0.7) ? { replicas: 0 } : {}),
      selector: { matchLabels: { app: 'x' } },
      template: {
        metadata: { labels: { app: 'x', ...(random.chance(0.3) ? { extra: 'y' } : {}) } },
        spec: podSpec(random),
      },
      ...(random.chance(0.3)
        ? { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: random.pick<Json>([1, '50%']) } } }
        : {}),
    },
  }),
};

const services: ObjectKind = {
  apiVersion: 'v1',
  kind: 'Service',
  resource: 'services',
  namespaced: true,
  otherVersions: [],
  make: (random) => ({
    spec: {
      selector: { app: 'one' },
      type: random.pick(['ClusterIP', 'NodePort', 'LoadBalancer']),
      ports: [
        { port: random.pick([80, 443]), name: 'a', targetPort: random.pick<Json>([8080, 'http']) },
        { port: 9090, name: 'b' },
      ],
      ...(random.chance(0.3) ? { externalIPs: ['203.0.113.7'] } : {}),
    },
  }),
};

const configMaps: ObjectKind = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  resource: 'configmaps',
  namespaced: true,
  otherVersions: [],
  make: (random) => ({
    ...(random.chance(0.9)
      ? { data: Object.fromEntries(['a', 'b', 'url', 'x.y'].map((key) => [key, random.pick(texts)])) }
      : {}),
    ...(random.chance(0.2) ? { binaryData: { bin: 'aGk=' } } : {}),
    ...(random.chance(0.2) ? { immutable: true } : {}),
  }),
};

const roles: ObjectKind = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'Role',
  resource: 'roles',
  namespaced: true,
  otherVersions: [],
  make: (random) => ({
    rules: random.chance(0.2)
      ? []
      : [
          {
            apiGroups: [''],
            resources: random.pick<Json>([['pods'], ['*'], ['secrets', 'pods/log']]),
            verbs: random.pick<Json>([['get'], ['*'], ['get', 'list']]),
          },
        ],
  }),
};

const namespaceKind: ObjectKind = {
  apiVersion: 'v1',
  kind: 'Namespace',
  resource: 'namespaces',
  namespaced: false,
  otherVersions: [],
  make: () => ({}),
};

const widgets: ObjectKind = {
  apiVersion: 'vauban.test/v1',
  kind: 'Widget',
  resource: 'widgets',
  namespaced: true,
  otherVersions: ['v2'],
  make: (random) =>
    random.chance(0.9)
      ? {
          spec: {
            ...Object.fromEntries(
              random.sample(['size', 'ratio', 'big', 'any', 'list'], 4).map((field) => [field, random.pick(anything)]),
            ),
            text: random.pick(texts),
            int: random.pick<Json>([0, 7, 9223372036854775807n]),
            double: random.pick([0.5, -1.5, 1e100]),
            ints: [3, 1, 2],
            strings: random.pick<Json>([['a', 'b'], []]),
            map: { k: 'v', n: 1 },
          },
        }
      : {},
};

const autoscalers: ObjectKind = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  resource: 'horizontalpodautoscalers',
  namespaced: true,
  otherVersions: ['v1'],
  make: (random) => ({
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'x' },
      maxReplicas: random.pick([3, 10]),
      ...(random.chance(0.5) ? { minReplicas: 2 } : {}),
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: random.pick([50, 80]) } },
        },
      ],
    },
  }),
};

export const objectKinds: readonly ObjectKind[] = [
  pods,
  deployments,
  services,
  configMaps,
  roles,
  namespaceKind,
  widgets,
  widgets,
  autoscalers,
];

export const findObjectKind = (kind: string): ObjectKind => {
  const found = objectKinds.find((each) => each.kind === kind);
  if (found === undefined) throw new Error(`there is no generated kind ${kind}`);
  return found;
};

export const makeObject = (
  random: Random,
  objectKind: ObjectKind,
  { namespace, name, labels }: { readonly namespace: string; readonly name: string; readonly labels: JsonObject },
): JsonObject => ({
  apiVersion: objectKind.apiVersion,
  kind: objectKind.kind,
  metadata: {
    name,
    ...(objectKind.namespaced ? { namespace } : {}),
    labels: { ...randomLabels(random), ...labels },
    ...(random.chance(0.4) ? { annotations: { 'vauban.test/note': random.pick(texts) } } : {}),
  },
  ...objectKind.make(random),
});
