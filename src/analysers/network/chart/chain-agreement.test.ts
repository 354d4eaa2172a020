/** The chart says of every pair of workloads what the evaluator says; and what closing a namespace would do is what its files do. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { createReachability } from '../../../kube/network/create-reachability.ts';
import { toTestResources } from '../../../kube/network/generate/estate-of-yaml.ts';
import { generatePolicies } from '../../../kube/network/generate/generate-policies.ts';
import { toPolicyObject } from '../../../kube/network/generate/generated-policy.ts';
import { createPortSets } from '../../../kube/network/port-set.ts';
import { readNetworkEstate } from '../../../kube/network/read-network-estate.ts';
import { createSnapshotBuilder } from '../../../kube/snapshot/build-snapshot.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { keepForAttacks } from '../../keep-for-attacks.ts';
import { findChains } from './chain-costs.ts';
import { networkChart } from './network-chart.ts';

const names = ['a', 'b', 'c'] as const;
const spaces = ['red', 'blue'] as const;

interface Pods {
  readonly space: (typeof spaces)[number];
  readonly name: (typeof names)[number];
  readonly ports: readonly number[];
  readonly host: boolean;
  readonly calls: readonly string[];
  readonly type: 'ClusterIP' | 'NodePort';
  readonly token: boolean;
}

const pods = fc.record({
  space: fc.constantFrom(...spaces),
  name: fc.constantFrom(...names),
  ports: fc.subarray([80, 90]),
  host: fc.nat(9).map((number) => number === 0),
  calls: fc.array(
    fc
      .tuple(fc.constantFrom(...names), fc.constantFrom(...spaces), fc.constantFrom(80, 90))
      .map(([name, space, port]) => `http://${name}.${space}:${port}`),
    { maxLength: 2 },
  ),
  type: fc.constantFrom('ClusterIP', 'ClusterIP', 'NodePort'),
  token: fc.boolean(),
}) satisfies fc.Arbitrary<Pods>;

const peer = fc.oneof(
  fc.constant('{podSelector: {}}'),
  fc.constantFrom(...names).map((name) => `{podSelector: {matchLabels: {app: ${name}}}}`),
  fc
    .constantFrom(...spaces)
    .map((space) => `{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ${space}}}}`),
  fc.constant('{ipBlock: {cidr: 0.0.0.0/0}}'),
);

const rule = (field: string): fc.Arbitrary<string> =>
  fc
    .tuple(fc.option(peer), fc.option(fc.constantFrom(80, 90)))
    .map(
      ([one, port]) =>
        `{${[one === null ? '' : `${field}: [${one}]`, port === null ? '' : `ports: [{port: ${port}}]`].filter(Boolean).join(', ')}}`,
    );

const policy = fc.record({
  space: fc.constantFrom(...spaces),
  subject: fc.option(fc.constantFrom(...names)),
  ingress: fc.option(fc.array(rule('from'), { maxLength: 2 })),
  egress: fc.option(fc.array(rule('to'), { maxLength: 2 })),
});

const toYaml = (
  all: readonly Pods[],
  policies: readonly (typeof policy extends fc.Arbitrary<infer P> ? P : never)[],
): string => {
  const workloads = [...new Map(all.map((one) => [`${one.space}/${one.name}`, one])).values()];
  return [
    ...spaces.map((space) => `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${space}}`),
    ...workloads.map(
      ({ space, name, ports, host, calls, token }) => `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: ${space}}
spec:
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      hostNetwork: ${host}
      serviceAccountName: ${token ? 'robot' : 'default'}
      containers:
      - name: main
        image: example.com/x:1
        ports: [${ports.map((port) => `{containerPort: ${port}}`).join(', ')}]
        env: [${calls.map((call, index) => `{name: URL_${index}, value: "${call}"}`).join(', ')}]`,
    ),
    ...workloads
      .filter(({ ports }) => ports.length > 0)
      .map(
        ({ space, name, ports, type }) => `apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: ${space}}
spec:
  type: ${type}
  selector: {app: ${name}}
  ports: [${ports.map((port) => `{name: p${port}, port: ${port}}`).join(', ')}]`,
      ),
    `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: robots}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: ServiceAccount, name: robot, namespace: red}, {kind: ServiceAccount, name: robot, namespace: blue}]`,
    ...policies.map(
      ({ space, subject, ingress, egress }, index) => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: p${index}, namespace: ${space}}
spec:
  podSelector: ${subject === null ? '{}' : `{matchLabels: {app: ${subject}}}`}
  policyTypes: [${[ingress === null ? '' : 'Ingress', egress === null ? '' : 'Egress'].filter(Boolean).join(', ')}]
  ${ingress === null ? '' : `ingress: [${ingress.join(', ')}]`}
  ${egress === null ? '' : `egress: [${egress.join(', ')}]`}`,
    ),
  ].join('\n---\n');
};

const toSnapshot = (resources: readonly Resource[]): Snapshot => {
  const builder = createSnapshotBuilder('manifests');
  for (const resource of resources) {
    const kept = keepForAttacks(resource);
    if (kept !== null) builder.add(kept);
  }
  return builder.build({ evidence: [], unread: [] });
};

const containers = (all: readonly Pods[]): readonly Pods[] => [
  ...new Map(all.map((one) => [`${one.space}/${one.name}`, one])).values(),
];
const idOf = ({ space, name }: Pods): string => `container/${space}/${name}/main`;

test('between any two workloads a chain costs nothing where the evaluator lets a listened port through, else the network', () => {
  fc.assert(
    fc.property(fc.array(pods, { minLength: 1, maxLength: 5 }), fc.array(policy, { maxLength: 4 }), (all, policies) => {
      const snapshot = toSnapshot(toTestResources(toYaml(all, policies)));
      const parts = networkChart.draw(snapshot);
      const reachability = createReachability(readNetworkEstate(snapshot));
      const sets = createPortSets();
      for (const from of containers(all)) {
        const chains = findChains(parts, idOf(from));
        for (const to of containers(all)) {
          if (from === to) continue;
          const listened = sets.of(to.ports.map((port) => ({ protocol: 'TCP', first: port, last: port })));
          const endsOf = ({ space, name }: Pods) =>
            reachability.ends.filter(
              ({ place }) => place.kind === 'workload' && place.namespace === space && place.name === name,
            );
          const isOpen = endsOf(from).some((one) =>
            endsOf(to).some((other) => !sets.intersect(reachability.ports(one, other), listened).isEmpty),
          );
          const expected = listened.isEmpty ? undefined : isOpen ? 0 : 1;
          assert.equal(chains.get(idOf(to))?.cost, expected, `${idOf(from)} to ${idOf(to)}`);
          if (expected !== undefined) assert.deepEqual(chains.get(idOf(to))?.types, ['ENDPOINT_EXPLOIT']);
        }
      }
    }),
    { numRuns: 150 },
  );
});

const guardedAccounts = (parts: ReturnType<typeof networkChart.draw>, supposed: readonly string[]): readonly string[] =>
  [
    ...new Set(
      parts.controls
        .filter(({ id, state }) => state.kind === 'standing' || supposed.includes(id))
        .flatMap(({ steps }) => steps)
        .flatMap(({ types, from }) => (types?.includes('IDENTITY_ASSUME') === true ? [from ?? ''] : [])),
    ),
  ].toSorted();

test('to suppose that a namespace is closed is to write its files and to read everything again', () => {
  fc.assert(
    fc.property(
      fc.array(pods, { minLength: 1, maxLength: 5 }),
      fc.subarray([...spaces], { minLength: 1 }),
      (all, closed) => {
        const resources = toTestResources(toYaml(all, []));
        const before = networkChart.draw(toSnapshot(resources));
        const made = generatePolicies({ snapshot: toSnapshot(resources), namespaces: closed });
        const written = made.namespaces.flatMap((one) =>
          one.policies.map((policy): Resource => {
            const object = toPolicyObject(one, policy);
            return {
              ref: {
                apiVersion: 'networking.k8s.io/v1',
                kind: 'NetworkPolicy',
                namespace: one.namespace,
                name: policy.name,
              },
              object,
              origin: { kind: 'file', file: 'made.yaml', document: 0, item: null, start: 0, end: 0 },
            };
          }),
        );
        const after = networkChart.draw(toSnapshot([...resources, ...written]));
        const supposed = closed.map((space) => `network/default-deny/${space}`);
        for (const from of [...containers(all).map(idOf), 'internet', 'new-pod/red', 'new-pod/blue', 'node//*']) {
          const expected = findChains(after, from);
          const chains = findChains(before, from, supposed);
          for (const to of containers(all))
            assert.equal(chains.get(idOf(to))?.cost, expected.get(idOf(to))?.cost, `${from} to ${idOf(to)}`);
        }
        assert.deepEqual(guardedAccounts(before, supposed), guardedAccounts(after, []));
      },
    ),
    { numRuns: 150 },
  );
});
