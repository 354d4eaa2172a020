/** Cilium's policies become tiers where they translate exactly; where not, that is said and nothing is called closed. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderYamlPolicies } from '../parse-yaml-policies.ts';

const policy = (spec: string, name = 'one'): string =>
  `apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: ${name}, namespace: shop}\nspec: ${spec}`;
const clusterwide = (spec: string): string =>
  `apiVersion: cilium.io/v2\nkind: CiliumClusterwideNetworkPolicy\nmetadata: {name: wide}\nspec: ${spec}`;
const of = (rest: string): string => policy(`{endpointSelector: {}, ${rest}}`);

const head = 'tier namespace, at end deny';

const meanings: readonly { readonly name: string; readonly text: string; readonly lines: readonly string[] }[] = [
  {
    name: 'a rule that asks for nothing isolates and allows nothing',
    text: of('ingress: [{}]'),
    lines: [head, '  one of shop/*', '    ingress nothing'],
  },
  {
    name: 'a selector without a namespace is of the policy’s own, an empty one too',
    text: of('ingress: [{fromEndpoints: [{}, {matchLabels: {"k8s:app": web}}]}]'),
    lines: [head, '  one of shop/*', '    ingress allow shop/* | shop/{app=web} at all (spec.ingress[0])'],
  },
  {
    name: 'a selector may name the namespace, its labels and the account',
    text: of(
      'egress: [{toEndpoints: [{matchLabels: {"k8s:io.kubernetes.pod.namespace": kube-system, k8s-app: dns}}, {matchLabels: {"any:io.cilium.k8s.namespace.labels.team": pay, "io.cilium.k8s.policy.serviceaccount": till}}, {matchExpressions: [{key: io.kubernetes.pod.namespace, operator: NotIn, values: [a]}]}]}]',
    ),
    lines: [
      head,
      '  one of shop/*',
      '    egress allow kube-system/{k8s-app=dns} | {team=pay}/* as [till]* | {kubernetes.io/metadata.name notin (a)}/* | any-node | 0.0.0.0/0 ::/0 outside at all (spec.egress[0])',
    ],
  },
  {
    name: 'a selector that only refuses labels is of pods where Cilium adds the namespace to it',
    text: [
      of('ingress: [{fromEndpoints: [{matchExpressions: [{key: app, operator: DoesNotExist}]}]}]'),
      clusterwide(
        '{endpointSelector: {}, ingressDeny: [{fromEndpoints: [{matchExpressions: [{key: app, operator: NotIn, values: [a]}]}]}]}',
      ),
    ].join('\n---\n'),
    lines: [
      'tier cilium denials, at end continue',
      '  wide of */*',
      '    ingress deny */{app notin (a)} at all (spec.ingressDeny[0])',
      head,
      '  one of shop/*',
      '    ingress allow shop/{!app} at all (spec.ingress[0])',
      '  wide of */*',
      '    ingress nothing',
    ],
  },
  {
    name: 'a policy of one namespace is about none of another, and only where the namespace has the labels it asks for',
    text: [
      policy('{endpointSelector: {matchLabels: {"k8s:io.kubernetes.pod.namespace": other}}, egress: [{}]}'),
      policy('{endpointSelector: {matchLabels: {io.cilium.k8s.namespace.labels.env: prod}}, egress: [{}]}', 'two'),
    ].join('\n---\n'),
    lines: [
      head,
      '  one of shop/*',
      '    egress nothing',
      '  two of {env=prod,kubernetes.io/metadata.name=shop}/*',
      '    egress nothing',
    ],
  },
  {
    name: 'an empty list of peers is nobody, no list is everybody',
    text: of(
      'ingress: [{fromEndpoints: [], toPorts: [{ports: [{port: "80"}]}]}, {toPorts: [{ports: [{port: "80", protocol: TCP}]}]}]',
    ),
    lines: [head, '  one of shop/*', '    ingress allow everyone at TCP/80 (spec.ingress[1])'],
  },
  {
    name: 'ports have ranges, names and protocols, ANY where none is named, and zero is all of them',
    text: of(
      'ingress: [{toPorts: [{ports: [{port: "80"}, {port: "1", endPort: 9, protocol: udp}, {port: HTTP, protocol: TCP}]}, {ports: [{port: "0", protocol: SCTP}, {port: "8", protocol: ICMP}]}]}]',
    ),
    lines: [
      head,
      '  one of shop/*',
      '    ingress allow everyone at any/80, UDP/1-9, TCP/http, SCTP/1-65535 (spec.ingress[0])',
    ],
  },
  {
    name: 'addresses are outside alone, entities are classes, names are domains',
    text: of(
      'egress: [{toCIDR: [10.0.0.1, 10.1.2.3/16]}, {toCIDRSet: [{cidr: 10.0.0.0/8, except: [10.1.0.0/16]}]}, {toEntities: [world, cluster]}, {toEntities: [host, remote-node]}, {toEntities: [all]}, {toFQDNs: [{matchName: A.com}, {matchPattern: "*.b.com"}]}]',
    ),
    lines: [
      head,
      '  one of shop/*',
      '    egress allow 10.0.0.1/32 outside | 10.1.0.0/16 outside at all (spec.egress[0])',
      '    egress allow 10.0.0.0/8 except 10.1.0.0/16 outside at all (spec.egress[1])',
      '    egress allow 0.0.0.0/0 ::/0 outside | */* | any-node at all (spec.egress[2])',
      '    egress allow any-node | any-node at all (spec.egress[3])',
      '    egress allow everyone at all (spec.egress[4])',
      '    egress allow domains a.com *.b.com at all (spec.egress[5])',
    ],
  },
  {
    name: 'denials are asked before everything that allows, NetworkPolicies too',
    text: [
      'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: own, namespace: shop}\nspec: {ingress: [{}]}',
      of('ingressDeny: [{fromEntities: [world]}]'),
      clusterwide('{endpointSelector: {}, ingress: [{fromEndpoints: [{}]}]}'),
    ].join('\n---\n'),
    lines: [
      'tier cilium denials, at end continue',
      '  one of shop/*',
      '    ingress deny 0.0.0.0/0 ::/0 outside at all (spec.ingressDeny[0])',
      head,
      '  own of shop/*',
      '    ingress allow everyone at all (spec.ingress[0])',
      '  one of shop/*',
      '    ingress nothing',
      '  wide of */*',
      '    ingress allow */* at all (spec.ingress[0])',
    ],
  },
  {
    name: 'without default deny a policy allows and isolates nothing',
    text: of('enableDefaultDeny: {egress: false}, egress: [{toEntities: [all]}]'),
    lines: [
      'tier cilium allowances without default deny, at end continue',
      '  one of shop/*',
      '    egress allow everyone at all (spec.egress[0])',
    ],
  },
  {
    name: 'spec and specs are all of one policy, and rules of ICMP are of no port',
    text: `${of('ingress: [{icmps: [{fields: [{type: 8}]}]}]')}\nspecs: [{endpointSelector: {matchLabels: {a: b}}, egress: [{}]}]`,
    lines: [head, '  one of shop/*', '    ingress nothing', '  one of shop/{a=b}', '    egress nothing'],
  },
  {
    name: 'groups of addresses are looked up',
    text: [
      of('ingress: [{fromCIDRSet: [{cidrGroupRef: offices}]}]'),
      'apiVersion: cilium.io/v2\nkind: CiliumCIDRGroup\nmetadata: {name: offices}\nspec: {externalCIDRs: [192.0.2.0/24]}',
    ].join('\n---\n'),
    lines: [head, '  one of shop/*', '    ingress allow 192.0.2.0/24 outside at all (spec.ingress[0])'],
  },
];

for (const { name, text, lines } of meanings) {
  test(name, () => {
    const { tiers, problems, doubts } = renderYamlPolicies(text);
    assert.deepEqual(tiers.split('\n'), lines);
    assert.deepEqual([...problems, ...doubts], []);
  });
}

/** The rule that is left of it, `''` for none, where it allows and where it denies. */
const inexact: readonly {
  readonly name: string;
  readonly rule: string;
  readonly allowed: string;
  readonly denied: string;
  readonly doubt: string;
}[] = [
  {
    name: 'Services',
    rule: '{toServices: [{k8sService: {serviceName: web}}]}',
    allowed: 'everyone at all',
    denied: '',
    doubt: '.toServices means the backends of Services, which are not told here',
  },
  {
    name: 'groups of a cloud',
    rule: '{toGroups: [{aws: {}}]}',
    allowed: '0.0.0.0/0 ::/0 outside at all',
    denied: '',
    doubt: '.toGroups means addresses that a cloud is asked for',
  },
  {
    name: 'the API server',
    rule: '{toEntities: [kube-apiserver]}',
    allowed: 'any-node | 0.0.0.0/0 ::/0 outside at all',
    denied: '',
    doubt: '.toEntities[0] means the API server, whose addresses are not known here',
  },
  {
    name: 'the host alone',
    rule: '{toEntities: [host]}',
    allowed: 'any-node at all',
    denied: '',
    doubt: '.toEntities[0] means the node of the pod itself, and is taken for every node',
  },
  {
    name: 'what looks into the connection',
    rule: '{toPorts: [{ports: [{port: "80", protocol: TCP}], rules: {http: [{method: GET}]}}]}',
    allowed: 'everyone at TCP/80',
    denied: '',
    doubt: '.toPorts[0].rules looks into the connection, so that only part of it is allowed',
  },
  {
    name: 'labels of another source',
    rule: '{toEndpoints: [{matchLabels: {"container:a": b, c: d}}]}',
    allowed: 'shop/{c=d} at all',
    denied: '',
    doubt: '.toEndpoints[0].matchLabels["container:a"] asks for labels of container, which is not told here',
  },
  {
    name: 'a reserved identity beside other labels',
    rule: '{toEndpoints: [{matchLabels: {"reserved:host": ""}, matchExpressions: [{key: a, operator: Exists}]}]}',
    allowed: '*/{a} | any-node | 0.0.0.0/0 ::/0 outside at all',
    denied: '',
    doubt:
      '.toEndpoints[0].matchLabels["reserved:host"] asks for reserved:host beside other labels, which is not told here',
  },
  {
    name: 'a group of addresses nobody read',
    rule: '{toCIDRSet: [{cidrGroupRef: offices}]}',
    allowed: '0.0.0.0/0 ::/0 outside at all',
    denied: '',
    doubt: '.toCIDRSet[0].cidrGroupRef names the CiliumCIDRGroup offices, which was not read',
  },
];

for (const { name, rule, allowed, denied, doubt } of inexact) {
  test(`allows all that may be meant, and denies nothing, of ${name}`, () => {
    const allow = renderYamlPolicies(of(`egress: [${rule}]`));
    assert.deepEqual(allow.tiers.split('\n').slice(2), [`    egress allow ${allowed} (spec.egress[0])`]);
    assert.deepEqual(allow.doubts, [`CiliumNetworkPolicy shop/one: spec.egress[0]${doubt}`]);
    const deny = renderYamlPolicies(of(`egressDeny: [${rule}]`));
    assert.deepEqual(deny.tiers.split('\n').slice(2), denied === '' ? ['    egress nothing'] : [denied]);
    assert.deepEqual(deny.doubts, [`CiliumNetworkPolicy shop/one: spec.egressDeny[0]${doubt}`]);
    assert.deepEqual([...allow.problems, ...deny.problems], []);
  });
}

test('a policy whose subject does not translate allows and closes nothing', () => {
  const { tiers, doubts } = renderYamlPolicies(
    policy(
      '{endpointSelector: {matchLabels: {"container:a": b}}, ingress: [{fromEndpoints: [{}]}], ingressDeny: [{fromEntities: [world]}]}',
    ),
  );
  assert.deepEqual(tiers.split('\n'), [
    'tier cilium allowances without default deny, at end continue',
    '  one of shop/*',
    '    ingress allow shop/* at all (spec.ingress[0])',
  ]);
  assert.deepEqual(doubts, [
    'CiliumNetworkPolicy shop/one: spec.endpointSelector.matchLabels["container:a"] asks for labels of container, which is not told here',
    'CiliumNetworkPolicy shop/one: spec.endpointSelector does not translate: the policy is taken to allow, and to close nothing',
  ]);
});

test('what a selector asks of a label that Cilium keeps out of identities is doubted, and of nodes always', () => {
  const { doubts } = renderYamlPolicies(
    of(
      'ingress: [{fromEndpoints: [{matchLabels: {statefulset.kubernetes.io/pod-name: db-0, app.kubernetes.io/name: db}}]}, {fromNodes: [{}]}], egressDeny: [{toFQDNs: [{matchName: a.com}]}]',
    ),
  );
  assert.deepEqual(doubts, [
    'CiliumNetworkPolicy shop/one: spec.ingress[0].fromEndpoints[0].matchLabels["statefulset.kubernetes.io/pod-name"] asks for statefulset.kubernetes.io/pod-name, which Cilium leaves out of what it compares',
    'CiliumNetworkPolicy shop/one: spec.ingress[1].fromNodes holds where Cilium runs with enable-node-selector-labels; elsewhere it refuses the whole policy',
    'CiliumNetworkPolicy shop/one: spec.egressDeny[0].toFQDNs is no field of a rule that denies: it is taken to deny nobody',
  ]);
});

test('a policy of hosts is left out and doubted', () => {
  const { tiers, doubts } = renderYamlPolicies(clusterwide('{nodeSelector: {}, ingress: [{}]}'));
  assert.equal(tiers, '');
  assert.deepEqual(doubts, [
    'CiliumClusterwideNetworkPolicy wide: spec.nodeSelector makes it a policy of hosts, which is left out here',
  ]);
});

const mistakes: readonly { readonly name: string; readonly text: string; readonly problems: readonly string[] }[] = [
  {
    name: 'an empty list isolates nothing',
    text: of('ingress: []'),
    problems: ['warning spec.ingress: ingress: [] does not isolate ingress: write ingress: [{}] to close it'],
  },
  {
    name: 'no selector',
    text: policy('{ingress: [{}]}'),
    problems: ['error spec: endpointSelector is missing: {} selects every pod'],
  },
  {
    name: 'two kinds of peers in one rule',
    text: of('ingress: [{fromEndpoints: [{}], fromEntities: [world]}]'),
    problems: [
      'error spec.ingress[0]: fromEndpoints and fromEntities do not stand in one rule: Cilium refuses it, put each into its own',
    ],
  },
  {
    name: 'entities, addresses and ports that are none',
    text: of(
      'ingress: [{fromEntities: [moon]}, {fromCIDR: [a]}, {toPorts: [{ports: [{port: "99999"}, {port: ""}, {port: "1", protocol: GRE}]}]}]',
    ),
    problems: [
      'error spec.ingress[0].fromEntities[0]: "moon" is no entity: write one as cluster, world or host',
      'error spec.ingress[1].fromCIDR[0]: "a" is neither an address nor an address range: write one as 10.9.8.7 or 10.9.8.0/24',
      'error spec.ingress[2].toPorts[0].ports[0].port: 99999 is no port: write a number up to 65535',
      'error spec.ingress[2].toPorts[0].ports[1].port: "" is neither a number of a port nor a name: write it as "80"',
      'error spec.ingress[2].toPorts[0].ports[2].protocol: "GRE" is no protocol of Cilium: write TCP, UDP, SCTP or ANY',
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
