/** Whatever stands in objects of these kinds: reading them never throws, never stalls, and leaves out what it refuses. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Json, JsonObject } from '../../../model/json.ts';
import { renderPolicies, toTestResource } from './parse-yaml-policies.ts';

const kinds: readonly (readonly [apiVersion: string, kind: string])[] = [
  ['networking.k8s.io/v1', 'NetworkPolicy'],
  ['policy.networking.k8s.io/v1alpha1', 'AdminNetworkPolicy'],
  ['policy.networking.k8s.io/v1alpha1', 'BaselineAdminNetworkPolicy'],
  ['policy.networking.k8s.io/v1alpha2', 'ClusterNetworkPolicy'],
  ['cilium.io/v2', 'CiliumNetworkPolicy'],
  ['cilium.io/v2', 'CiliumClusterwideNetworkPolicy'],
  ['cilium.io/v2', 'CiliumCIDRGroup'],
  ['crd.projectcalico.org/v1', 'NetworkPolicy'],
  ['projectcalico.org/v3', 'GlobalNetworkPolicy'],
  ['projectcalico.org/v3', 'GlobalNetworkSet'],
  ['projectcalico.org/v3', 'NetworkSet'],
  ['projectcalico.org/v3', 'Tier'],
];

/** Every field that one of the kinds has, so that random objects get beyond their first level. */
const fields =
  'spec specs podSelector ingress egress policyTypes from to ports port endPort protocol protocols ipBlock cidr except namespaceSelector matchLabels matchExpressions key operator values priority tier subject namespaces pods nodes networks domainNames action portNumber portRange namedPort start end tcp destinationPort number range destinationNamedPort endpointSelector nodeSelector ingressDeny egressDeny fromEndpoints toEndpoints fromEntities toEntities fromCIDR toCIDRSet cidrGroupRef toFQDNs matchName toPorts toServices icmps enableDefaultDeny externalCIDRs selector order types source destination nets notNets notSelector serviceAccounts names services notPorts notProtocol doNotTrack metadata labels constructor __proto__ app io.kubernetes.pod.namespace'.split(
    ' ',
  );

const leaves: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    null,
    true,
    0,
    80,
    70000,
    -1,
    1.5,
    '',
    'TCP',
    'http',
    'Ingress',
    'Egress',
    'Allow',
    'Deny',
    'Pass',
    'Accept',
    'Log',
    'Admin',
    '10.0.0.0/8',
    '10.1.0.0/16',
    '::/0',
    'world',
    'cluster',
    'all()',
    'has(a) && b == "c"',
    'In',
    'Exists',
    'default',
    '80:90',
    9007199254740993n,
  ),
  fc.string(),
  fc.double(),
);

const values: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 8, withCrossShrink: true },
    leaves,
    fc.dictionary(fc.constantFrom(...fields), tie('value'), { maxKeys: 5 }),
    fc.array(tie('value'), { maxLength: 4 }),
  ),
})).value;

/** Nearer to the real thing: rules of either direction with peers of every sort. */
const specs: fc.Arbitrary<Json> = fc
  .record(
    Object.fromEntries(
      [
        'podSelector',
        'endpointSelector',
        'subject',
        'priority',
        'tier',
        'selector',
        'ingress',
        'egress',
        'ingressDeny',
        'types',
      ].map((name) => [name, name.includes('gress') ? fc.array(values, { maxLength: 4 }) : values]),
    ),
    { requiredKeys: [] },
  )
  .map((spec) => spec as JsonObject);

const toObject = ([apiVersion, kind]: readonly [string, string], index: number, spec: Json): JsonObject => ({
  apiVersion,
  kind,
  metadata: { name: kind === 'BaselineAdminNetworkPolicy' ? 'default' : `one-${index}` },
  spec,
});

test('no object throws, and a refused one is in no tier', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...kinds), fc.oneof(values, specs)), { maxLength: 6 }), (many) => {
      const objects = many.map(([kind, spec], index) => toObject(kind, index, spec));
      const { tiers, problems } = renderPolicies(objects.map((object) => toTestResource(object)));
      if (objects.length === 1 && problems.some((problem) => problem.startsWith('error'))) assert.equal(tiers, '');
    }),
    { numRuns: 1500 },
  );
});

test('ten thousand policies of one priority, with different answers, take no time of their square', () => {
  const objects = Array.from({ length: 10_000 }, (_, index) =>
    toObject(['policy.networking.k8s.io/v1alpha1', 'AdminNetworkPolicy'], index, {
      priority: 1,
      subject: { namespaces: { matchLabels: { team: String(index) } } },
      ingress: [{ action: index % 2 === 0 ? 'Allow' : 'Deny', from: [{ namespaces: {} }] }],
    }),
  );
  const { doubts } = renderPolicies(objects.map((object) => toTestResource(object)));
  assert.equal(doubts.length, 1);
  assert.match(doubts[0] ?? '', /priority 1 is that of many others as well/);
});
