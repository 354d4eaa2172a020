/** A second network of pods, or a policy nobody reads, is a doubt that names the first such object. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readNetworkEstate } from './read-network-estate.ts';
import { join, toSnapshot } from './snapshot-of-text.ts';

const object = (apiVersion: string, kind: string): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: one, namespace: shop}\nspec: {}`;

const cases: readonly (readonly [apiVersion: string, kind: string, why: string])[] = [
  [
    'k8s.cni.cncf.io/v1',
    'NetworkAttachmentDefinition',
    'NetworkAttachmentDefinition.k8s.cni.cncf.io is not read: through a network beside that of the pods they may reach each other past every other policy',
  ],
  [
    'k8s.ovn.org/v1',
    'UserDefinedNetwork',
    'UserDefinedNetwork.k8s.ovn.org is not read: pods of a network of their own reach others otherwise than in the network of all pods',
  ],
  [
    'crd.antrea.io/v1beta1',
    'NetworkPolicy',
    'NetworkPolicy.crd.antrea.io is not read: Antrea may stop or allow what is told otherwise here',
  ],
  ...['crd.projectcalico.org', 'projectcalico.org'].map(
    (group) =>
      [
        `${group}/v1`,
        'HostEndpoint',
        `HostEndpoint.${group} is not read: with it policies of Calico also stop what goes to a node, from it and through it`,
      ] as const,
  ),
];

for (const [apiVersion, kind, why] of cases) {
  test(`${kind} of ${apiVersion} makes an answer partial`, () => {
    const { doubts } = readNetworkEstate(toSnapshot(join(object(apiVersion, kind), object(apiVersion, kind))));
    assert.deepEqual(
      doubts.map((doubt) => [doubt.why, doubt.about?.ref.name]),
      [[why, 'one']],
    );
  });
}

test('what is read is no such doubt', () => {
  const { doubts } = readNetworkEstate(
    toSnapshot(join(object('networking.k8s.io/v1', 'NetworkPolicy'), object('projectcalico.org/v3', 'NetworkSet'))),
  );
  assert.deepEqual(doubts, []);
});
