/** NetworkPolicies become the tier they mean, and mistakes in them are said by name. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderYamlPolicies } from '../parse-yaml-policies.ts';

const policy = (spec: string, name = 'policy', namespace = 'shop'): string =>
  `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: ${name}, namespace: ${namespace}}\nspec: ${spec}`;

const head = 'tier namespace, at end deny';

const meanings: readonly { readonly name: string; readonly spec: string; readonly lines: readonly string[] }[] = [
  {
    name: 'an empty spec isolates every pod of its namespace at ingress',
    spec: '{}',
    lines: ['  policy of shop/*', '    ingress nothing'],
  },
  {
    name: 'policyTypes with Egress and no rule isolates egress alone',
    spec: '{podSelector: {matchLabels: {app: web}}, policyTypes: [Egress]}',
    lines: ['  policy of shop/{app=web}', '    egress nothing'],
  },
  {
    name: 'rules of egress isolate egress without policyTypes, and ingress too',
    spec: '{egress: [{}]}',
    lines: ['  policy of shop/*', '    ingress nothing', '    egress allow everyone at all (spec.egress[0])'],
  },
  {
    name: 'an empty list of peers is everyone, as is none',
    spec: '{ingress: [{from: []}, {ports: []}]}',
    lines: [
      '  policy of shop/*',
      '    ingress allow everyone at all (spec.ingress[0])',
      '    ingress allow everyone at all (spec.ingress[1])',
    ],
  },
  {
    name: 'two selectors of one peer both hold, items of the list are alternatives',
    spec: '{ingress: [{from: [{podSelector: {matchLabels: {a: b}}, namespaceSelector: {matchLabels: {c: d}}}, {podSelector: {matchLabels: {e: f}}}, {namespaceSelector: {}}]}]}',
    lines: ['  policy of shop/*', '    ingress allow {c=d}/{a=b} | shop/{e=f} | */* at all (spec.ingress[0])'],
  },
  {
    name: 'an address range stands for what is inside as well, less its exceptions',
    spec: '{ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}]}]}',
    lines: ['  policy of shop/*', '    ingress allow 10.0.0.0/8 except 10.1.0.0/16 at all (spec.ingress[0])'],
  },
  {
    name: 'the protocol is TCP where none is named, and a port without a number is all of them',
    spec: '{ingress: [{ports: [{port: 80}, {protocol: UDP}, {port: 1, endPort: 9, protocol: SCTP}, {port: http}, {}]}]}',
    lines: [
      '  policy of shop/*',
      '    ingress allow everyone at TCP/80, UDP/1-65535, SCTP/1-9, TCP/http, TCP/1-65535 (spec.ingress[0])',
    ],
  },
];

for (const { name, spec, lines } of meanings) {
  test(name, () => {
    const { tiers, problems, doubts } = renderYamlPolicies(policy(spec));
    assert.deepEqual(tiers.split('\n'), [head, ...lines]);
    assert.deepEqual([...problems, ...doubts], []);
  });
}

test('a policy without a namespace is one of default', () => {
  const text =
    'apiVersion: extensions/v1beta1\nkind: NetworkPolicy\nmetadata: {name: old}\nspec: {ingress: [{from: [{podSelector: {}}]}]}';
  assert.deepEqual(renderYamlPolicies(text).tiers.split('\n'), [
    head,
    '  old of default/*',
    '    ingress allow default/* at all (spec.ingress[0])',
  ]);
});

test('without policies there are no tiers', () => {
  assert.deepEqual(renderYamlPolicies('apiVersion: v1\nkind: Namespace\nmetadata: {name: a}'), {
    tiers: '',
    problems: [],
    doubts: [],
  });
});

const mistakes: readonly { readonly name: string; readonly spec: string; readonly problems: readonly string[] }[] = [
  {
    name: 'egress: [] without policyTypes isolates nothing',
    spec: '{podSelector: {}, egress: []}',
    problems: [
      'warning spec.egress: egress: [] without policyTypes does not isolate egress, everything may go out: add policyTypes with Egress to close it',
    ],
  },
  {
    name: 'rules of a direction that policyTypes leaves out do nothing',
    spec: '{policyTypes: [Ingress], egress: [{}]}',
    problems: [
      'warning spec.egress: policyTypes leaves Egress out, so these rules do nothing: add Egress to policyTypes',
    ],
  },
  {
    name: 'a field that is no field is dropped',
    spec: '{ingress: [{form: []}]}',
    problems: [
      'warning spec.ingress[0].form: there is no field "form" here: the API server drops it; it knows from, ports',
    ],
  },
  {
    name: 'a peer that names nobody',
    spec: '{ingress: [{from: [{}]}]}',
    problems: [
      'error spec.ingress[0].from[0]: the peer names nobody: give it podSelector, namespaceSelector or ipBlock',
    ],
  },
  {
    name: 'an address range beside a selector',
    spec: '{egress: [{to: [{podSelector: {}, ipBlock: {cidr: 10.0.0.0/8}}]}]}',
    problems: ['error spec.egress[0].to[0]: ipBlock stands alone: put the selectors in an item of their own'],
  },
  {
    name: 'address ranges that are none',
    spec: '{egress: [{to: [{ipBlock: {cidr: 10.0.0.0/33}}, {ipBlock: {cidr: 10.0.0.9/8}}, {ipBlock: {cidr: 10.0.0.0/8, except: [10.0.0.0/8]}}, {ipBlock: {}}]}]}',
    problems: [
      'error spec.egress[0].to[0].ipBlock.cidr: "10.0.0.0/33" is no address range: write one as 10.9.8.0/24 or 2001:db8::/64',
      'error spec.egress[0].to[1].ipBlock.cidr: "10.0.0.9/8" is not written as the API server takes it: write 10.0.0.0/8, or 10.0.0.9/32 for one address',
      'error spec.egress[0].to[2].ipBlock.except[0]: 10.0.0.0/8 does not lie strictly within 10.0.0.0/8: leave it out or correct it',
      'error spec.egress[0].to[3].ipBlock.cidr: an address range is missing: write one as 10.9.8.0/24 or 2001:db8::/64',
    ],
  },
  {
    name: 'ports that are none',
    spec: '{ingress: [{ports: [{port: 0}, {port: HTTP}, {port: 9, endPort: 8}, {endPort: 8}, {port: http, endPort: 8}, {protocol: tcp}]}]}',
    problems: [
      'error spec.ingress[0].ports[0].port: port is a whole number from 1 to 65535',
      'error spec.ingress[0].ports[1].port: "HTTP" is no name of a port: it has at most 15 lower case letters, digits and single hyphens, a letter among them',
      'error spec.ingress[0].ports[2].endPort: endPort 8 is less than port 9',
      'error spec.ingress[0].ports[3].endPort: endPort needs port, the first of the range',
      'error spec.ingress[0].ports[4].endPort: endPort needs a number as port, not a name',
      'error spec.ingress[0].ports[5].protocol: "tcp" is no protocol of a policy: write TCP, UDP or SCTP',
    ],
  },
  {
    name: 'types that are none',
    spec: '{policyTypes: [ingress]}',
    problems: ['error spec.policyTypes[0]: "ingress" is no type of a policy: write Ingress or Egress'],
  },
  {
    name: 'a selector the server refuses',
    spec: '{podSelector: {matchExpressions: [{key: a, operator: In}]}}',
    problems: [
      'error spec.podSelector.matchExpressions[0].values: In needs at least one of values: the API server refuses such a selector',
    ],
  },
  {
    name: 'things of another type',
    spec: '{ingress: {}, egress: [a], policyTypes: Ingress}',
    problems: [
      'error spec.ingress: ingress is a list',
      'error spec.egress[0]: an item of egress is an object',
      'error spec.policyTypes: policyTypes is a list',
    ],
  },
];

for (const { name, spec, problems: expected } of mistakes) {
  test(`says of a mistake: ${name}`, () => {
    const { tiers, problems } = renderYamlPolicies(policy(spec));
    assert.deepEqual(problems, expected);
    assert.equal(
      tiers === '',
      problems.some((problem) => problem.startsWith('error')),
    );
  });
}

test('a wrong policy takes none of its neighbours along', () => {
  const { tiers } = renderYamlPolicies([policy('{policyTypes: [a]}', 'wrong'), policy('{}', 'right')].join('\n---\n'));
  assert.deepEqual(tiers.split('\n'), [head, '  right of shop/*', '    ingress nothing']);
});

test('the first of two policies of one name is taken, and the other is warned of', () => {
  const { tiers, problems } = renderYamlPolicies([policy('{}'), policy('{egress: [{}]}')].join('\n---\n'));
  assert.deepEqual(tiers.split('\n'), [head, '  policy of shop/*', '    ingress nothing']);
  assert.deepEqual(problems, [
    'warning metadata.name: a NetworkPolicy of this name was read before, and that one is taken: read only one of them, as a cluster holds one',
  ]);
});

test('what an older server of a cluster let in is read as it reads it, with a warning', () => {
  const text = policy(
    '{ingress: [{from: [{ipBlock: {cidr: 10.0.0.9/8}}, {ipBlock: {cidr: 010.001.0.0/016}}, {ipBlock: {cidr: "::ffff:10.0.0.0/104"}}]}]}',
  );
  const { tiers, problems } = renderYamlPolicies(text, 'cluster');
  assert.deepEqual(tiers.split('\n'), [
    head,
    '  policy of shop/*',
    '    ingress allow 10.0.0.0/8 | 10.1.0.0/16 | 10.0.0.0/8 at all (spec.ingress[0])',
  ]);
  assert.deepEqual(problems, [
    'warning spec.ingress[0].from[0].ipBlock.cidr: "10.0.0.9/8" is read as 10.0.0.0/8, and servers from 1.36 on refuse it: write 10.0.0.0/8, or 10.0.0.9/32 for one address',
    'warning spec.ingress[0].from[1].ipBlock.cidr: "010.001.0.0/016" is read as 10.1.0.0/16, and servers from 1.36 on refuse it: write 10.1.0.0/16',
    'warning spec.ingress[0].from[2].ipBlock.cidr: "::ffff:10.0.0.0/104" is read as 10.0.0.0/8, and servers from 1.36 on refuse it: write 10.0.0.0/8',
  ]);
});

test('an object with thousands of mistakes has twenty of them told', () => {
  const rules = Array.from({ length: 5000 }, () => '{ports: [{port: 0}]}').join(', ');
  assert.equal(renderYamlPolicies(policy(`{ingress: [${rules}]}`)).problems.length, 20);
});
