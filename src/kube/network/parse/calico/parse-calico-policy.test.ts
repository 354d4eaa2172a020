/** Calico's policies become tiers where they translate exactly; where not, that is said and nothing is called closed. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderYamlPolicies } from '../parse-yaml-policies.ts';

const policy = (spec: string, name = 'one', group = 'projectcalico.org/v3'): string =>
  `apiVersion: ${group}\nkind: NetworkPolicy\nmetadata: {name: ${name}, namespace: shop}\nspec: ${spec}`;
const global = (spec: string, name = 'wide'): string =>
  `apiVersion: projectcalico.org/v3\nkind: GlobalNetworkPolicy\nmetadata: {name: ${name}}\nspec: ${spec}`;
const tier = (name: string, spec: string): string =>
  `apiVersion: projectcalico.org/v3\nkind: Tier\nmetadata: {name: ${name}}\nspec: ${spec}`;
const set = (kind: string, rest: string): string =>
  `apiVersion: projectcalico.org/v3\nkind: ${kind}\nmetadata: {name: ${kind.toLowerCase()}, ${rest}`;

const head = 'tier namespace, at end deny';

const meanings: readonly { readonly name: string; readonly text: string; readonly lines: readonly string[] }[] = [
  {
    name: 'without types and rules a policy isolates ingress, with rules of egress alone egress',
    text: [policy('{selector: role == "web"}', 'a'), policy('{egress: [{action: Allow}]}', 'b')].join('\n---\n'),
    lines: [
      head,
      '  a of shop/{role == "web"}',
      '    ingress nothing',
      '  b of shop/*',
      '    egress allow everyone at all (spec.egress[0])',
    ],
  },
  {
    name: 'policies are asked by their order, then by name, NetworkPolicies of Kubernetes at 1000',
    text: [
      'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: own, namespace: shop}\nspec: {}',
      policy('{order: 2000, types: [Ingress]}', 'late'),
      policy('{types: [Ingress]}', 'last'),
      global('{order: 5.5, types: [Ingress], ingress: [{action: Deny}]}', 'early'),
      policy('{order: 5.5, types: [Ingress]}', 'also-early', 'crd.projectcalico.org/v1'),
    ].join('\n---\n'),
    lines: [
      head,
      '  also-early of shop/*',
      '    ingress nothing',
      '  early of */*',
      '    ingress deny everyone at all (spec.ingress[0])',
      '  own of shop/*',
      '    ingress nothing',
      '  late of shop/*',
      '    ingress nothing',
      '  last of shop/*',
      '    ingress nothing',
    ],
  },
  {
    name: 'tiers are asked by their order among those of Kubernetes',
    text: [
      tier('late', '{order: 2000000}'),
      tier('security', '{order: 100, defaultAction: Pass}'),
      tier('platform', '{order: 2000}'),
      global('{tier: late, types: [Egress]}', 'c'),
      global('{tier: security, ingress: [{action: Pass}]}', 'a'),
      global('{tier: platform, types: [Ingress]}', 'b'),
      'apiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\nmetadata: {name: admin}\nspec: {priority: 1, subject: {namespaces: {}}, ingress: [{action: Deny, from: [{namespaces: {}}]}]}',
    ].join('\n---\n'),
    lines: [
      'tier security, at end continue',
      '  a of */*',
      '    ingress pass everyone at all (spec.ingress[0])',
      'tier admin, at end continue',
      '  admin of */*',
      '    ingress deny */* at all (spec.ingress[0])',
      'tier platform, at end deny',
      '  b of */*',
      '    ingress nothing',
      'tier late, at end deny',
      '  c of */*',
      '    egress nothing',
    ],
  },
  {
    name: 'the ports of an ingress rule are those of its destination; Log decides nothing, ICMP is of no port',
    text: policy(
      '{ingress: [{action: Log}, {action: Allow, protocol: ICMP}, {action: Allow, protocol: TCP, source: {selector: a == "b"}, destination: {ports: [80, "90:99", http]}}, {action: Deny, protocol: udp, destination: {notPorts: [53]}}, {action: Deny, notProtocol: 6}]}',
    ),
    lines: [
      head,
      '  one of shop/*',
      '    ingress allow shop/{a == "b"} at TCP/80, TCP/90-99, TCP/http (spec.ingress[2])',
      '    ingress deny everyone at UDP/1-52, UDP/54-65535 (spec.ingress[3])',
      '    ingress deny everyone at UDP/1-65535, SCTP/1-65535 (spec.ingress[4])',
    ],
  },
  {
    name: 'peers are endpoints by label, by namespace, by account, and addresses',
    text: global(
      '{egress: [{action: Allow, destination: {namespaceSelector: projectcalico.org/name == "pay"}}, {action: Allow, destination: {selector: "projectcalico.org/namespace == \'pay\' && role == \'db\' && projectcalico.org/orchestrator == \'k8s\'"}}, {action: Allow, destination: {serviceAccounts: {names: [till], selector: has(trusted)}}}, {action: Deny, destination: {nets: [10.0.0.0/8, 192.0.2.1], notNets: [10.1.0.0/16]}}, {action: Allow, destination: {selector: pcns.team == "a", notSelector: has(x)}}]}',
    ),
    lines: [
      head,
      '  wide of */*',
      '    egress allow {kubernetes.io/metadata.name == "pay"}/* at all (spec.egress[0])',
      '    egress allow {kubernetes.io/metadata.name == "pay"}/{role == "db"} at all (spec.egress[1])',
      '    egress allow */* as [till]{has(trusted)} at all (spec.egress[2])',
      '    egress deny 10.0.0.0/8 192.0.2.1/32 except 10.1.0.0/16 at all (spec.egress[3])',
      '    egress allow {team == "a"}/{!(has(x))} at all (spec.egress[4])',
    ],
  },
  {
    name: 'a negated selector alone is everybody who is not selected, in a namespaced policy of its namespace',
    text: [
      global('{ingress: [{action: Deny, source: {notSelector: has(a)}}]}'),
      policy('{ingress: [{action: Deny, source: {notSelector: has(a)}}]}'),
    ].join('\n---\n'),
    lines: [
      head,
      '  one of shop/*',
      '    ingress deny shop/{!(has(a))} at all (spec.ingress[0])',
      '  wide of */*',
      '    ingress deny */{!(has(a))} | any-node | 0.0.0.0/0 ::/0 outside at all (spec.ingress[0])',
    ],
  },
  {
    name: 'a negated selector leaves out the sets of addresses that it selects',
    text: [
      set('GlobalNetworkSet', 'labels: {kind: office}}\nspec: {nets: [192.0.2.0/24]}'),
      global('{ingress: [{action: Deny, source: {notSelector: kind == "office"}}]}'),
    ].join('\n---\n'),
    lines: [
      head,
      '  wide of */*',
      '    ingress deny */{!(kind == "office")} | any-node | 0.0.0.0/0 ::/0 except 192.0.2.0/24 outside at all (spec.ingress[0])',
    ],
  },
  {
    name: 'empty expressions ask for nothing',
    text: policy(
      '{ingress: [{action: Allow, source: {selector: "", notSelector: "", namespaceSelector: "", serviceAccounts: {}, nets: []}}]}',
    ),
    lines: [head, '  one of shop/*', '    ingress allow everyone at all (spec.ingress[0])'],
  },
  {
    name: 'accounts in a namespaced policy are of its namespace',
    text: policy('{ingress: [{action: Allow, source: {serviceAccounts: {names: [till]}}}]}'),
    lines: [head, '  one of shop/*', '    ingress allow shop/* as [till]* at all (spec.ingress[0])'],
  },
  {
    name: 'sets of addresses are selected by their labels',
    text: [
      set('GlobalNetworkSet', 'labels: {kind: office}}\nspec: {nets: [192.0.2.0/24]}'),
      set('NetworkSet', 'namespace: shop, labels: {kind: office}}\nspec: {nets: [198.51.100.0/24]}'),
      set('NetworkSet', 'namespace: other, labels: {kind: office}}\nspec: {nets: [203.0.113.0/24]}'),
      policy(
        '{ingress: [{action: Allow, source: {selector: kind == "office"}}, {action: Allow, source: {selector: kind == "office", namespaceSelector: global()}}]}',
      ),
    ].join('\n---\n'),
    lines: [
      head,
      '  one of shop/*',
      '    ingress allow shop/{kind == "office"} | 198.51.100.0/24 at all (spec.ingress[0])',
      '    ingress allow 192.0.2.0/24 at all (spec.ingress[1])',
    ],
  },
  {
    name: 'a set of a namespace inherits its name and its labels',
    text: [
      'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {team: a}}',
      set('NetworkSet', 'namespace: shop}\nspec: {nets: [198.51.100.0/24]}'),
      global(
        '{egress: [{action: Allow, destination: {selector: pcns.team == "a"}}, {action: Allow, destination: {selector: projectcalico.org/namespace == "other"}}]}',
      ),
    ].join('\n---\n'),
    lines: [
      head,
      '  wide of */*',
      '    egress allow {team == "a"}/* | 198.51.100.0/24 at all (spec.egress[0])',
      '    egress allow {kubernetes.io/metadata.name == "other"}/* at all (spec.egress[1])',
    ],
  },
  {
    name: 'port 0 is nobody’s',
    text: policy('{ingress: [{action: Allow, protocol: TCP, destination: {ports: [0]}}]}'),
    lines: [head, '  one of shop/*', '    ingress nothing'],
  },
];

for (const { name, text, lines } of meanings) {
  test(name, () => {
    const { tiers, problems, doubts } = renderYamlPolicies(text);
    assert.deepEqual(tiers.split('\n'), lines);
    assert.deepEqual([...problems, ...doubts], []);
  });
}

/** What follows `action: Allow`, and what is left of the rule where it allows or passes; nothing is where it denies. */
const inexact: readonly {
  readonly name: string;
  readonly rule: string;
  readonly allowed: string;
  readonly doubt: string;
}[] = [
  {
    name: 'ports of the source',
    rule: 'protocol: TCP, source: {ports: [1]}',
    allowed: 'everyone at TCP/1-65535',
    doubt: '.source.ports narrows the rule in a way that is not told exactly here',
  },
  {
    name: 'a narrower subject',
    rule: 'destination: {selector: has(a)}',
    allowed: 'everyone at all',
    doubt: '.destination.selector narrows the rule in a way that is not told exactly here',
  },
  {
    name: 'endpoints and addresses at once',
    rule: 'source: {selector: has(a), nets: [10.0.0.0/8]}',
    allowed: 'shop/{has(a)} at all',
    doubt: '.source asks for endpoints and for addresses at once, which is not told exactly here',
  },
  {
    name: 'the endpoints of a Service',
    rule: 'source: {services: {name: web}}',
    allowed: 'everyone at all',
    doubt: '.source.services means the endpoints of a Service, which is not told exactly here',
  },
  {
    name: 'everything but some addresses',
    rule: 'source: {notNets: [10.0.0.0/8]}',
    allowed: '0.0.0.0/0 ::/0 except 10.0.0.0/8 | */* at all',
    doubt: '.source.notNets means pods of addresses that may not be known, which is not told exactly here',
  },
  {
    name: 'labels of pods or of namespaces',
    rule: 'source: {selector: has(a) || has(pcns.b)}',
    allowed: 'shop/* at all',
    doubt: '.source asks for labels of several kinds of objects at once, which is not told exactly here',
  },
  {
    name: 'endpoints without a namespace, or of one',
    rule: 'source: {namespaceSelector: global() || has(a)}',
    allowed: 'everyone at all',
    doubt: '.source asks for global() beside other things, which is not told exactly here',
  },
  {
    name: 'requests of HTTP',
    rule: 'http: {methods: [GET]}',
    allowed: 'everyone at all',
    doubt: '.http narrows the rule in a way that is not told exactly here',
  },
];

for (const { name, rule, allowed, doubt } of inexact) {
  test(`allows all that may be meant, and denies nothing, of ${name}`, () => {
    for (const action of ['Allow', 'Pass', 'Deny']) {
      const { tiers, problems, doubts } = renderYamlPolicies(policy(`{ingress: [{action: ${action}, ${rule}}]}`));
      assert.deepEqual(tiers.split('\n').slice(2), [
        action === 'Deny' ? '    ingress nothing' : `    ingress allow ${allowed} (spec.ingress[0])`,
      ]);
      assert.deepEqual(doubts, [`NetworkPolicy shop/one: spec.ingress[0]${doubt}`]);
      assert.deepEqual(problems, []);
    }
  });
}

test('a policy whose subject does not translate allows, and closes nothing', () => {
  const { tiers, doubts } = renderYamlPolicies(
    global('{selector: has(a) || has(pcns.b), ingress: [{action: Deny, source: {selector: has(c)}}, {action: Allow}]}'),
  );
  assert.deepEqual(tiers.split('\n'), [
    'tier default, taken to allow, at end continue',
    '  wide of */*',
    '    ingress allow everyone at all (spec.ingress[1])',
  ]);
  assert.deepEqual(doubts, [
    'GlobalNetworkPolicy wide: spec selects its pods in a way that does not translate: the policy is taken to allow, and to close nothing',
  ]);
});

test('a policy of host endpoints is left out and doubted, and so is a tier nobody read', () => {
  const { tiers, doubts } = renderYamlPolicies(
    [global('{preDNAT: true, ingress: [{action: Deny}]}'), global('{tier: mine, types: [Ingress]}', 'lost')].join(
      '\n---\n',
    ),
  );
  assert.deepEqual(tiers.split('\n'), ['tier mine, at end continue', '  lost of */*', '    ingress nothing']);
  assert.deepEqual(doubts, [
    'GlobalNetworkPolicy wide: spec.preDNAT makes it a policy of host endpoints, which is left out here',
    'GlobalNetworkPolicy lost: spec.tier names the Tier mine, which was not read: its policies are asked last, and close nothing at their end',
  ]);
});

test('a tier shared with policies of administrators is doubted', () => {
  const { doubts } = renderYamlPolicies(global('{tier: kube-admin, order: 5, ingress: [{action: Allow}]}'));
  assert.deepEqual(doubts, [
    'GlobalNetworkPolicy wide: spec.tier is kube-admin, which other policies of administrators share: those are asked after it here',
  ]);
});

test('a cluster that serves a policy in both groups has it once, without a word', () => {
  const { tiers, problems } = renderYamlPolicies(
    [policy('{}'), policy('{}', 'one', 'crd.projectcalico.org/v1')].join('\n---\n'),
    'cluster',
  );
  assert.deepEqual(tiers.split('\n'), [head, '  one of shop/*', '    ingress nothing']);
  assert.deepEqual(problems, []);
});

const mistakes: readonly { readonly name: string; readonly text: string; readonly problems: readonly string[] }[] = [
  {
    name: 'a selector of another language',
    text: policy('{selector: app=web}'),
    problems: [
      'error spec.selector: "app=web" is no selector of Calico: at its character 4 ==, !=, in, not in, contains, starts with or ends with is expected',
    ],
  },
  {
    name: 'actions, types, orders, ports and protocols that are none',
    text: policy(
      '{order: soon, types: [ingress], ingress: [{action: allow}, {action: Allow, protocol: GRE}, {action: Allow, protocol: TCP, destination: {ports: ["9:8", {}]}}, {action: Allow, destination: {ports: [80]}}]}',
    ),
    problems: [
      'error spec.ingress[0].action: "allow" is no action of Calico: write Allow, Deny, Pass or Log',
      'error spec.ingress[1].protocol: "GRE" is no protocol of Calico: write TCP, UDP, SCTP, ICMP or a number',
      'error spec.ingress[2].destination.ports[0]: "9:8" is no port of Calico: write 80, "80:90" or a name',
      'error spec.ingress[2].destination.ports[1]: "" is no port of Calico: write 80, "80:90" or a name',
      'error spec.ingress[3]: ports need protocol: write TCP, UDP or SCTP beside them',
      'error spec.types[0]: "ingress" is no type of a policy: write Ingress or Egress',
      'error spec.order: order is a number',
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
