/** `vauban network reach` as a person meets it: the picture, one question, why, and the contract of its JSON. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runCli } from './test-context.ts';

const toWorkload = (namespace: string, name: string, port: number, kind = 'Deployment'): string => `---
apiVersion: apps/v1
kind: ${kind}
metadata: {namespace: ${namespace}, name: ${name}}
spec:
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec: {containers: [{name: ${name}, image: ${name}, ports: [{name: main, containerPort: ${port}}]}]}
`;

const shop = [
  toWorkload('shop', 'web', 8080),
  toWorkload('shop', 'api', 9000),
  toWorkload('data', 'postgres', 5432, 'StatefulSet'),
  `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {namespace: data, name: postgres}
spec:
  podSelector: {matchLabels: {app: postgres}}
  policyTypes: [Ingress, Egress]
  ingress:
  - from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}, podSelector: {matchLabels: {app: api}}}]
    ports: [{port: 5432}]
  - from: [{ipBlock: {cidr: 10.1.0.0/16, except: [10.1.7.0/24]}}]
    ports: [{port: main}, {protocol: UDP, port: 1, endPort: 65535}]
---
apiVersion: v1
kind: Service
metadata: {namespace: shop, name: web}
spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
`,
].join('');

const reach = (words: readonly string[], standardInput = shop) =>
  runCli(['network', 'reach', '-', ...words], { standardInput });

interface Json {
  readonly complete: boolean;
  readonly connections: readonly {
    readonly from: string;
    readonly to: string;
    readonly protocol: string;
    readonly ports: readonly (readonly [number, number])[];
    readonly because: readonly Readonly<Record<string, unknown>>[];
  }[];
  readonly partial: readonly unknown[];
  readonly problems: readonly unknown[];
  readonly internet: { readonly except: readonly string[] };
  readonly exposures: readonly Readonly<Record<string, unknown>>[];
}

const readJson = async (words: readonly string[], standardInput = shop): Promise<Json> =>
  JSON.parse((await reach([...words, '-o', 'json'], standardInput)).output) as Json;

const ending = 'Of 3 workloads in 2 namespaces, 1 isolated for ingress and 1 for egress, by 1 policy.\n';

test('without a question the whole picture is told in few words, destination by destination', async () => {
  assert.deepEqual(await reach([]), {
    code: 0,
    error: '',
    output: `To data/postgres
  TCP 5432                   from shop/api
  TCP 5432; UDP, every port  from 10.1.0.0/22, 10.1.4.0/23, 10.1.6.0/24, 10.1.8.0/21, 10.1.16.0/20,
                             10.1.32.0/19, 10.1.64.0/18 and 10.1.128.0/17

To shop/api, shop/web
  every port      from everyone in shop and the internet

To the internet
  every port      from everyone in shop

${ending}`,
  });
});

const answers: readonly (readonly [name: string, words: readonly string[], answer: string])[] = [
  [
    'two places: a sentence',
    ['--from', 'shop/api', '--to', 'data/postgres'],
    'shop/api can reach data/postgres on TCP 5432.\n',
  ],
  [
    'why: the chain, direction by direction, with file and line',
    ['--from', 'api', '--to', 'workload/data/postgres', '--why'],
    `shop/api can reach data/postgres on TCP 5432.
  egress   no policy selects shop/api for egress
  ingress  NetworkPolicy data/postgres lets it in to data/postgres: spec.ingress[0] (standard input:36)
`,
  ],
  [
    'refused: the direction, and every policy in the way',
    ['--from', 'shop/web', '--to', 'data/postgres'],
    `shop/web cannot reach data/postgres.
  ingress  no policy allows what comes to data/postgres from shop/web
             NetworkPolicy data/postgres isolates it for ingress (standard input:32)
`,
  ],
  [
    'a port that is not allowed: what is allowed instead',
    ['--from', 'shop/api', '--to', 'data/postgres', '--port', 'udp/53'],
    `shop/api cannot reach data/postgres on udp/53.
  ingress  of what comes to data/postgres from shop/api policies allow TCP 5432 alone
             NetworkPolicy data/postgres isolates it for ingress (standard input:32)
`,
  ],
  [
    'an address that no policy names',
    ['--from', 'data/postgres', '--to', '8.8.8.8'],
    `data/postgres cannot reach 8.8.8.8/32.
  egress   no policy allows what leaves data/postgres for 8.8.8.8/32
             NetworkPolicy data/postgres isolates it for egress (standard input:32)
`,
  ],
  [
    'a prefix is answered as far as it overlaps with what policies name',
    ['--from', '10.1.6.0/23', '--to', 'data/postgres', '--port', '5432'],
    `10.1.6.0/24 can reach data/postgres on TCP 5432; UDP 5432.

10.1.7.0/24 cannot reach data/postgres on 5432.
  ingress  no policy allows what comes to data/postgres from 10.1.7.0/24
             NetworkPolicy data/postgres isolates it for ingress (standard input:32)
`,
  ],
  [
    'a port by the name that the destination declares',
    ['--from', 'shop/web', '--to', 'shop/api', '--port', 'main'],
    'shop/web can reach shop/api on TCP 9000.\n',
  ],
  [
    'a bare name is looked for in the namespace given',
    ['--from', 'web', '--to', 'api', '-n', 'shop', '--listening'],
    'shop/web can reach shop/api on TCP 9000.\n',
  ],
  [
    'open to policies, and nothing listens',
    ['--from', 'web', '--to', 'api', '--listening', '--port', '22'],
    `shop/web cannot reach shop/api on 22.
  The policies let it through, and nothing listens: its containers declare no such port.
`,
  ],
];

for (const [name, words, answer] of answers) {
  test(name, async () => {
    assert.deepEqual(await reach(words), { code: 0, error: '', output: `${answer}\n${ending}` });
  });
}

test('from the internet the ways in are told beside what policies leave open', async () => {
  const { output } = await reach(['--from', 'internet']);
  assert.equal(
    output,
    `From the internet except 10.1.0.0/16
  every port      to everyone in shop

Ways in from outside
  open                shop/web on TCP 8080 by Service shop/web (load-balancer)
  open                shop/web on TCP 8080 by Service shop/web (node-port)

${ending}`,
  );
});

test('an address that no policy names has its own name as the head of what it reaches', async () => {
  const { output } = await reach(['--from', '8.8.8.8', '--port', '9']);
  assert.match(output, /^From 8\.8\.8\.8\/32\n {2}TCP 9; UDP 9; SCTP 9 {2}to everyone in shop\n/);
});

test('an Ingress to pods that no other pod may reach is closed: that they reach themselves is no way in', async () => {
  const ingress = `---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {namespace: shop, name: web}
spec: {defaultBackend: {service: {name: web, port: {number: 80}}}}
`;
  const states = async (policy: string): Promise<readonly unknown[]> =>
    (await readJson([], `${shop}${ingress}${policy}`)).exposures
      .filter(({ how }) => how === 'ingress')
      .map((one) => one['blocked']);
  const isolated = `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {namespace: shop, name: closed}
spec: {podSelector: {matchLabels: {app: web}}, policyTypes: [Ingress]}
`;
  assert.deepEqual(await states(isolated), [true]);
  assert.deepEqual(
    await states(
      isolated.replace('[Ingress]', '[Ingress], ingress: [{from: [{podSelector: {matchLabels: {app: api}}}]}]'),
    ),
    [false],
  );
});

const wrong: readonly (readonly [words: readonly string[], error: string])[] = [
  [['--to', 'data/postgras'], '--to: there is no place data/postgras; did you mean data/postgres?'],
  [['--from', 'workload/shop/weeb'], '--from: there is no place workload/shop/weeb; did you mean workload/shop/web?'],
  [
    ['--from', 'nobody-of-that-name'],
    '--from: there is no place nobody-of-that-name; say NAMESPACE/WORKLOAD, pod/NAMESPACE/NAME, node//NAME, internet or an address',
  ],
  [['--port', '70000'], '--port 70000: ports are numbers from 1 to 65535'],
  [['--port', 'icmp/8'], '--port icmp/8: the protocol is tcp, udp or sctp, as in tcp/443'],
  [['--port', 'mian'], '--port no container declares a port mian; did you mean main?'],
  [['-n', 'shpo'], '-n shpo: nothing runs in a namespace of that name; did you mean shop?'],
  [['--expand', '-o', 'json'], '--expand writes one connection a line: say -o ndjson, not -o json'],
  [['--context', 'a'], 'an answer is about one network: a cluster, or paths'],
  [['--context', 'a', '--context', 'b'], 'an answer is about one cluster: give --context once'],
];

for (const [words, error] of wrong) {
  test(`${words.join(' ')} is refused in one line`, async () => {
    assert.deepEqual(await reach(words), { code: 2, output: '', error: `vauban: ${error}\n` });
  });
}

test('a name that several places have is refused with all of them', async () => {
  const { code, error } = await reach(['--from', 'web'], `${shop}${toWorkload('test', 'web', 80)}`);
  assert.deepEqual(
    { code, error },
    { code: 2, error: 'vauban: --from: web may be workload/shop/web, workload/test/web: say which\n' },
  );
});

test('the JSON holds only what is allowed, each with the rules that allow it, and what the internet leaves out', async () => {
  const { connections, ...rest } = await readJson([]);
  assert.deepEqual(rest, {
    complete: true,
    partial: [],
    problems: [],
    internet: { except: ['10.1.0.0/16'] },
    exposures: [
      {
        to: 'workload/shop/web',
        by: 'Service shop/web',
        how: 'load-balancer',
        protocol: 'TCP',
        port: 8080,
        from: 'internet',
        blocked: false,
      },
      {
        to: 'workload/shop/web',
        by: 'Service shop/web',
        how: 'node-port',
        protocol: 'TCP',
        port: 8080,
        from: 'internet',
        blocked: false,
      },
    ],
  });
  const keys = connections.map(({ from, to, protocol }) => `${from} ${to} ${protocol}`);
  assert.deepEqual(keys, keys.toSorted());
  assert.equal(new Set(keys).size, keys.length);
  assert.deepEqual(
    connections.filter(({ from, to }) => from === 'workload/shop/api' && to === 'workload/data/postgres'),
    [
      {
        from: 'workload/shop/api',
        to: 'workload/data/postgres',
        protocol: 'TCP',
        ports: [[5432, 5432]],
        because: [
          { direction: 'egress', text: 'no policy selects shop/api for egress' },
          {
            direction: 'ingress',
            policy: 'NetworkPolicy data/postgres',
            rule: 'spec.ingress[0]',
            selector: 'app=postgres',
            file: '-',
            line: 36,
            text: 'NetworkPolicy data/postgres lets it in to data/postgres: spec.ingress[0]',
          },
        ],
      },
    ],
  );
  assert.ok(!connections.some(({ from, to }) => from === 'workload/shop/web' && to === 'workload/data/postgres'));
});

const pods = ['web-1', 'web-2']
  .map(
    (name, index) => `---
apiVersion: v1
kind: Pod
metadata: {namespace: shop, name: ${name}, labels: {app: web}, ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: web, controller: true}]}
spec: {containers: [{name: web, image: web}]}
status: {podIP: 10.9.0.${index + 1}}
`,
  )
  .join('');

const closed = `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {namespace: shop, name: closed}
spec: {podSelector: {}, policyTypes: [Ingress]}
`;

test('pods of one workload are told apart: each reaches itself, and the other only where policies allow', async () => {
  const pairs = async (text: string) =>
    (await readJson(['--pods', '--from', 'web-1', '--port', 'tcp/80'], text)).connections
      .filter(({ to }) => to.startsWith('pod/'))
      .map(({ from, to }) => `${from} ${to}`);
  assert.deepEqual(await pairs(pods), ['pod/shop/web-1 pod/shop/web-1', 'pod/shop/web-1 pod/shop/web-2']);
  assert.deepEqual(await pairs(`${pods}${closed}`), ['pod/shop/web-1 pod/shop/web-1']);
});

test('an address of a pod is that pod', async () => {
  const { output } = await reach(['--from', '10.9.0.1', '--to', '10.9.0.2'], `${pods}${closed}`);
  assert.match(output, /^pod shop\/web-1 cannot reach pod shop\/web-2\.\n/);
});

test('what cannot be told makes the answer partial: exit code 1, unless that is allowed', async () => {
  const invalid = closed.replace('spec: {', 'spec: {ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/33}}]}], ');
  const { code, error, output } = await reach([], `${shop}${invalid}`);
  assert.equal(code, 1);
  assert.match(error, /^vauban: standard input:\d+: NetworkPolicy shop\/closed: .*10\.0\.0\.0\/33/);
  assert.match(error, /vauban: partial: 1 mistake in policies that the API server would refuse: they guard nothing\n$/);
  assert.match(output, /The answer is partial: standard error says why\.\n$/);
  assert.equal((await reach(['--allow-partial'], `${shop}${invalid}`)).code, 0);
  assert.equal((await readJson([], `${shop}${invalid}`)).complete, false);
});

test('where nothing can be read nothing is said', async () => {
  const { code, output, error } = await reach([], '');
  assert.deepEqual(
    { code, output, error },
    {
      code: 2,
      output: '',
      error:
        'vauban: standard input holds no object; did the program before the pipe fail?\nvauban: nothing could be read, so nothing can be said\n',
    },
  );
});

test('help says how places and ports are written', async () => {
  const { output, code } = await runCli(['network', 'reach', '--help']);
  assert.equal(code, 0);
  for (const option of [
    '--from <place>',
    '--to <place>',
    '--port <port>',
    '--why',
    '--listening',
    '--pods',
    '--expand',
  ])
    assert.ok(output.includes(option), option);
});
