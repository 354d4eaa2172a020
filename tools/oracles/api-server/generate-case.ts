/** One generated case: a policy, its bindings, and the requests it is asked about. */

import type { JsonObject } from '../../../src/model/json.ts';
import type { AskedRequest } from './asked-request.ts';
import { makeObject, objectKinds, type ObjectKind } from './objects.ts';
import { namespaces } from './estate.ts';
import { readText } from '../../policies/policy-folders.ts';
import { caseLabel, generateMatch } from './generate-match.ts';
import { generateSpec } from './generate-spec.ts';
import { createRandom, type Random } from './random.ts';

export interface Case {
  readonly name: string;
  readonly seed: number;
  readonly policy: JsonObject;
  readonly bindings: readonly JsonObject[];
  /** Objects that are there before the policy is: what is updated, deleted, scaled and run into. */
  readonly targets: readonly Target[];
  readonly requests: readonly PlannedRequest[];
}

export interface Target {
  readonly apiVersion: string;
  readonly resource: string;
  readonly namespace: string | null;
  readonly object: JsonObject;
}

/** A request whose old object is not known before its target exists. */
export type PlannedRequest = Omit<AskedRequest, 'object' | 'oldObject'> & {
  /** From what the server holds; `null` for a DELETE or CONNECT. */
  readonly toObject: ((old: JsonObject | null) => JsonObject) | null;
};

export const generateCase = (seed: number, index: number): Case => {
  const random = createRandom(seed * 7919 + index * 104_729 + 17);
  const name = `case-${seed}-${index}`;
  const kind = random.pick(objectKinds);
  const subresource = random.chance(0.15) ? subresourceOf(random, kind) : null;
  const targets: Target[] = [];
  const target = (home: string, suffix: string): Target => {
    const object = makeObject(random, kind, {
      namespace: home,
      name: `${name}-${suffix}`,
      labels: { [caseLabel]: name },
    });
    const made = {
      apiVersion: kind.apiVersion,
      resource: kind.resource,
      namespace: kind.namespaced ? home : null,
      object,
    };
    targets.push(made);
    return made;
  };
  const requests =
    subresource === null
      ? planRequests(random, kind, name, target)
      : planSubresource(random, kind, subresource, target);
  const hasParams = random.chance(0.3);
  const paramKind = hasParams ? random.pick(['ConfigMap', 'Limit', 'Wall'] as const) : null;
  const policy: JsonObject = {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name },
    spec: {
      failurePolicy: random.pick(['Fail', 'Fail', 'Ignore']),
      ...(paramKind === null
        ? {}
        : { paramKind: { apiVersion: paramKind === 'ConfigMap' ? 'v1' : 'vauban.test/v1', kind: paramKind } }),
      matchConstraints: generateMatch(random, { kind, subresource, name, isBinding: false }),
      ...generateSpec(random, {
        kind: kind.kind,
        hasParams,
        hasOld: requests.some(({ operation }) => operation !== 'CREATE'),
      }),
    },
  };
  const names = [name, ...(random.chance(0.15) ? [`${name}-too`] : [])];
  const bindings = names.map((own) => generateBinding(random, own, { kind, subresource, name, paramKind }));
  return { name, seed, policy, bindings, targets, requests };
};

const subresourceOf = (random: Random, { kind }: ObjectKind): string | null =>
  kind === 'Deployment'
    ? random.pick(['scale', 'status'])
    : kind === 'Pod'
      ? random.pick(['exec', 'ephemeralcontainers'])
      : null;

type MakeTarget = (home: string, suffix: string) => Target;

const planRequests = (
  random: Random,
  kind: ObjectKind,
  name: string,
  target: MakeTarget,
): readonly PlannedRequest[] => {
  const { apiVersion, resource, namespaced } = kind;
  const common = { apiVersion, kind: kind.kind, resource, subresource: null };
  return Array.from({ length: 3 }, (_, index): PlannedRequest => {
    const home = random.pick(namespaces);
    const operation = random.pick(['CREATE', 'CREATE', 'CREATE', 'UPDATE', 'DELETE'] as const);
    const namespace = namespaced ? home : null;
    if (operation === 'CREATE') {
      const own = `${name}-new-${index}`;
      const object = makeObject(random, kind, { namespace: home, name: own, labels: { [caseLabel]: name } });
      return { ...common, operation, namespace, name: own, toObject: () => object };
    }
    const own = `${name}-old-${index}`;
    target(home, `old-${index}`);
    const change = random.pick(changes);
    return {
      ...common,
      operation,
      namespace,
      name: own,
      toObject: operation === 'DELETE' ? null : (old) => change(old ?? {}),
    };
  });
};

/** Updates that every kind allows. */
const changes: readonly ((old: JsonObject) => JsonObject)[] = [
  (old) =>
    withMetadata(old, (metadata) => ({
      ...metadata,
      labels: { ...(metadata['labels'] as JsonObject), app: 'changed', tier: 'two' },
    })),
  (old) => withMetadata(old, (metadata) => ({ ...metadata, annotations: { 'vauban.test/note': 'changed' } })),
  (old) =>
    withMetadata(old, (metadata) =>
      Object.fromEntries(Object.entries(metadata).filter(([key]) => key !== 'annotations')),
    ),
  // The label that binds is taken off: the old object has it still.
  (old) => withMetadata(old, (metadata) => ({ ...metadata, labels: { app: 'bare' } })),
];

const withMetadata = (object: JsonObject, change: (metadata: JsonObject) => JsonObject): JsonObject => {
  const { resourceVersion, ...metadata } = object['metadata'] as JsonObject;
  // Custom kinds demand it; others may be written by a controller in between.
  const isCustom = readText(object, 'apiVersion').startsWith('vauban.test/');
  return {
    ...object,
    metadata: { ...change(metadata), ...(isCustom ? { resourceVersion: resourceVersion ?? '' } : {}) },
  };
};

const planSubresource = (
  random: Random,
  kind: ObjectKind,
  subresource: string,
  target: MakeTarget,
): readonly PlannedRequest[] => {
  const { apiVersion, resource } = kind;
  const home = random.pick(namespaces);
  const { object } = target(home, 'old-0');
  const { name } = object['metadata'] as { readonly name: string };
  const common = { apiVersion, kind: kind.kind, resource, subresource, namespace: home, name };
  if (subresource === 'exec') return [{ ...common, operation: 'CONNECT', toObject: null }];
  const change = subresourceChanges[subresource];
  if (change === undefined) throw new Error(`nothing changes ${subresource}`);
  const replicas = random.int(5);
  return [{ ...common, operation: 'UPDATE', toObject: (old) => change(old ?? {}, replicas) }];
};

const subresourceChanges: Readonly<Record<string, (old: JsonObject, count: number) => JsonObject>> = {
  scale: (old, replicas) => withMetadata({ ...old, spec: { replicas } }, (metadata) => metadata),
  status: (old, count) =>
    withMetadata(
      { ...old, status: { ...(old['status'] as JsonObject), observedGeneration: count } },
      (metadata) => metadata,
    ),
  ephemeralcontainers: (old) =>
    withMetadata(
      {
        ...old,
        spec: {
          ...(old['spec'] as JsonObject),
          ephemeralContainers: [
            {
              name: 'debug',
              image: 'busybox',
              imagePullPolicy: 'Always',
              terminationMessagePath: '/dev/termination-log',
              terminationMessagePolicy: 'File',
              resources: {},
            },
          ],
        },
      },
      (metadata) => metadata,
    ),
};

interface BindingOptions {
  readonly kind: ObjectKind;
  readonly subresource: string | null;
  readonly name: string;
  readonly paramKind: 'ConfigMap' | 'Limit' | 'Wall' | null;
}

const generateBinding = (random: Random, own: string, options: BindingOptions): JsonObject => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingAdmissionPolicyBinding',
  metadata: { name: own },
  spec: {
    policyName: options.name,
    validationActions: random.pick([
      ['Warn', 'Audit'],
      ['Warn', 'Audit'],
      ['Warn', 'Audit'],
      ['Deny'],
      ['Deny', 'Audit'],
      ['Audit'],
      ['Warn'],
    ]),
    ...(options.paramKind === null || random.chance(0.05)
      ? {}
      : { paramRef: generateParamRef(random, options.paramKind) }),
    matchResources: generateMatch(random, { ...options, isBinding: true }),
  },
});

const generateParamRef = (random: Random, paramKind: 'ConfigMap' | 'Limit' | 'Wall'): JsonObject => {
  const names = {
    ConfigMap: ['params', 'params-more', 'params', 'none'],
    Limit: ['limit', 'limit-more', 'none'],
    Wall: ['wall', 'none'],
  };
  return {
    ...(random.chance(0.6)
      ? { name: random.pick(names[paramKind]) }
      : {
          selector: random.pick<JsonObject>([
            { matchLabels: { 'param-tier': 'one' } },
            { matchLabels: { 'param-tier': 'none' } },
            { matchExpressions: [{ key: 'param-tier', operator: 'In', values: ['one', 'two'] }] },
          ]),
        }),
    ...(paramKind !== 'Wall' && random.chance(0.5) ? { namespace: random.pick(namespaces) } : {}),
    parameterNotFoundAction: random.pick(['Allow', 'Deny']),
  };
};
