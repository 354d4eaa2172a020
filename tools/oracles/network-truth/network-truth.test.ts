/** The answers of `network reach` and `network diff` equal a slow truth made from manifests; `npm run oracle -- network-truth` asks for more. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runCli } from '../../../src/hosts/cli/test-context.ts';
import { createRandom } from '../api-server/random.ts';
import { askReach, askRows, isWithin, toText, type Row } from './ask-reach.ts';
import { compareDiff } from './compare-diff.ts';
import { compareEstate, toSet, type Tally } from './compare-estate.ts';
import { generateEstate } from './generate-estate.ts';
import type { ClusterRule, Manifest, PolicySpec } from './manifest.ts';

test('thousands of verdicts about generated estates are those of the truth', async () => {
  const tally: Tally = { verdicts: 0, allowed: 0, differences: [] };
  for (let seed = 1; seed <= 6; seed += 1) {
    const random = createRandom(seed);
    await compareEstate({ name: `seed ${seed}`, estate: generateEstate(random), random }, tally);
  }
  assert.deepEqual(tally.differences, []);
  assert.ok(tally.verdicts > 20_000 && tally.allowed > 5000 && tally.allowed < tally.verdicts, String(tally.verdicts));
});

test('a truth without the policies is not what the command line says', async () => {
  const tally: Tally = { verdicts: 0, allowed: 0, differences: [] };
  const random = createRandom(1);
  const manifests = [web, other, policy({ ingress: [] })];
  await compareEstate({ name: 'unguarded', estate: { manifests, refused: new Set(['p']) }, random }, tally);
  assert.ok(
    tally.differences.includes('unguarded: pod/b/other to pod/a/web TCP 1: allowed, and Vauban says otherwise'),
  );
});

interface Drawn {
  readonly labels?: Readonly<Record<string, string>>;
  readonly node?: string;
  readonly ip?: string;
  readonly hostNetwork?: boolean;
  readonly phase?: string;
  readonly ports?: readonly (readonly [name: string, port: number])[];
}

/** `NAMESPACE/NAME`; what policies select by is the label `app`, which is the name. */
const pod = (
  place: string,
  { labels, node, ip, hostNetwork = false, phase = 'Running', ports = [] }: Drawn = {},
): Manifest => {
  const [namespace = '', name = ''] = place.split('/');
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels: labels ?? { app: name } },
    spec: {
      hostNetwork,
      ...(node === undefined ? {} : { nodeName: node }),
      containers: [{ name, ports: ports.map(([portName, containerPort]) => ({ name: portName, containerPort })) }],
    },
    status: { phase, ...(ip === undefined ? {} : { podIP: ip, podIPs: [{ ip }] }) },
  };
};

/** In the namespace `a`, about the pod `web`. */
const policy = (spec: PolicySpec): Manifest => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'p', namespace: 'a' },
  spec: { podSelector: { matchLabels: { app: 'web' } }, ...spec },
});

/** Of the tier of administrators, about every pod. */
const clusterWide = (egress: readonly ClusterRule[]): Manifest => ({
  apiVersion: 'policy.networking.k8s.io/v1alpha2',
  kind: 'ClusterNetworkPolicy',
  metadata: { name: 'admin' },
  spec: { tier: 'Admin', priority: 10, subject: { namespaces: {} }, egress },
});

const node = (name: string, address: string): Manifest => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name },
  status: { addresses: [{ type: 'InternalIP', address }] },
});

const web = pod('a/web', { ip: '10.1.0.1', node: 'n1', ports: [['http', 8080]] });
const other = pod('b/other', { ip: '10.1.0.2', node: 'n2', ports: [['http', 9090]] });
const labelled = (labels: Readonly<Record<string, string>>) => ({ matchLabels: labels });
const inB = labelled({ 'kubernetes.io/metadata.name': 'b' });

/** `FROM TO PORT`: places as the contract writes them, ports of TCP. */
const cases: readonly (readonly [
  name: string,
  manifests: readonly Manifest[],
  allowed: readonly string[],
  closed: readonly string[],
])[] = [
  [
    'an empty list of egress without policyTypes does not isolate egress',
    [web, other, policy({ egress: [] })],
    ['pod/a/web pod/b/other 80', 'pod/a/web internet// 443'],
    ['pod/b/other pod/a/web 80'],
  ],
  [
    'an empty list of egress with the type Egress isolates egress, and nothing else',
    [web, other, policy({ egress: [], policyTypes: ['Egress'] })],
    ['pod/b/other pod/a/web 80'],
    ['pod/a/web pod/b/other 80', 'pod/a/web internet// 443'],
  ],
  [
    'the two selectors of one peer must both fit',
    [
      web,
      other,
      pod('a/other'),
      pod('b/third'),
      policy({ ingress: [{ from: [{ namespaceSelector: inB, podSelector: labelled({ app: 'other' }) }] }] }),
    ],
    ['pod/b/other pod/a/web 80'],
    ['pod/a/other pod/a/web 80', 'pod/b/third pod/a/web 80'],
  ],
  [
    'of two peers in a list one must fit, and a selector of pods alone means the own namespace',
    [
      web,
      other,
      pod('a/other'),
      pod('b/third'),
      pod('c/other'),
      policy({ ingress: [{ from: [{ namespaceSelector: inB }, { podSelector: labelled({ app: 'other' }) }] }] }),
    ],
    ['pod/b/other pod/a/web 80', 'pod/b/third pod/a/web 80', 'pod/a/other pod/a/web 80'],
    ['pod/c/other pod/a/web 80'],
  ],
  [
    'an empty from is everyone, outside and on nodes too',
    [web, other, node('n9', '10.0.0.9'), policy({ ingress: [{ from: [], ports: [{ port: 80 }] }] })],
    ['pod/b/other pod/a/web 80', 'internet// pod/a/web 80', 'node//n9 pod/a/web 80'],
    ['pod/b/other pod/a/web 81', 'internet// pod/a/web 81'],
  ],
  [
    'no rule at all lets nobody in',
    [web, other, policy({ ingress: [] })],
    ['pod/a/web pod/b/other 80'],
    ['pod/b/other pod/a/web 80', 'internet// pod/a/web 80'],
  ],
  [
    'ports are those of the pod, after a Service translated its own',
    [
      web,
      other,
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'web', namespace: 'a' },
        spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }] },
      },
      policy({ ingress: [{ ports: [{ port: 80 }] }] }),
    ],
    ['pod/b/other pod/a/web 80'],
    ['pod/b/other pod/a/web 8080'],
  ],
  [
    'a named port of egress is the destination’s, not the own one of that name',
    [web, other, policy({ policyTypes: ['Egress'], egress: [{ ports: [{ port: 'http' }] }] })],
    ['pod/a/web pod/b/other 9090'],
    ['pod/a/web pod/b/other 8080', 'pod/a/web internet// 8080', 'pod/a/web internet// 9090'],
  ],
  [
    'a node reaches its own pods whatever policies say, and no others',
    [web, other, node('n1', '10.0.0.1'), node('n2', '10.0.0.2'), policy({ ingress: [] })],
    ['node//n1 pod/a/web 80'],
    ['node//n2 pod/a/web 80'],
  ],
  [
    'a pod reaches itself whatever policies say',
    [web, other, policy({ policyTypes: ['Ingress', 'Egress'] })],
    ['pod/a/web pod/a/web 80'],
    ['pod/a/web pod/b/other 80', 'pod/b/other pod/a/web 80'],
  ],
  [
    'replies need no rule: only the direction that opens a connection counts',
    [web, other, policy({ policyTypes: ['Ingress', 'Egress'], egress: [{ to: [{ namespaceSelector: inB }] }] })],
    ['pod/a/web pod/b/other 80'],
    ['pod/b/other pod/a/web 80'],
  ],
  [
    'pods with the host’s network are selected neither as a subject nor as a peer',
    [
      web,
      pod('a/host', { labels: { app: 'web' }, hostNetwork: true, ip: '10.0.0.2', node: 'n2' }),
      other,
      policy({
        policyTypes: ['Ingress', 'Egress'],
        ingress: [{ from: [{ podSelector: {} }] }],
        egress: [{ to: [{ podSelector: {} }] }],
      }),
    ],
    ['pod/b/other pod/a/host 80', 'pod/a/host pod/b/other 80'],
    ['pod/a/host pod/a/web 80', 'pod/a/web pod/a/host 80'],
  ],
  [
    'a pod with the host’s network is an address of its node',
    [
      web,
      pod('b/host', { hostNetwork: true, ip: '10.0.0.2', node: 'n2' }),
      pod('b/near', { hostNetwork: true, ip: '10.0.0.1', node: 'n1' }),
      policy({ ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.2/32' } }], ports: [{ port: 80 }] }] }),
    ],
    ['pod/b/host pod/a/web 80', 'pod/b/near pod/a/web 81'],
    ['pod/b/host pod/a/web 81'],
  ],
  [
    'finished pods do not exist',
    [
      web,
      pod('b/done', { phase: 'Succeeded' }),
      pod('b/failed', { phase: 'Failed' }),
      pod('b/pending', { phase: 'Pending' }),
    ],
    ['pod/b/pending pod/a/web 80'],
    ['pod/b/done pod/a/web 80', 'pod/b/failed pod/a/web 80', 'pod/a/web pod/b/done 80'],
  ],
  [
    'a block of addresses fits a pod by its own address, and none where the pod has no address yet',
    [
      web,
      other,
      pod('b/far', { ip: '10.2.0.1' }),
      pod('b/new'),
      policy({
        ingress: [
          {
            from: [
              { ipBlock: { cidr: '10.1.0.0/16', except: ['10.1.0.3/32'] } },
              { ipBlock: { cidr: '198.51.100.0/24' } },
            ],
          },
        ],
      }),
      pod('b/except', { ip: '10.1.0.3' }),
    ],
    ['pod/b/other pod/a/web 80', 'cidr//198.51.100.0/24 pod/a/web 80'],
    ['pod/b/far pod/a/web 80', 'pod/b/new pod/a/web 80', 'pod/b/except pod/a/web 80', 'internet// pod/a/web 80'],
  ],
  [
    'a denial of all IPv4 closes the internet and every name where nothing speaks IPv6',
    [
      web,
      clusterWide([
        {
          action: 'Deny',
          to: [{ networks: ['0.0.0.0/0'] }],
          protocols: [{ tcp: { destinationPort: { number: 443 } } }],
        },
        { action: 'Accept', to: [{ domainNames: ['api.example.com'] }] },
      ]),
    ],
    ['pod/a/web internet// 80'],
    ['pod/a/web internet// 443', 'pod/a/web domain//api.example.com 443'],
  ],
  [
    'a denial of all IPv6 closes neither the internet nor a name, which IPv4 reaches as well',
    [
      web,
      clusterWide([
        { action: 'Deny', to: [{ networks: ['::/0'] }] },
        { action: 'Accept', to: [{ domainNames: ['api.example.com'] }] },
        { action: 'Deny', to: [{ networks: ['0.0.0.0/0'] }] },
      ]),
    ],
    ['pod/a/web domain//api.example.com 443'],
    ['pod/a/web internet// 443'],
  ],
  [
    'a rule with a peer that nobody knows accepts nothing, and denies everything where it denies',
    [
      web,
      other,
      clusterWide([
        { action: 'Accept', to: [{ identities: {} }, { namespaces: {} }] },
        { action: 'Deny', to: [{ namespaces: {} }] },
      ]),
      {
        ...clusterWide([
          { action: 'Pass', to: [{ identities: {} }], protocols: [{ tcp: { destinationPort: { number: 80 } } }] },
        ]),
        metadata: { name: 'deny' },
      },
    ],
    [],
    ['pod/a/web pod/b/other 80', 'pod/a/web internet// 443'],
  ],
];

const allows = (rows: readonly Row[], asked: string): boolean => {
  const [from, to, port] = asked.split(' ');
  return rows.some(
    (row) => row.from === from && row.to === to && row.protocol === 'TCP' && isWithin(row.ports, Number(port)),
  );
};

for (const [name, manifests, allowed, closed] of cases) {
  test(`${name}, as the JSON tells it`, async () => {
    const { connections, complete } = await askReach(toText(manifests), ['--pods']);
    assert.deepEqual(
      allowed.filter((asked) => !allows(connections, asked)),
      [],
    );
    assert.deepEqual(
      closed.filter((asked) => allows(connections, asked)),
      [],
    );
    assert.equal(complete, !toText(manifests).includes('identities'));
  });
}

const partial: readonly (readonly [name: string, manifest: Manifest])[] = [
  ['a block that is no prefix', policy({ ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/40' } }] }] })],
  ['a port that does not exist', policy({ ingress: [{ ports: [{ port: 70_000 }] }] })],
  ['a range that ends before it begins', policy({ ingress: [{ ports: [{ port: 90, endPort: 80 }] }] })],
  [
    'an exception outside of its block',
    policy({ ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['11.0.0.0/8'] } }] }] }),
  ],
];

for (const [name, manifest] of partial) {
  test(`${name} guards nothing, and the answer says that it is not complete`, async () => {
    const { complete, connections, problems } = await askReach(toText([web, other, manifest]), ['--pods']);
    assert.equal(complete, false);
    assert.notEqual(problems.length, 0);
    assert.ok(allows(connections, 'pod/b/other pod/a/web 80'));
  });
}

test('half a snapshot is no whole answer', async () => {
  const text = toText([web, other]).slice(0, -40);
  const ran = await runCli(['network', 'reach', '-', '-o', 'json'], { standardInput: text });
  assert.notEqual(ran.code, 0);
  assert.ok(ran.output === '' || !(JSON.parse(ran.output) as { readonly complete: boolean }).complete);
});

test('groups mean the same connections as --expand, those of a place to itself too', async () => {
  const pods = Array.from({ length: 200 }, (_, index) =>
    pod(`${index % 2 === 0 ? 'a' : 'b'}/w${index}`, {
      labels: { app: index % 5 === 0 ? 'web' : 'api' },
      ip: `10.1.0.${index}`,
    }),
  );
  const text = toText([
    ...pods,
    policy({ ingress: [{ from: [{ namespaceSelector: inB }, { ipBlock: { cidr: '10.1.0.0/27' } }] }] }),
  ]);
  for (const words of [['--pods'], []]) {
    const { groups, connections, itself } = await askReach(text, words);
    assert.ok(groups !== undefined);
    const besides = new Set((itself ?? []).map(({ from }) => from));
    const spread = connections.flatMap((row) =>
      (groups[row.from] ?? []).flatMap((from) =>
        (groups[row.to] ?? [])
          .filter((to) => to !== from || !besides.has(from))
          .map((to): Row => ({ ...row, from, to })),
      ),
    );
    assert.equal(toSet([...spread, ...(itself ?? [])]) === toSet(await askRows(text, words)), true);
  }
});

test('network diff tells as opened and closed what differs between two truths', async () => {
  const tally: Tally = { verdicts: 0, allowed: 0, differences: [] };
  // In 1024 only one of the two speaks IPv6.
  for (const seed of [11, 12, 13, 14, 15, 1024]) {
    const random = createRandom(seed);
    await compareDiff({ name: `seed ${seed}`, estate: generateEstate(random), random }, tally);
  }
  assert.deepEqual(tally.differences, []);
  assert.ok(tally.allowed > 500, String(tally.allowed));
});
