/** Random mutations of random objects. */

import type { JsonObject } from '../../../src/model/json.ts';
import { caseLabel } from './generate-match.ts';
import { findObjectKind, makeObject } from './objects.ts';
import { createRandom, type Random } from './random.ts';

export interface MutationCase {
  readonly name: string;
  readonly policy: JsonObject;
  readonly binding: JsonObject;
  readonly object: JsonObject;
  readonly apiVersion: string;
  readonly kind: string;
  readonly resource: string;
  readonly namespace: string;
}

export type Step = readonly [patchType: 'ApplyConfiguration' | 'JSONPatch', expression: string];

export interface MutationParts {
  readonly name: string;
  readonly kind: 'Pod' | 'Deployment' | 'ConfigMap';
  readonly body: JsonObject;
  readonly mutations: readonly Step[];
  readonly more: JsonObject;
}

export const toMutationCase = ({ name, kind, body, mutations, more }: MutationParts): MutationCase => {
  const { apiVersion, resource } = findObjectKind(kind);
  const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
  return {
    name,
    apiVersion,
    kind,
    resource,
    namespace: 'oracle-a',
    object: {
      apiVersion,
      kind,
      metadata: { labels: { app: 'x', [caseLabel]: name }, ...toObject(body['metadata']), name, namespace: 'oracle-a' },
      ...Object.fromEntries(Object.entries(body).filter(([key]) => key !== 'metadata')),
    },
    policy: {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'MutatingAdmissionPolicy',
      metadata: { name },
      spec: {
        failurePolicy: 'Fail',
        reinvocationPolicy: 'Never',
        matchConstraints: {
          resourceRules: [{ apiGroups: [group], apiVersions: ['*'], resources: [resource], operations: ['CREATE'] }],
          objectSelector: { matchLabels: { [caseLabel]: name } },
        },
        ...more,
        mutations: mutations.map(([patchType, expression]) => ({
          patchType,
          [patchType === 'JSONPatch' ? 'jsonPatch' : 'applyConfiguration']: { expression },
        })),
      },
    },
    binding: {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'MutatingAdmissionPolicyBinding',
      metadata: { name },
      spec: { policyName: name },
    },
  };
};

const toObject = (value: unknown): JsonObject =>
  typeof value === 'object' && value !== null ? (value as JsonObject) : {};

export const generateMutation = (seed: number, index: number): MutationCase => {
  const random = createRandom(seed * 6007 + index * 7919 + 5);
  const name = `mutation-${seed}-${index}`;
  const kind = random.pick(['Pod', 'Pod', 'Deployment', 'ConfigMap'] as const);
  const made = makeObject(random, findObjectKind(kind), { namespace: 'oracle-a', name, labels: { [caseLabel]: name } });
  const mutations = Array.from({ length: 1 + random.int(3) }, () => generateStep(random, kind));
  return toMutationCase({ name, kind, body: made, mutations, more: {} });
};

const generateStep = (random: Random, kind: string): Step =>
  random.chance(0.5)
    ? ['ApplyConfiguration', `Object{${random.sample(applied(random, kind), 1 + random.int(2)).join(', ')}}`]
    : ['JSONPatch', `[${random.sample(operations(random, kind), 1 + random.int(3)).join(', ')}]`];

/** Fields of `Object{…}`, of which one may stand but once. */
const applied = (random: Random, kind: string): readonly string[] => {
  const metadata = `metadata: Object.metadata{${random.pick([`labels: {'l${random.int(3)}': 'v', 'app': 'x'}`, "annotations: {'a/b': string(object.metadata.name)}", "?labels: optional.of({'o': 'p'})"])}}`;
  if (kind === 'ConfigMap') return [metadata, `data: {'k${random.int(3)}': 'v', 'a': 'changed'}`];
  const at = kind === 'Pod' ? 'Object.spec' : 'Object.spec.template.spec';
  const spec = podFields(random, at, kind === 'Pod' ? 'object.spec' : 'object.spec.template.spec');
  const chosen = random.sample(spec, 1 + random.int(3)).join(', ');
  return [
    metadata,
    kind === 'Pod'
      ? `spec: Object.spec{${chosen}}`
      : `spec: Object.spec{template: Object.spec.template{spec: Object.spec.template.spec{${chosen}}}}`,
  ];
};

const podFields = (random: Random, at: string, from: string): readonly string[] => [
  `hostname: ${random.pick(["'h'", 'string(object.metadata.name.size())', `${from}.nothing`])}`,
  `terminationGracePeriodSeconds: ${random.pick(['5', '0', `${from}.containers.size()`])}`,
  `containers: ${random.pick([
    `[${at}.containers{name: 'main', image: 'other:1'}]`,
    `[${at}.containers{name: 'added', image: 'a:1', env: [${at}.containers.env{name: 'X', value: 'y'}]}]`,
    `${from}.containers.map(c, ${at}.containers{name: c.name, securityContext: ${at}.containers.securityContext{readOnlyRootFilesystem: true}})`,
    `[${at}.containers{name: 'main', resources: ${at}.containers.resources{limits: {'cpu': '2', 'memory': '2Gi'}}}]`,
    `[${at}.containers{name: 'main', env: [${at}.containers.env{name: 'MODE', value: 'set'}, ${at}.containers.env{name: 'NEW', value: ''}]}]`,
  ])}`,
  `volumes: [${at}.volumes{name: '${random.pick(['tmp', 'more'])}', emptyDir: ${at}.volumes.emptyDir{}}]`,
  `securityContext: ${at}.securityContext{runAsNonRoot: ${random.pick(['true', 'false'])}, ?runAsUser: optional.of(1000)}`,
  `tolerations: [${at}.tolerations{key: 'k', operator: 'Exists'}]`,
  `nodeSelector: {'disk': '${random.pick(['ssd', 'hdd'])}', 'zone': 'a'}`,
];

const operations = (random: Random, kind: string): readonly string[] => {
  const root = kind === 'ConfigMap' ? '/data' : kind === 'Pod' ? '/spec' : '/spec/template/spec';
  const common = [
    `JSONPatch{op: 'add', path: '/metadata/labels/p${random.int(3)}', value: 'v'}`,
    "JSONPatch{op: 'replace', path: '/metadata/labels/app', value: 'x'}",
    "JSONPatch{op: 'test', path: '/metadata/name', value: object.metadata.name}",
    `JSONPatch{op: 'copy', from: '/metadata/name', path: '/metadata/labels/named'}`,
    `JSONPatch{op: '${random.pick(['remove', 'test'])}', path: '${random.pick(['/metadata/labels/tier', '/metadata/labels/none'])}'}`,
    `JSONPatch{op: 'add', path: '/metadata/annotations', value: {'only': 'this'}}`,
  ];
  if (kind === 'ConfigMap')
    return [
      ...common,
      `JSONPatch{op: 'add', path: '${root}/k', value: 'v'}`,
      `JSONPatch{op: 'move', from: '${root}/a', path: '${root}/moved'}`,
    ];
  return [
    ...common,
    `JSONPatch{op: 'add', path: '${root}/containers/${random.pick(['-', '0', '1', '5'])}', value: Object.spec.containers{name: 'patched', image: 'p:1'}}`,
    `JSONPatch{op: 'replace', path: '${root}/containers/0/image', value: 'replaced:1'}`,
    `JSONPatch{op: 'add', path: '${root}/nodeSelector', value: {'disk': 'ssd'}}`,
    `JSONPatch{op: 'remove', path: '${root}/${random.pick(['nodeSelector', 'volumes', 'terminationGracePeriodSeconds'])}'}`,
    `JSONPatch{op: 'add', path: '${root}/terminationGracePeriodSeconds', value: ${random.pick(['7', "'seven'", '7.5'])}}`,
  ];
};
