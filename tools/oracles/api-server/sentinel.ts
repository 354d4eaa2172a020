/** Knows when policies are live without waiting for a time: a policy made after them refuses an object of its own. */

import type { JsonObject } from '../../../src/model/json.ts';
import type { AskedRequest } from './asked-request.ts';
import { until, type Session } from './session.ts';

const root = '/apis/admissionregistration.k8s.io/v1';

export const policyPaths = {
  policies: `${root}/validatingadmissionpolicies`,
  bindings: `${root}/validatingadmissionpolicybindings`,
  mutating: `${root}/mutatingadmissionpolicies`,
  mutatingBindings: `${root}/mutatingadmissionpolicybindings`,
} as const;

/**
 * The server hears of policies and of bindings in the order in which they were made, and puts all it has heard of into
 * force at once. The sentinel takes parameters of each kind that cases do: their kinds are known then, too.
 */
export const awaitPolicies = async (session: Session): Promise<void> => {
  const marks = paramKinds.map((_, index) => `oracle-sentinel-${index}-${crypto.randomUUID().slice(0, 8)}`);
  for (const [index, mark] of marks.entries()) await mustCreate(session, policyPaths.policies, toPolicy(mark, index));
  for (const [index, mark] of marks.entries()) await mustCreate(session, policyPaths.bindings, toBinding(mark, index));
  for (const mark of marks)
    await until(`${mark} does not refuse its object`, async () =>
      (await session.ask(toRequest(mark))).message.includes(`sentinel ${mark} is live`),
    );
  for (const mark of marks) {
    await session.remove(`${policyPaths.bindings}/${mark}`);
    await session.remove(`${policyPaths.policies}/${mark}`);
  }
};

/** The same for mutating policies: the sentinel gives its object a label. */
export const awaitMutations = async (session: Session): Promise<void> => {
  const mark = `oracle-sentinel-m-${crypto.randomUUID().slice(0, 8)}`;
  await mustCreate(session, policyPaths.mutating, toMutation(mark));
  await mustCreate(session, policyPaths.mutatingBindings, {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingAdmissionPolicyBinding',
    metadata: { name: mark },
    spec: { policyName: mark },
  });
  await until(`${mark} does not change its object`, async () =>
    JSON.stringify((await session.ask(toRequest(mark))).body).includes('"sentinel":"live"'),
  );
  await session.remove(`${policyPaths.mutatingBindings}/${mark}`);
  await session.remove(`${policyPaths.mutating}/${mark}`);
};

const toMutation = (name: string): JsonObject => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'MutatingAdmissionPolicy',
  metadata: { name },
  spec: {
    failurePolicy: 'Fail',
    reinvocationPolicy: 'Never',
    matchConstraints: {
      resourceRules: [
        {
          apiGroups: [''],
          apiVersions: ['v1'],
          resources: ['configmaps'],
          operations: ['CREATE'],
          resourceNames: [name],
        },
      ],
    },
    mutations: [
      {
        patchType: 'ApplyConfiguration',
        applyConfiguration: { expression: 'Object{metadata: Object.metadata{labels: {"sentinel": "live"}}}' },
      },
    ],
  },
});

const paramKinds: readonly { readonly apiVersion: string; readonly kind: string; readonly ref: JsonObject }[] = [
  { apiVersion: 'v1', kind: 'ConfigMap', ref: { name: 'params', namespace: 'oracle-a' } },
  { apiVersion: 'vauban.test/v1', kind: 'Limit', ref: { name: 'limit', namespace: 'oracle-a' } },
  { apiVersion: 'vauban.test/v1', kind: 'Wall', ref: { name: 'wall' } },
];

const mustCreate = async (session: Session, path: string, object: JsonObject): Promise<void> => {
  const refused = await session.create(path, object);
  if (refused !== null) throw new Error(`the sentinel is refused: ${refused}`);
};

const toPolicy = (name: string, index: number): JsonObject => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingAdmissionPolicy',
  metadata: { name },
  spec: {
    paramKind: { apiVersion: paramKinds[index]?.apiVersion ?? '', kind: paramKinds[index]?.kind ?? '' },
    matchConstraints: {
      resourceRules: [
        {
          apiGroups: [''],
          apiVersions: ['v1'],
          resources: ['configmaps'],
          operations: ['CREATE'],
          resourceNames: [name],
        },
      ],
    },
    validations: [{ expression: 'params.metadata.name == ""', message: `sentinel ${name} is live` }],
  },
});

const toBinding = (name: string, index: number): JsonObject => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingAdmissionPolicyBinding',
  metadata: { name },
  spec: {
    policyName: name,
    validationActions: ['Deny'],
    paramRef: { ...paramKinds[index]?.ref, parameterNotFoundAction: 'Deny' },
  },
});

const toRequest = (name: string): AskedRequest => ({
  operation: 'CREATE',
  apiVersion: 'v1',
  kind: 'ConfigMap',
  resource: 'configmaps',
  subresource: null,
  namespace: 'oracle-a',
  name,
  object: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'oracle-a' } },
  oldObject: null,
});
