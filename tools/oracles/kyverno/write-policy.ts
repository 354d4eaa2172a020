/** Writes a small policy: every kind of rule, match and condition gets its turn. */

import type { Json, JsonObject } from '../../../src/model/json.ts';
import type { Random } from '../api-server/random.ts';
import { currentOperators, keys, operands, operators, writeMatchTerm } from './write-parts.ts';

export interface WrittenPolicy {
  readonly policy: JsonObject;
  readonly exception: JsonObject | null;
}

export const writePolicy = (name: string, random: Random): WrittenPolicy => {
  const rules = Array.from({ length: 1 + random.int(2) }, (_, index) => writeRule(`r${index}`, random));
  const annotations = random.chance(0.5)
    ? {
        'pod-policies.kyverno.io/autogen-controllers': random.pick(['none', 'Deployment,CronJob', 'DaemonSet', 'none']),
      }
    : {};
  const isNamespaced = random.chance(0.1);
  const policy = {
    apiVersion: random.pick(['kyverno.io/v1', 'kyverno.io/v1', 'kyverno.io/v2beta1']),
    kind: isNamespaced ? 'Policy' : 'ClusterPolicy',
    metadata: { name, annotations, ...(isNamespaced ? { namespace: random.pick(['default', 'other']) } : {}) },
    spec: {
      background: false,
      ...(random.chance(0.2) ? { applyRules: 'One' } : {}),
      ...(random.chance(0.5) ? { validationFailureAction: random.pick(['Audit', 'Enforce']) } : {}),
      rules,
    },
  };
  return {
    policy,
    exception: random.chance(0.12)
      ? writeException(name, isNamespaced ? String(policy.metadata.namespace) : null, random)
      : null,
  };
};

const writeException = (name: string, namespace: string | null, random: Random): JsonObject => ({
  apiVersion: random.pick(['kyverno.io/v2', 'kyverno.io/v2beta1']),
  kind: 'PolicyException',
  metadata: { name: `except-${name}`, namespace: 'default' },
  spec: {
    exceptions: [
      {
        policyName: namespace === null ? name : `${namespace}/${name}`,
        ruleNames: random.pick([['r0'], ['*'], ['r*', 'autogen-r0'], ['r1']]),
      },
    ],
    match: { [random.pick(['any', 'all'])]: [writeExceptedTerm(random)] },
    ...(random.chance(0.3) ? { conditions: { any: [writeCondition(random)] } } : {}),
    ...(random.chance(0.2) ? { podSecurity: [{ controlName: random.pick(controls) }] } : {}),
  },
});

/** Kyverno reads no exception whose term names nothing but users. */
const writeExceptedTerm = (random: Random): JsonObject => {
  const term = writeMatchTerm(random);
  return term['resources'] === undefined ? { ...term, resources: { kinds: ['Pod'] } } : term;
};

const writeRule = (name: string, random: Random): JsonObject => ({
  name,
  match: writeMatch(random),
  ...(random.chance(0.2) ? { exclude: writeMatch(random) } : {}),
  context: writeContext(random),
  ...(random.chance(0.25) ? { preconditions: writeConditions(random) } : {}),
  validate: writeValidate(random),
});

const writeMatch = (random: Random): JsonObject => {
  if (random.chance(0.5))
    return {
      any: [
        {
          resources: {
            kinds: random.pick([
              ['Pod'],
              ['ConfigMap'],
              ['*'],
              ['Pod', 'Deployment'],
              ['Service', 'ConfigMap'],
              ['Namespace'],
            ]),
          },
        },
      ],
    };
  if (random.chance(0.1)) return writeMatchTerm(random);
  return { [random.pick(['any', 'all'])]: Array.from({ length: 1 + random.int(2) }, () => writeMatchTerm(random)) };
};

const writeContext = (random: Random): readonly Json[] => [
  {
    name: 'v1',
    variable: random.pick<JsonObject>([
      { value: random.pick(operands) },
      { jmesPath: random.pick(paths) },
      { jmesPath: random.pick(paths), default: random.pick(operands) },
      { value: { a: { b: ['x', 'y'] } }, jmesPath: 'a.b' },
    ]),
  },
  {
    name: 'v2',
    variable: random.pick<JsonObject>([
      { jmesPath: 'v1' },
      { value: '{{ v1 }}' },
      { value: 'x-{{ v1 }}' },
      { jmesPath: 'v1.missing', default: 'd' },
      { value: ['{{ v1 }}', 'z'] },
    ]),
  },
  { name: 'v4', variable: { value: random.pick(['x', 'replicas']) } },
];

const paths = [
  'request.object.metadata.labels',
  'request.object.spec.containers[].image',
  'request.object.missing',
  'request.object.data.count | to_number(@)',
  'request.object.metadata.name',
  'length(request.object.spec.containers)',
  'request.object.spec.containers[?name==`c1`].image | [0]',
  'request.object.data | keys(@)',
  '`[1,2,3]`',
  "split('a,b', ',')",
  'request.object.data.list | parse_json(@)',
  'sum(`[1,2]`)',
  "request.object.metadata.labels.app || 'none'",
  'to_upper(request.object.kind)',
  'request.object.spec.replicas',
];

const writeConditions = (random: Random): Json => {
  const list = (): Json => Array.from({ length: 1 + random.int(2) }, () => writeCondition(random));
  const made = random.pick<() => Json>([
    () => ({ any: list() }),
    () => ({ all: list() }),
    () => ({ any: list(), all: list() }),
  ]);
  return random.chance(0.04) ? list() : made();
};

const writeCondition = (random: Random): JsonObject => ({
  key: random.chance(0.8) ? random.pick(keys) : random.pick(operands),
  operator: random.pick(random.chance(0.03) ? operators : currentOperators),
  value: random.chance(0.85) ? random.pick(operands) : random.pick(keys),
  ...(random.chance(0.15)
    ? { message: random.pick(['condition said no', 'because {{ request.object.metadata.name }}', '{{ v1 }}']) }
    : {}),
});

const writeValidate = (random: Random): JsonObject => {
  const body = random.pick(bodies)(random);
  return {
    ...(random.chance(0.7)
      ? {
          message: random.pick([
            'no',
            'no {{ request.object.metadata.name }}',
            'see {{ v1 }} and {{ v2 }}',
            '{{ request.object.missing }} is missing',
          ]),
        }
      : {}),
    ...(random.chance(0.2) ? { failureAction: random.pick(['Audit', 'Enforce']) } : {}),
    ...body,
  };
};

const controls = [
  'Capabilities',
  'Host Namespaces',
  'HostPath Volumes',
  'Host Ports',
  'Privileged Containers',
  'Privilege Escalation',
  'Running as Non-root',
  'Running as Non-root user',
  'Seccomp',
  'Sysctls',
  'Volume Types',
  '/proc Mount Type',
  'SELinux',
  'AppArmor',
  'HostProcess',
];

const bodies: readonly ((random: Random) => JsonObject)[] = [
  (random) => ({ deny: { conditions: writeConditions(random) } }),
  (random) => ({ deny: { conditions: writeConditions(random) } }),
  (random) => ({ deny: {}, ...(random.chance(0.5) ? {} : { deny: { conditions: { any: [] } } }) }),
  (random) => ({ pattern: writePattern(random) }),
  (random) => ({ pattern: writePattern(random) }),
  (random) => ({ anyPattern: Array.from({ length: 1 + random.int(3) }, () => writePattern(random)) }),
  (random) => ({ foreach: Array.from({ length: 1 + random.int(2) }, () => writeForeach(random, 0)) }),
  (random) => ({ foreach: [writeForeach(random, 0)] }),
  (random) => ({
    podSecurity: {
      level: random.pick(['baseline', 'restricted', 'privileged']),
      version: random.pick(['latest', 'v1.24', 'v1.19', 'v1.29']),
      ...(random.chance(0.6)
        ? { exclude: Array.from({ length: 1 + random.int(2) }, () => writePodSecurityExclude(random)) }
        : {}),
    },
  }),
];

const writePodSecurityExclude = (random: Random): JsonObject => {
  const restricted = random.chance(0.4)
    ? random.pick<JsonObject>([
        { restrictedField: 'spec.containers[*].securityContext.capabilities.add', values: ['SYS_*'] },
        { restrictedField: 'spec.containers[*].securityContext.privileged', values: ['true'] },
        { restrictedField: 'spec.hostNetwork', values: ['true'] },
        { restrictedField: 'spec.volumes[*].hostPath', values: ['*'] },
        { restrictedField: 'spec.containers[*].ports[*].hostPort', values: ['80'] },
        { restrictedField: 'spec.securityContext.sysctls[*].name', values: ['kernel.*'] },
      ])
    : {};
  return {
    controlName: random.pick(controls),
    ...(random.chance(0.4) ? { images: random.pick([['nginx*'], ['*'], ['ghcr.io/*'], ['busybox']]) } : {}),
    ...restricted,
  };
};

const writeForeach = (random: Random, depth: number): JsonObject => {
  const body: JsonObject =
    random.chance(0.5) || depth > 0
      ? {
          deny: {
            conditions: {
              [random.pick(['any', 'all'])]: [
                {
                  key: random.pick(elementKeys),
                  operator: random.pick(random.chance(0.03) ? operators : currentOperators),
                  value: random.pick(operands),
                },
              ],
            },
          },
        }
      : random.pick<() => JsonObject>([
          () => ({ pattern: { '=(name)': 'c?', image: '!*:latest' } }),
          () => ({ pattern: random.pick(leaves) }),
          () => ({ anyPattern: [{ image: 'nginx*' }, { name: '{{ element.name }}' }] }),
          () => ({ foreach: [writeForeach(random, depth + 1)] }),
        ])();
  return {
    list:
      depth > 0
        ? random.pick([
            'element.ports',
            'element.securityContext.capabilities.add',
            'request.object.spec.volumes',
            'keys(element)',
          ])
        : random.pick([
            'request.object.spec.containers',
            'request.object.spec.[containers, initContainers][]',
            'request.object.data | keys(@)',
            'request.object.metadata.labels',
            'request.object.spec.missing',
            'request.object.spec.ports',
            'request.object.spec.volumes[].name',
            '`[1,2]`',
            'v1',
          ]),
    ...(random.chance(0.3) ? { elementScope: random.chance(0.5) } : {}),
    ...(random.chance(0.3)
      ? {
          preconditions: {
            any: [
              {
                key: random.pick(elementKeys),
                operator: random.pick(random.chance(0.03) ? operators : currentOperators),
                value: random.pick(operands),
              },
            ],
          },
        }
      : {}),
    ...(random.chance(0.2)
      ? { context: [{ name: 'inner', variable: { jmesPath: 'element.name', default: 'none' } }] }
      : {}),
    ...body,
  };
};

const elementKeys = [
  '{{ element }}',
  '{{ element.name }}',
  "{{ element.image || '' }}",
  '{{ elementIndex }}',
  '{{ element.ports[].hostPort || `[]` }}',
  "{{ inner || 'x' }}",
  "{{ element0.name || '' }}",
  '{{ elementIndex0 }}',
  "{{ length(element.name || '') }}",
  '{{ request.object.metadata.name }}',
  '{{ images.containers."{{element.name}}".registry || \'\' }}',
  '{{ element.securityContext.privileged || `false` }}',
];

const leaves: readonly Json[] = [
  '*',
  '?*',
  'web',
  'c1 | c2',
  '!web',
  '>1',
  '>=1 & <5',
  '1-3',
  '!1-3',
  '1Gi',
  '<=1Gi',
  '>100m',
  true,
  false,
  null,
  1,
  0,
  '',
  'nginx:*',
  '!*:latest',
  '1h',
  '<2h',
  '{{ request.object.metadata.name }}',
  '{{ v1 }}',
  '$(/metadata/name)',
  '$(metadata.name)',
  '{{ request.object.missing }}',
  '?',
  ['*'],
  [],
  {},
  '10-20',
  '1.5',
  1.5,
];

const writePattern = (random: Random): JsonObject => {
  const leaf = (): Json => random.pick(leaves);
  const anchor = (name: string): string =>
    random.pick([name, name, name, `(${name})`, `=(${name})`, `X(${name})`, `<(${name})`]);
  const listAnchor = (name: string): string => random.pick([name, name, `(${name})`, `=(${name})`, `^(${name})`]);
  const containerPattern = (): JsonObject =>
    Object.fromEntries([
      [anchor('name'), leaf()],
      ...(random.chance(0.6) ? [[anchor('image'), leaf()]] : []),
      ...(random.chance(0.4) ? [[anchor('securityContext'), { [anchor('privileged')]: leaf() }]] : []),
      ...(random.chance(0.3)
        ? [[anchor('resources'), { [anchor('limits')]: { [anchor('memory')]: leaf(), [anchor('cpu')]: leaf() } }]]
        : []),
      ...(random.chance(0.2) ? [[listAnchor('ports'), [{ [anchor('hostPort')]: leaf() }]]] : []),
    ] as [string, Json][]);
  return random.pick<() => JsonObject>([
    () => ({ metadata: { [anchor('labels')]: { [anchor('app')]: leaf() } } }),
    () => ({
      metadata: { [anchor('name')]: leaf(), [anchor('annotations')]: { [anchor('note')]: leaf(), '=(a*)': leaf() } },
    }),
    () => ({ spec: { [listAnchor('containers')]: [containerPattern()] } }),
    () => ({
      spec: { [listAnchor('containers')]: [containerPattern()], [listAnchor('initContainers')]: [containerPattern()] },
    }),
    () => ({ spec: { [listAnchor('volumes')]: [{ [anchor('hostPath')]: leaf() }], [anchor('hostNetwork')]: leaf() } }),
    () => ({ [anchor('data')]: { [anchor('count')]: leaf(), [anchor('size')]: leaf() } }),
    () => ({ [anchor('data')]: { [anchor('when')]: leaf(), '*': leaf() } }),
    () => ({ spec: { [anchor('replicas')]: leaf(), [anchor('type')]: leaf() } }),
    () => ({ spec: { [listAnchor('ports')]: [{ [anchor('port')]: leaf(), [anchor('nodePort')]: leaf() }] } }),
  ])();
};
