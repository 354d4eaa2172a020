/** ClusterNetworkPolicies become rules of the administrators' tiers; what is not known in them fails closed. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderYamlPolicies } from '../parse-yaml-policies.ts';

const policy = (spec: string, name = 'one', version = 'v1alpha2'): string =>
  `apiVersion: policy.networking.k8s.io/${version}\nkind: ClusterNetworkPolicy\nmetadata: {name: ${name}}\nspec: ${spec}`;
const egress = (rule: string): string =>
  policy(`{tier: Admin, priority: 1, subject: {namespaces: {}}, egress: [${rule}]}`);
const to = 'to: [{namespaces: {}}]';

const meanings: readonly { readonly name: string; readonly text: string; readonly lines: readonly string[] }[] = [
  {
    name: 'the tier is the administrators’ or the baseline, by priority among AdminNetworkPolicies',
    text: [
      policy(
        `{tier: Baseline, priority: 0, subject: {namespaces: {}}, ingress: [{action: Deny, from: [{namespaces: {}}]}]}`,
        'low',
      ),
      policy(
        `{tier: Admin, priority: 7, subject: {namespaces: {}}, ingress: [{action: Pass, from: [{namespaces: {}}]}]}`,
        'high',
      ),
      'apiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\nmetadata: {name: zero}\nspec: {priority: 6, subject: {namespaces: {}}, ingress: [{action: Deny, from: [{namespaces: {}}]}]}',
    ].join('\n---\n'),
    lines: [
      'tier admin, at end continue',
      '  zero of */*',
      '    ingress deny */* at all (spec.ingress[0])',
      '  high of */*',
      '    ingress pass */* at all (spec.ingress[0])',
      'tier baseline, at end continue',
      '  low of */*',
      '    ingress deny */* at all (spec.ingress[0])',
    ],
  },
  {
    name: 'Accept allows; protocols are numbers, ranges, names and whole protocols',
    text: egress(
      `{action: Accept, ${to}, protocols: [{tcp: {destinationPort: {number: 80}}}, {udp: {destinationPort: {range: {start: 1, end: 9}}}}, {sctp: {}}, {destinationNamedPort: http}]}`,
    ),
    lines: [
      'tier admin, at end continue',
      '  one of */*',
      '    egress allow */* at TCP/80, UDP/1-9, SCTP/1-65535, any/http (spec.egress[0])',
    ],
  },
  {
    name: 'peers are networks, nodes, domains and pods',
    text: egress(
      '{action: Accept, to: [{networks: [0.0.0.0/0]}, {nodes: {}}, {domainNames: [kubernetes.io]}, {pods: {podSelector: {matchLabels: {a: b}}}}]}',
    ),
    lines: [
      'tier admin, at end continue',
      '  one of */*',
      '    egress allow 0.0.0.0/0 | nodes * | domains kubernetes.io | */{a=b} at all (spec.egress[0])',
    ],
  },
];

for (const { name, text, lines } of meanings) {
  test(name, () => {
    const { tiers, problems, doubts } = renderYamlPolicies(text);
    assert.deepEqual(tiers.split('\n'), lines);
    assert.deepEqual([...problems, ...doubts], []);
  });
}

const closed = 'the rule is taken to fail closed, as the API asks';

for (const { action, becomes } of [
  { action: 'Accept', becomes: 'allow' },
  { action: 'Deny', becomes: 'deny' },
  { action: 'Pass', becomes: 'deny' },
]) {
  test(`${action} for a peer that is not known, and for a protocol that is not known, fails closed`, () => {
    const peer = renderYamlPolicies(egress(`{action: ${action}, to: [{clouds: [a]}]}`));
    const about = 'spec.egress[0].to[0] is of a kind that is not known here (clouds)';
    assert.deepEqual(peer.tiers.split('\n').slice(2), [
      `    egress ${becomes} unknown: ${about}: ${closed} at all (spec.egress[0])`,
    ]);
    assert.deepEqual(peer.doubts, [`ClusterNetworkPolicy one: ${about}: ${closed}`]);
    const protocol = renderYamlPolicies(egress(`{action: ${action}, ${to}, protocols: [{tcp: {}}, {icmp: {}}]}`));
    const where = 'spec.egress[0].protocols[1] names ports in a way that is not known here';
    assert.deepEqual(protocol.tiers.split('\n').slice(2), [
      `    egress ${becomes} unknown: ${where}: ${closed} at all (spec.egress[0])`,
    ]);
    assert.deepEqual(protocol.doubts, [`ClusterNetworkPolicy one: ${where}: ${closed}`]);
  });
}

test('a protocol that is narrowed by something that is not known fails closed', () => {
  const { doubts } = renderYamlPolicies(
    egress(`{action: Accept, ${to}, protocols: [{tcp: {destinationPort: {number: 80}, flags: [SYN]}}]}`),
  );
  assert.deepEqual(doubts, [
    `ClusterNetworkPolicy one: spec.egress[0].protocols[0] names ports in a way that is not known here: ${closed}`,
  ]);
});

const mistakes: readonly { readonly name: string; readonly text: string; readonly problems: readonly string[] }[] = [
  {
    name: 'a tier and an action that are none',
    text: policy(
      '{tier: admin, priority: 1, subject: {namespaces: {}}, ingress: [{action: Allow, from: [{namespaces: {}}]}]}',
    ),
    problems: [
      'error spec.tier: "admin" is no tier: write Admin or Baseline',
      'error spec.ingress[0].action: "Allow" is no action here: write one of Accept, Deny, Pass',
    ],
  },
  {
    name: 'protocols that are empty, and ports as the older kinds have them',
    text: egress(`{action: Accept, ${to}, protocols: [], ports: []}`),
    problems: [
      'warning spec.egress[0].ports: there is no field "ports" here: the API server drops it; it knows name, action, to, protocols',
      'error spec.egress[0].protocols: protocols is empty: leave it out for all of them',
    ],
  },
  {
    name: 'a domain name that is none',
    text: egress('{action: Accept, to: [{domainNames: ["*"]}]}'),
    problems: [
      'error spec.egress[0].to[0].domainNames[0]: "*" is no domain name: write one as kubernetes.io or *.kubernetes.io',
    ],
  },
  {
    name: 'host bits in a network of v1beta1',
    text: policy(
      '{tier: Admin, priority: 1, subject: {namespaces: {}}, egress: [{action: Accept, to: [{networks: [10.0.0.1/8]}]}]}',
      'one',
      'v1beta1',
    ),
    problems: [
      'error spec.egress[0].to[0].networks[0]: "10.0.0.1/8" is not written as the API server takes it: write 10.0.0.0/8, or 10.0.0.1/32 for one address',
    ],
  },
];

for (const { name, text, problems: expected } of mistakes) {
  test(`says of a mistake: ${name}`, () => {
    const { tiers, problems } = renderYamlPolicies(text);
    assert.deepEqual(problems, expected);
    assert.equal(tiers, '');
  });
}
