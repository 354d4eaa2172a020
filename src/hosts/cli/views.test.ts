/** The views of a look, on the example estate: what each page tells, and that it tells what the command line tells. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { JewelSection, WallColumn } from '../console/api/overview.ts';
import { lookAt } from './look-at.ts';
import { runCli } from './test-context.ts';

const folder = fileURLToPath(new URL('../../../', import.meta.url));
const now = '2026-11-23T12:00:00Z';
const weeks = ['week-0', 'week-12'] as const;
type Week = (typeof weeks)[number];
const looks = {
  'week-0': lookAt(['examples/estate/week-0'], { folder, now }),
  'week-12': lookAt(['examples/estate/week-12'], { folder, now }),
} as const;

const ask = async <Answer>(...words: readonly string[]): Promise<Answer> => {
  const { output } = await runCli([...words, '-o', 'json'], { folder, now });
  return JSON.parse(output) as Answer;
};

/** `Runtime hatched (2 walls)`, without groups in which nothing stands. */
const renderColumns = (columns: readonly WallColumn[]): string =>
  columns
    .filter(({ state }) => state !== 'gap')
    .map(({ group, state, walls }) => `${group} ${state} (${walls.length})`)
    .join(', ');

const renderSection = ({ title, number, depth, columns }: JewelSection): string =>
  `${depth === null ? 'no way' : depth} ${number} ${title}: ${renderColumns(columns)}`;

const sections: Readonly<Record<Week, readonly string[]>> = {
  'week-0': [
    '0 1 the administrator of the cluster: ',
    '0 1 a node: ',
    '0 1 the data of claim data/data-postgres: ',
    '0 1 Secret platform/ci-deployer-token: ',
    '0 1 Secret data/postgres: ',
    '0 3 Secrets in shop: ',
    '0 1 Secret shop/registry-pull: ',
    '0 1 Secret shop/shop-tls: ',
  ],
  'week-12': [
    '1 2 Secrets in shop (kubernetes.io/tls): Runtime hatched (1)',
    '1 5 Secrets in shop: Runtime hatched (1)',
    '1 1 Secret shop/registry-pull: Runtime hatched (1)',
    '2 1 a node: Runtime hatched (2)',
    '2 2 volumes of data in data: Runtime hatched (2)',
    '2 2 Secrets in data: Runtime hatched (2)',
    '2 1 Secret data/registry-pull: Runtime hatched (2)',
    '2 1 Secret platform-agents/registry-pull: Runtime hatched (2)',
    '2 1 Secret platform/registry-pull: Runtime hatched (2)',
    'no way 1 the administrator of the cluster: ',
  ],
};

for (const week of weeks)
  test(`${week}: a section before each thing that matters, alike ones as one`, async () => {
    const { standing } = (await looks[week]).views;
    assert.deepEqual(standing.sections.map(renderSection), sections[week]);
    for (const { columns } of standing.sections)
      assert.deepEqual(
        columns.map(({ group }) => group),
        ['Cluster', 'Image', 'Runtime', 'Advanced', 'Operations'],
      );
  });

test('week-0: the way in is drawn through its places, and what could stand on it is named', async () => {
  const [admin] = (await looks['week-0']).views.standing.sections;
  assert.deepEqual(
    admin?.way.map(({ title }) => title),
    [
      'the internet',
      'container controller of Deployment platform/ingress-nginx',
      'container manager of Deployment platform/shop-operator',
      'service account platform/shop-operator',
      'the administrator of the cluster',
    ],
  );
  assert.deepEqual(
    admin.columns.flatMap(({ group, missing }) => missing.map(({ id }) => `${group}: ${id}`)),
    [
      'Cluster: network/default-deny/platform',
      'Runtime: runtime/harden/platform/ingress-nginx/controller',
      'Runtime: runtime/harden/platform/shop-operator/manager',
      'Advanced: identity/unbind/ClusterRoleBinding/shop-operator',
    ],
  );
});

test('where nothing is open the weakest wall is told, and else not', async () => {
  assert.equal((await looks['week-0']).views.standing.weakest, null);
  assert.equal(
    (await looks['week-12']).views.standing.weakest,
    'the weakest is before Secrets in shop (kubernetes.io/tls): 1 wall, none proved',
  );
});

for (const week of weeks) {
  test(`${week}: the sections, the depths and the attacks tell what walls tells`, async () => {
    const { views, look } = await looks[week];
    const { assets } = await ask<{
      readonly assets: readonly {
        readonly asset: string;
        readonly depth: number | null;
        readonly proven: number | null;
        readonly path: readonly { readonly technique: string | null }[] | null;
      }[];
    }>('walls', `examples/estate/${week}`, '--all');
    const { standing, attacks } = views;
    assert.deepEqual(
      look.depths.map(({ place, depth, proven }) => ({ place, depth, proven })),
      assets.map(({ asset, depth, proven }) => ({ place: asset, depth, proven })),
    );
    assert.equal(standing.total, assets.length);
    assert.equal(standing.open, assets.filter(({ depth }) => depth === 0).length);
    assert.equal(
      standing.sections.reduce((sum, { number }) => sum + number, 0),
      assets.length,
    );
    assert.deepEqual(
      attacks.ways.map(({ to, depth, proven, moves }) => [to.id, depth, proven, moves.map((move) => move.technique)]),
      assets
        .filter(({ path }) => path !== null)
        .map(({ asset, depth, proven, path }) => [asset, depth, proven, path?.map(({ technique }) => technique)]),
    );
    assert.deepEqual(
      attacks.safe.map(({ id }) => id),
      assets.filter(({ path }) => path === null).map(({ asset }) => asset),
    );
    assert.deepEqual([attacks.left, standing.left], [0, 0]);
  });

  test(`${week}: what stands on the ways of the attacks is what the sections show`, async () => {
    const { standing, attacks } = (await looks[week]).views;
    for (const { place, columns, depth } of standing.sections) {
      const way = attacks.ways.find(({ to }) => to.id === place);
      const standingIds = new Set(way?.moves.flatMap((move) => move.standing.map(({ id }) => id)));
      assert.deepEqual(new Set(columns.flatMap(({ walls }) => walls.map(({ id }) => id))), standingIds);
      assert.equal(way?.depth ?? null, depth);
    }
  });

  test(`${week}: every connection that is told network reach allows, at the same ports`, async () => {
    const { network } = (await looks[week]).views;
    const { connections, complete } = await ask<{
      readonly complete: boolean;
      readonly connections: readonly {
        readonly from: string;
        readonly to: string;
        readonly protocol: string;
        readonly because: readonly { readonly direction: string }[];
      }[];
    }>('network', 'reach', `examples/estate/${week}`, '--listening');
    const toId = (place: string): string =>
      place === 'internet//' ? 'internet' : place.replace(/^(?:workload\/|cidr\/\/)/, '');
    const allowed = Map.groupBy(connections, ({ from, to }) => `${toId(from)} ${toId(to)}`);
    assert.equal(network.complete, complete);
    for (const { from, to, ports } of network.edges) {
      const rows = allowed.get(`${from} ${to}`);
      assert.ok(rows !== undefined, `${from} ${to}`);
      for (const { protocol } of rows) assert.ok(ports === 'every port' || ports.includes(protocol), ports);
    }
    const told = new Set(network.edges.map(({ from, to }) => `${from} ${to}`));
    const isWorkload = (place: string): boolean => place.startsWith('workload/');
    // What shares a node reaches each other, and no policy has a say in it.
    const untold = connections.filter(
      ({ from, to, because }) =>
        isWorkload(from) &&
        because.some(({ direction }) => direction !== 'always') &&
        !told.has(`${toId(from)} ${toId(to)}`),
    );
    assert.deepEqual(untold, []);
  });

  test(`${week}: what policies status calls not enforced is not enforced on the page, and nothing else of its kinds`, async () => {
    const { policies } = (await looks[week]).views;
    const { notEnforced } = await ask<{ readonly notEnforced: readonly { readonly subject: string }[] }>(
      'policies',
      'status',
      `examples/estate/${week}`,
      '--all',
    );
    const subjects = new Set(notEnforced.map(({ subject }) => subject));
    for (const { kind, namespace, name, enforcement } of policies.policies.filter((each) =>
      /Admission/.test(each.kind),
    ))
      assert.equal(
        enforcement === 'not-enforced',
        subjects.has(`${kind} ${namespace === null ? '' : `${namespace}/`}${name}`),
        name,
      );
  });

  test(`${week}: findings are those of a scan, each with its line, its fix and where it is accepted`, async () => {
    const { look } = await lookAt([`examples/estate/${week}`], { folder, now });
    const { findings } = await ask<{
      readonly findings: readonly { readonly id: string; readonly also: readonly { readonly id: string }[] }[];
    }>('scan', `examples/estate/${week}`);
    const records = [...look.findings];
    assert.deepEqual(
      new Set(records.map(({ finding }) => finding.id)),
      new Set(findings.flatMap(({ id, also }) => [id, ...also.map((each) => each.id)])),
    );
    assert.ok(records.every(({ place }) => place === null || place.line !== null));
    assert.ok(records.every(({ finding, fix }) => finding.status !== 'fail' || fix !== null));
  });
}

test('week-0: who holds dangerous rights, worst first, and the question that tells', async () => {
  const { rbac } = (await looks['week-0']).views;
  assert.deepEqual(
    rbac.powers.map(({ title, severity, command, holders }) => [
      severity,
      title,
      command,
      holders.map(({ subject, where, through }) => `${subject} in ${where} through ${through}`),
    ]),
    [
      [
        'critical',
        'Do everything',
        "vauban rbac who-can '*' '*' examples/estate/week-0",
        [
          'serviceaccount:platform:ci-deployer in all namespaces through ClusterRole cluster-admin, by ClusterRoleBinding ci-deployer',
        ],
      ],
      [
        'critical',
        'Reach every resource',
        'vauban rbac who-can get secrets examples/estate/week-0',
        [
          'serviceaccount:platform:shop-operator in all namespaces through ClusterRole shop-operator, by ClusterRoleBinding shop-operator',
        ],
      ],
      [
        'critical',
        'Grant rights it does not hold',
        'vauban rbac who-can escalate roles.rbac.authorization.k8s.io examples/estate/week-0',
        [
          'serviceaccount:platform:shop-operator in all namespaces through ClusterRole shop-operator, by ClusterRoleBinding shop-operator',
        ],
      ],
      [
        'high',
        'Read the Secrets',
        'vauban rbac who-can list secrets examples/estate/week-0',
        [
          'serviceaccount:platform:ingress-nginx in all namespaces through ClusterRole ingress-nginx, by ClusterRoleBinding ingress-nginx',
          'serviceaccount:shop:api in namespace shop through Role shop/api, by RoleBinding shop/api',
        ],
      ],
      [
        'medium',
        'Go into running pods',
        'vauban rbac who-can create pods/exec examples/estate/week-0',
        ['group:developers in all namespaces through ClusterRole debug, by ClusterRoleBinding developers-debug'],
      ],
    ],
  );
});

for (const week of weeks)
  test(`${week}: who holds a right worst is among the answers of its question`, async () => {
    const { rbac } = (await looks[week]).views;
    for (const { command, holders } of rbac.powers) {
      const words = command.split(' ').slice(1);
      const plain = words.map((word) => word.replaceAll("'", ''));
      const { subjects } = await ask<{ readonly subjects: readonly { readonly subject: string }[] }>(...plain);
      const able = new Set(subjects.map(({ subject }) => subject));
      assert.ok(able.has(holders[0]?.subject ?? ''), command);
    }
  });

test('week-0: everything about a workload', async () => {
  const { workloads } = (await looks['week-0']).views;
  assert.deepEqual(workloads.left, 0);
  assert.deepEqual(
    workloads.workloads.find(({ id }) => id === 'Deployment/shop/api'),
    {
      id: 'Deployment/shop/api',
      kind: 'Deployment',
      namespace: 'shop',
      name: 'api',
      place: 'examples/estate/week-0/shop/api.yaml',
      open: { critical: 0, high: 2, medium: 9, low: 0, info: 5 },
      depth: 0,
      exposed: true,
      account: 'api',
      tokenMounted: true,
      podSecurity: 'privileged',
      containers: [
        {
          name: 'api',
          image: 'registry.example.com/shop/api:5.3.0',
          ports: ['TCP 8080'],
          runsAsRoot: null,
          privileged: false,
          limits: true,
        },
      ],
      rights: ['Read the Secrets in namespace shop, by RoleBinding shop/api'],
      reaches: ['everyone in the cluster', 'the internet'],
      reachedBy: ['the internet', 'everyone in the cluster'],
      secrets: [],
    },
  );
});

test('week-12: a workload that policies guard reaches and is reached by those it needs', async () => {
  const { workloads } = (await looks['week-12']).views;
  const peersOf = (name: string) => {
    const found = workloads.workloads.find((each) => each.id === name);
    return [found?.reachedBy, found?.reaches, found?.exposed, found?.podSecurity];
  };
  assert.deepEqual(peersOf('Deployment/shop/api'), [
    ['platform/ingress-nginx', 'shop/web'],
    ['everyone in shop but shop/web'],
    true,
    'restricted',
  ]);
  assert.deepEqual(peersOf('Deployment/data/redis'), [
    ['shop/cart', 'shop/checkout', 'shop/order-worker'],
    [],
    false,
    'restricted',
  ]);
});

test('week-12: policies of every dialect with what is known of each', async () => {
  const { policies } = (await looks['week-12']).views;
  const told = policies.policies.map(({ name, kind, namespace, action, enforcement, title }) =>
    [enforcement, action, kind, namespace ?? '', name, title].join(' | '),
  );
  assert.deepEqual(told.slice(0, 7), [
    'declared | deny | ValidatingAdmissionPolicy |  | images-by-digest | images-by-digest',
    'declared | deny | ValidatingAdmissionPolicy |  | services-stay-inside | services-stay-inside',
    'declared | deny | Pod Security | shop | shop | enforces restricted',
    'declared | deny | Pod Security | data | data | enforces restricted',
    'declared | deny | Pod Security | platform | platform | enforces restricted',
    'not-enforced | audit | Pod Security | platform-agents | platform-agents | audits at baseline',
    'declared | deny | NetworkPolicy | data | default-deny | what comes into and leaves every pod',
  ]);
  assert.equal(told.length, 29);
});
