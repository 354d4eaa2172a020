/** AdminNetworkPolicies and the baseline one become tiers in the order they are asked. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderYamlPolicies } from '../parse-yaml-policies.ts';

const admin = (spec: string, name = 'one'): string =>
  `apiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\nmetadata: {name: ${name}}\nspec: ${spec}`;
const baseline = (spec: string, name = 'default'): string =>
  `apiVersion: policy.networking.k8s.io/v1alpha1\nkind: BaselineAdminNetworkPolicy\nmetadata: {name: ${name}}\nspec: ${spec}`;
const network =
  'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: own, namespace: shop}\nspec: {}';
const shop = 'subject: {namespaces: {matchLabels: {team: shop}}}';
const everywhere = 'subject: {namespaces: {}}';

const meanings: readonly { readonly name: string; readonly text: string; readonly lines: readonly string[] }[] = [
  {
    name: 'administrators are asked first, by priority, then the namespace, then the baseline',
    text: [
      baseline(`{${everywhere}, ingress: [{action: Deny, from: [{namespaces: {}}]}]}`),
      network,
      admin(`{priority: 9, ${shop}, ingress: [{action: Pass, from: [{namespaces: {}}]}]}`, 'a'),
      admin(`{priority: 8, ${shop}, egress: [{action: Allow, to: [{namespaces: {}}]}]}`, 'b'),
    ].join('\n---\n'),
    lines: [
      'tier admin, at end continue',
      '  b of {team=shop}/*',
      '    egress allow */* at all (spec.egress[0])',
      '  a of {team=shop}/*',
      '    ingress pass */* at all (spec.ingress[0])',
      'tier namespace, at end deny',
      '  own of shop/*',
      '    ingress nothing',
      'tier baseline, at end continue',
      '  default of */*',
      '    ingress deny */* at all (spec.ingress[0])',
    ],
  },
  {
    name: 'subjects and peers may be pods of selected namespaces',
    text: admin(
      '{priority: 0, subject: {pods: {namespaceSelector: {}, podSelector: {matchLabels: {a: b}}}}, ingress: [{action: Deny, from: [{pods: {namespaceSelector: {matchLabels: {c: d}}, podSelector: {}}}]}]}',
    ),
    lines: ['tier admin, at end continue', '  one of */{a=b}', '    ingress deny {c=d}/* at all (spec.ingress[0])'],
  },
  {
    name: 'networks are inside and outside, nodes are selected by their labels, domains by name',
    text: admin(
      `{priority: 0, ${shop}, egress: [{action: Allow, to: [{networks: [10.0.0.1/8, "fd00::/8"]}, {nodes: {matchLabels: {a: b}}}, {domainNames: ["*.kubernetes.io"]}]}]}`,
    ),
    lines: [
      'tier admin, at end continue',
      '  one of {team=shop}/*',
      '    egress allow 10.0.0.0/8 fd00::/8 | nodes {a=b} | domains *.kubernetes.io at all (spec.egress[0])',
    ],
  },
  {
    name: 'ports are numbers, ranges and names, of TCP where no protocol is named',
    text: admin(
      `{priority: 0, ${shop}, ingress: [{action: Deny, from: [{namespaces: {}}], ports: [{portNumber: {port: 80}}, {portNumber: {port: 53, protocol: UDP}}, {portRange: {start: 1, end: 9, protocol: SCTP}}, {namedPort: http}]}]}`,
    ),
    lines: [
      'tier admin, at end continue',
      '  one of {team=shop}/*',
      '    ingress deny */* at TCP/80, UDP/53, SCTP/1-9, any/http (spec.ingress[0])',
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

const inexact: readonly {
  readonly name: string;
  readonly rule: string;
  readonly line: string;
  readonly doubt: string;
}[] = [
  {
    name: 'a peer of a kind that is not known lets nobody in',
    rule: '{action: Allow, from: [{namespaces: {}}, {clouds: {}}]}',
    line: '    ingress allow unknown: spec.ingress[0].from[1] is of a kind that is not known here (clouds): the rule is taken to fail closed, as the API asks at all (spec.ingress[0])',
    doubt:
      'AdminNetworkPolicy one: spec.ingress[0].from[1] is of a kind that is not known here (clouds): the rule is taken to fail closed, as the API asks',
  },
  {
    name: 'a peer that names nobody passes nobody on and denies all',
    rule: '{action: Pass, from: [{}], ports: [{portNumber: {port: 80}}]}',
    line: '    ingress deny unknown: spec.ingress[0].from[0] names nobody: the rule is taken to fail closed, as the API asks at all (spec.ingress[0])',
    doubt:
      'AdminNetworkPolicy one: spec.ingress[0].from[0] names nobody: the rule is taken to fail closed, as the API asks',
  },
  {
    name: 'ports of a kind that is not known deny all',
    rule: '{action: Deny, from: [{namespaces: {}}], ports: [{portSet: a}]}',
    line: '    ingress deny unknown: spec.ingress[0].ports[0] names ports in a way that is not known here: the rule is taken to fail closed, as the API asks at all (spec.ingress[0])',
    doubt:
      'AdminNetworkPolicy one: spec.ingress[0].ports[0] names ports in a way that is not known here: the rule is taken to fail closed, as the API asks',
  },
  {
    name: 'namespaces of the same label, as an early version had them, are all allowed',
    rule: '{action: Allow, from: [{namespaces: {sameLabels: [team]}}]}',
    line: '    ingress allow */* at all (spec.ingress[0])',
    doubt:
      'AdminNetworkPolicy one: spec.ingress[0].from[0].namespaces has fields of an early version of the API (sameLabels): all pods are taken to be allowed',
  },
  {
    name: 'namespaces of other labels, as an early version had them, are not denied',
    rule: '{action: Deny, from: [{pods: {namespaces: {notSameLabels: [team]}, podSelector: {}}}, {namespaces: {matchLabels: {a: b}}}]}',
    line: '    ingress deny {a=b}/* at all (spec.ingress[0])',
    doubt:
      'AdminNetworkPolicy one: spec.ingress[0].from[0].pods has fields of an early version of the API (namespaces, podSelector): nobody is taken to be meant',
  },
  {
    name: 'a selector that is left out asks for nothing',
    rule: '{action: Allow, from: [{pods: {namespaceSelector: {matchLabels: {a: b}}}}]}',
    line: '    ingress allow {a=b}/* at all (spec.ingress[0])',
    doubt:
      'AdminNetworkPolicy one: spec.ingress[0].from[0].pods lacks podSelector: read as {}, which selects all; the API server asks for it',
  },
];

for (const { name, rule, line, doubt } of inexact) {
  test(`says that it is inexact: ${name}`, () => {
    const { tiers, problems, doubts } = renderYamlPolicies(admin(`{priority: 0, ${shop}, ingress: [${rule}]}`));
    assert.deepEqual(tiers.split('\n').slice(2), [line]);
    assert.deepEqual(problems, []);
    assert.deepEqual(doubts, [doubt]);
  });
}

const mistakes: readonly { readonly name: string; readonly text: string; readonly problems: readonly string[] }[] = [
  {
    name: 'no priority, no subject, no action, no peers',
    text: admin('{ingress: [{}]}'),
    problems: [
      'error spec.priority: priority is missing: write a whole number from 0, asked first, to 1000',
      'error spec.subject: the subject is namespaces or pods: name one of them',
      'error spec.ingress[0].action: the rule has no action: write one of Allow, Deny, Pass',
      'error spec.ingress[0].from: from names nobody: give it at least one peer',
    ],
  },
  {
    name: 'a priority that is too high',
    text: admin(`{priority: 1001, ${shop}}`),
    problems: ['error spec.priority: priority is a whole number from 0 to 1000'],
  },
  {
    name: 'a baseline of another name, with Pass',
    text: baseline(`{${shop}, ingress: [{action: Pass, from: [{namespaces: {}}]}]}`, 'mine'),
    problems: [
      'error metadata.name: a BaselineAdminNetworkPolicy is named default, and there is one: rename it',
      'error spec.ingress[0].action: "Pass" is no action here: write one of Allow, Deny',
    ],
  },
  {
    name: 'nodes at ingress fail closed, two kinds in one peer are refused',
    text: admin(
      `{priority: 0, ${shop}, ingress: [{action: Allow, from: [{namespaces: {}, pods: {}}]}], egress: [{action: Allow, to: [{networks: [10.0.0.0]}]}]}`,
    ),
    problems: [
      'error spec.ingress[0].from[0]: only one of its fields may be set, not namespaces and pods',
      'error spec.egress[0].to[0].networks[0]: "10.0.0.0" is no address range: write one as 10.9.8.0/24 or 2001:db8::/64',
    ],
  },
  {
    name: 'a named port of a network',
    text: admin(
      `{priority: 0, ${shop}, egress: [{action: Allow, to: [{networks: [10.0.0.0/8]}], ports: [{namedPort: http}]}]}`,
    ),
    problems: [
      'error spec.egress[0]: networks, nodes and domainNames have no named ports: put them into a rule of their own with numbers',
    ],
  },
  {
    name: 'more rules than the API takes',
    text: admin(
      `{priority: 0, ${shop}, ingress: [${Array.from({ length: 101 }, () => '{action: Deny, from: [{namespaces: {}}]}').join(', ')}]}`,
    ),
    problems: ['error spec.ingress: a list has 101 items where the API takes 100: split the policy'],
  },
  {
    name: 'a range that ends before it begins and a port that is none',
    text: admin(
      `{priority: 0, ${shop}, ingress: [{action: Deny, from: [{namespaces: {}}], ports: [{portRange: {start: 9, end: 8}}, {portNumber: {port: 0}}]}]}`,
    ),
    problems: [
      'error spec.ingress[0].ports[0].portRange: the range ends at 8, before its start 9',
      'error spec.ingress[0].ports[1].portNumber.port: port is a whole number from 1 to 65535',
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

const rule = (action: string): string => `ingress: [{action: ${action}, from: [{namespaces: {}}]}]`;

test('two policies of one priority that could decide differently are doubted, and asked by name', () => {
  const { tiers, doubts } = renderYamlPolicies(
    [
      admin(`{priority: 5, ${everywhere}, ${rule('Deny')}}`, 'b'),
      admin(`{priority: 5, ${shop}, ${rule('Allow')}}`, 'a'),
    ].join('\n---\n'),
  );
  assert.match(tiers, /a of .*\n.*\n {2}b of/);
  assert.deepEqual(doubts, [
    'AdminNetworkPolicy b: spec.priority 5 is that of AdminNetworkPolicy a as well, and the API does not say which is asked first: here they are asked by name',
  ]);
});

test('two policies of one priority that cannot meet, or do the same, are not doubted', () => {
  const other = 'subject: {namespaces: {matchLabels: {team: other}}}';
  const { doubts } = renderYamlPolicies(
    [
      admin(`{priority: 5, ${shop}, ${rule('Deny')}}`, 'a'),
      admin(`{priority: 5, ${other}, ${rule('Allow')}}`, 'b'),
      admin(`{priority: 6, ${shop}, ${rule('Deny')}}`, 'c'),
      admin(`{priority: 6, ${shop}, ${rule('Deny')}}`, 'd'),
    ].join('\n---\n'),
  );
  assert.deepEqual(doubts, []);
});
