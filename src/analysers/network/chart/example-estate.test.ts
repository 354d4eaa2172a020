/** Of the example estate: what closing each namespace would do is what its files do; and steps grow with workloads, not with pairs. */

import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { toTestResources } from '../../../kube/network/generate/estate-of-yaml.ts';
import { generatePolicies } from '../../../kube/network/generate/generate-policies.ts';
import { toPolicyObject } from '../../../kube/network/generate/generated-policy.ts';
import { createSnapshotBuilder } from '../../../kube/snapshot/build-snapshot.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { keepForAttacks } from '../../keep-for-attacks.ts';
import { findChains } from './chain-costs.ts';
import { networkChart } from './network-chart.ts';

const toSnapshot = (resources: readonly Resource[]): Snapshot => {
  const builder = createSnapshotBuilder('manifests');
  for (const resource of resources) {
    const kept = keepForAttacks(resource);
    if (kept !== null) builder.add(kept);
  }
  return builder.build({ evidence: [], unread: [] });
};

const week0 = fileURLToPath(new URL('../../../../examples/estate/week-0/', import.meta.url));

for (const closed of [['data'], ['platform'], ['shop'], ['data', 'platform', 'shop']])
  test(`in week 0, to suppose that ${closed.join(', ')} is closed is to write its files and to read everything again`, () => {
    const files = globSync('**/*.yaml', { cwd: week0 }).toSorted();
    const resources = files.flatMap((file) => toTestResources(readFileSync(`${week0}${file}`, 'utf8')));
    const snapshot = toSnapshot(resources);
    const before = networkChart.draw(snapshot);
    const written = generatePolicies({ snapshot, namespaces: closed }).namespaces.flatMap((made) =>
      made.policies.map((policy): Resource => ({
        ref: {
          apiVersion: 'networking.k8s.io/v1',
          kind: 'NetworkPolicy',
          namespace: made.namespace,
          name: policy.name,
        },
        object: toPolicyObject(made, policy),
        origin: { kind: 'file', file: 'made.yaml', document: 0, item: null, start: 0, end: 0 },
      })),
    );
    const after = networkChart.draw(toSnapshot([...resources, ...written]));
    const supposed = closed.map((namespace) => `network/default-deny/${namespace}`);
    const shown = before.places.filter(({ kind }) => kind !== 'hub').map(({ id }) => id);
    for (const from of shown) {
      const expected = findChains(after, from);
      const chains = findChains(before, from, supposed);
      for (const to of shown)
        if (to !== from) assert.equal(chains.get(to)?.cost, expected.get(to)?.cost, `${from} to ${to}`);
    }
  });

/** Every namespace lets in its own pods and, at one port, those of every other: as many pairs as there are. */
const toCrowd = (namespaces: number): Snapshot =>
  toSnapshot(
    Array.from({ length: namespaces }, (_, number) => `team-${number}`).flatMap((space) =>
      toTestResources(
        [
          `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${space}}`,
          ...['web', 'db'].map(
            (name) => `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: ${space}}
spec:
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec: {containers: [{name: main, ports: [{containerPort: 8080}, {containerPort: 9090}]}]}`,
          ),
          `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: inside, namespace: ${space}}
spec:
  podSelector: {}
  ingress: [{from: [{podSelector: {}}]}, {from: [{namespaceSelector: {}}], ports: [{port: 9090}]}]`,
        ].join('\n---\n'),
      ),
    ),
  );

test('twice the namespaces make little more than twice the steps, though everybody reaches everybody', () => {
  const count = (namespaces: number): number => networkChart.draw(toCrowd(namespaces)).steps.length;
  const few = count(64);
  assert.ok(count(128) < 2.4 * few, `${few} steps, then ${count(128)}`);
});
