/** `vauban network generate`: the shop keeps what it needs and nothing else; files are written, replaced and left alone. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { RunningControlPlane } from '../../../tools/control-plane/start-control-plane.ts';
import { useTestCluster } from '../../../tools/control-plane/test-cluster.ts';
import { createReachability } from '../../kube/network/create-reachability.ts';
import { renderPlace } from '../../kube/network/place.ts';
import type { End } from '../../kube/network/reachability.ts';
import { keepForNetwork, networkKinds, readNetworkEstate } from '../../kube/network/read-network-estate.ts';
import { parseYaml } from '../../lang/yaml/read-yaml.ts';
import { objectAt, objectsAt, textAt } from '../../model/read-object.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import { loadSnapshot } from '../assemble/load-snapshot.ts';
import { folderOf } from './example-policies.ts';
import { createTestContext, runCli } from './test-context.ts';

const week0 = fileURLToPath(new URL('../../../examples/estate/week-0', import.meta.url));

const connectionsOf = async (paths: readonly string[]) => {
  const context = createTestContext([], [], {});
  const loaded = await loadSnapshot(
    { paths, context: null, kinds: networkKinds, keep: keepForNetwork, namespaces: [], progress: () => undefined },
    context,
  );
  const estate = readNetworkEstate(loaded.snapshot);
  assert.deepEqual(estate.problems, []);
  const reachability = createReachability(estate);
  const name = ({ place }: End): string =>
    place.kind === 'workload'
      ? `${place.namespace}/${place.name}`
      : place.kind === 'internet'
        ? 'internet'
        : renderPlace(place);
  const isOfNode = ({ side }: End): boolean => side?.kind === 'pods' && side.hostNetwork;
  const lines = new Set<string>();
  for (const from of reachability.ends) {
    for (const to of reachability.ends) {
      if (from === to || isOfNode(from) || isOfNode(to) || (from.side === null && to.side === null)) continue;
      const { isEmpty, isAll, ranges } = reachability.ports(from, to);
      if (isEmpty) continue;
      const ports = isAll
        ? 'all'
        : Object.entries(ranges)
            .flatMap(([protocol, list]) =>
              list.map(([first, last]) => `${protocol} ${first}${last === first ? '' : `-${last}`}`),
            )
            .join(', ');
      lines.add(`${name(from)} → ${name(to)}: ${ports}`);
    }
  }
  return [...lines];
};

/** Read from the manifests by hand; examples/estate/README.md draws the same arrows. */
const shopNeeds = [
  // The Ingresses `shop` and `admin` of shop/ingress.yaml, carried by ingress-nginx.
  'platform/ingress-nginx → shop/web: TCP 8080',
  'platform/ingress-nginx → shop/api: TCP 8080',
  // API_URL of shop/web.yaml.
  'shop/web → shop/api: TCP 8080',
  // CATALOGUE_URL, CART_URL and CHECKOUT_URL of shop/api.yaml.
  'shop/api → shop/catalogue: TCP 8080',
  'shop/api → shop/cart: TCP 8080',
  'shop/api → shop/checkout: TCP 8080',
  // REDIS_ADDR of shop/cart.yaml; QUEUE_ADDR of checkout and order-worker.
  'shop/cart → data/redis: TCP 6379',
  'shop/checkout → data/redis: TCP 6379',
  'shop/order-worker → data/redis: TCP 6379',
  // PGHOST and PGPORT.
  'shop/catalogue → data/postgres: TCP 5432',
  'shop/checkout → data/postgres: TCP 5432',
  'shop/order-worker → data/postgres: TCP 5432',
  'shop/migrate-v118 → data/postgres: TCP 5432',
  'data/nightly-backup → data/postgres: TCP 5432',
  // PAYMENTS_URL; SMTP_ADDR of the ConfigMap shop-config; Host and Port of fluent-bit.conf, with the API server beside it.
  'shop/checkout → internet: TCP 443',
  'shop/order-worker → internet: TCP 587',
  'platform/fluent-bit → internet: TCP 443, TCP 6443',
  // Accounts with a role and a token: the API server, at an address that no manifest knows.
  'platform/ingress-nginx → internet: TCP 443, TCP 6443',
  'platform/shop-operator → internet: TCP 443, TCP 6443',
  'shop/api → internet: TCP 443, TCP 6443',
  // The load balancer of ingress-nginx, and the NodePort of api.
  'internet → platform/ingress-nginx: TCP 80, TCP 443',
  'internet → shop/api: TCP 8080',
];

test('the shop of week 0 keeps every connection it needs, and everything else is closed', async (context) => {
  const folder = folderOf(context, {});
  const { code, error } = await runCli(['network', 'generate', week0, '--write', 'policies'], { folder });
  assert.equal(
    error,
    `vauban: 3 namespaces written to policies; policies/README.md says how to apply it and take it back; to see first what it changes: vauban network diff ${week0} --add policies\n`,
  );
  assert.equal(code, 0);
  assert.deepEqual(readdirSync(join(folder, 'policies')), ['README.md', 'data.yaml', 'platform.yaml', 'shop.yaml']);
  const after = await connectionsOf([week0, join(folder, 'policies')]);
  assert.deepEqual(after.filter((line) => !line.includes('cidr//')).toSorted(), shopNeeds.toSorted());
  // Of private addresses: the cache of DNS on the node, the API server wherever it is, and who may come from anywhere.
  const cache = after.filter((line) => line.includes('→ cidr//169.254.20.10/32'));
  assert.equal(cache.length, 13);
  const others = after.filter((line) => line.includes('cidr//') && !line.includes('→ cidr//169.254.20.10/32'));
  assert.deepEqual(
    new Set(
      others.map((line) => line.replace(/cidr\/\/[^ :]*(?::[^ ]*)?\/\d+/, 'private').replace(/TCP 443$/, 'TCP 443')),
    ),
    new Set([
      'platform/ingress-nginx → private: TCP 443, TCP 6443',
      'platform/shop-operator → private: TCP 443, TCP 6443',
      'platform/fluent-bit → private: TCP 443, TCP 6443',
      'shop/api → private: TCP 443, TCP 6443',
      'private → platform/ingress-nginx: TCP 80, TCP 443',
      'private → shop/api: TCP 8080',
    ]),
  );
});

test('every rule says what shows it, with its file and line', async () => {
  const { output } = await runCli(['network', 'generate', 'week-0', '-n', 'data'], { folder: join(week0, '..') });
  assert.ok(
    output.startsWith(
      '# Made by vauban network generate. Apply it as one file: the allows come first, the default-deny last.\n# What CronJob nightly-backup needs.\napiVersion: networking.k8s.io/v1\n',
    ),
    output.slice(0, 300),
  );
  assert.match(
    output,
    /\n {2}# REDIS_ADDR of cart names redis\.data\.svc\.cluster\.local:6379: the Service data\/redis \(week-0\/shop\/cart\.yaml:39\)\n {2}- from:\n/,
  );
  assert.match(
    output,
    /\n {2}name: default-deny\n {2}namespace: data\n {2}labels:\n {4}app\.kubernetes\.io\/managed-by: vauban\nspec:\n {2}podSelector: \{\}\n {2}policyTypes:\n {2}- Ingress\n {2}- Egress\n$/,
  );
});

test('the README.md says how to see it first, in which order to apply it, and how to take it back', async (context) => {
  const folder = folderOf(context, {});
  await runCli(['network', 'generate', week0, '-n', 'shop', '--write', '.'], { folder });
  const guide = readFileSync(join(folder, 'README.md'), 'utf8');
  for (const line of [
    `    vauban network diff ${week0} --add .`,
    '    kubectl apply -f shop.yaml',
    'The whole file: every allow closes what it does not name as well, so a namespace is open again only when all its policies are gone. Never delete the allows and leave the deny.\n\n    kubectl delete -f shop.yaml',
    '| shop/web | shop/api | TCP 8080 | this folder |',
    '- Probes: the kubelet reaches the pods of its own node whatever the policies say.',
  ])
    assert.ok(guide.includes(`${line}\n`), line);
});

test('a second run replaces the files of the first, wherever it reads them, and says which are left over', async (context) => {
  const folder = folderOf(context, {});
  const first = await runCli(['network', 'generate', week0, '--write', 'policies'], { folder });
  assert.equal(first.code, 0);
  const before = readFileSync(join(folder, 'policies/shop.yaml'), 'utf8');
  const second = await runCli(['network', 'generate', week0, 'policies', '--write', 'policies', '-n', 'shop'], {
    folder,
  });
  assert.equal(second.code, 0, second.error);
  assert.equal(readFileSync(join(folder, 'policies/shop.yaml'), 'utf8'), before);
  assert.match(second.error, /policies\/data\.yaml is of an earlier run and not made any more; delete it\n/);
});

test('a folder that holds an earlier run gives the same as at first, wherever the new one goes', async (context) => {
  const folder = folderOf(context, {});
  await runCli(['network', 'generate', week0, '--write', 'policies'], { folder });
  for (const words of [[], ['--write', 'policies'], ['--write', 'elsewhere']]) {
    const again = await runCli(['network', 'generate', week0, 'policies', ...words], { folder });
    assert.equal(again.code, 0, again.error);
    if (words.length === 0) assert.equal(again.output, (await runCli(['network', 'generate', week0], {})).output);
  }
  for (const name of ['shop.yaml', 'data.yaml', 'platform.yaml'])
    assert.equal(
      readFileSync(join(folder, 'elsewhere', name), 'utf8'),
      readFileSync(join(folder, 'policies', name), 'utf8'),
    );
  const one = await runCli(['network', 'generate', week0, 'policies', '-n', 'shop'], { folder });
  assert.equal(one.error, '');
  assert.equal(one.code, 0);
});

test('files that it did not make are left alone, all or none, unless it is forced', async (context) => {
  const folder = folderOf(context, { 'policies/shop.yaml': '# mine\n' });
  const words = ['network', 'generate', week0, '--write', 'policies'];
  const { code, error } = await runCli(words, { folder });
  assert.equal(code, 2);
  assert.equal(
    error,
    'vauban: policies/shop.yaml was not made by this command, so nothing is written; choose another folder, or --force\n',
  );
  assert.deepEqual(readdirSync(join(folder, 'policies')), ['shop.yaml']);
  assert.equal((await runCli([...words, '--force'], { folder })).code, 0);
  assert.match(readFileSync(join(folder, 'policies/shop.yaml'), 'utf8'), /^# Made by vauban network generate\./);
});

test('a dry run writes nothing and says what it would', async (context) => {
  const folder = folderOf(context, {});
  const { code, output, error } = await runCli(['network', 'generate', week0, '--write', 'p', '--dry-run'], { folder });
  assert.equal(code, 0);
  assert.equal(error, 'vauban: would write p/data.yaml, p/platform.yaml, p/shop.yaml, p/README.md\n');
  assert.match(output, /\nkind: NetworkPolicy\n/);
  assert.deepEqual(readdirSync(folder), []);
});

test('as JSON: policies, what is needed and why, what a person must decide', async () => {
  const { code, output } = await runCli(['network', 'generate', 'week-0', '-n', 'shop', '-o', 'json'], {
    folder: join(week0, '..'),
  });
  assert.equal(code, 0);
  const told = JSON.parse(output) as {
    readonly complete: boolean;
    readonly namespaces: readonly { readonly policies: readonly JsonObject[] }[];
    readonly flows: readonly unknown[];
    readonly questions: readonly { readonly message: string }[];
  };
  assert.equal(told.complete, true);
  assert.deepEqual(
    told.namespaces[0]?.policies.map((policy) => textAt(policy, 'metadata', 'name')),
    [
      'allow-api',
      'allow-cart',
      'allow-catalogue',
      'allow-checkout',
      'allow-migrate-v118',
      'allow-order-worker',
      'allow-web',
      'allow-dns',
      'default-deny',
    ],
  );
  assert.deepEqual(
    told.flows.find((flow) => JSON.stringify(flow).includes('CART_URL')),
    {
      from: ['workload/shop/api'],
      to: ['workload/shop/cart'],
      ports: [{ protocol: 'TCP', port: 8080 }],
      because: 'CART_URL of api names cart:8080: the Service shop/cart',
      path: 'spec.template.spec.containers[0].env[1].value',
      file: 'week-0/shop/api.yaml',
      line: 63,
    },
  );
  assert.equal(told.questions.length, 4);
  assert.ok(told.questions.some(({ message }) => message.includes('around the Ingress ')));
});

const refused: readonly (readonly [name: string, words: readonly string[], error: string])[] = [
  [
    'an empty folder name',
    ['week-0', '--write', ''],
    'vauban: --write names the folder to write into; . is this one\n',
  ],
  [
    'a namespace without a workload',
    ['week-0', '-n', 'nowhere'],
    'vauban: nowhere is left out: no workload of it was read\nvauban: no namespace has a workload that a policy could select, so nothing is generated\n',
  ],
  [
    'a cluster beside paths',
    ['week-0', '--context', 'prod'],
    'vauban: policies are generated for one estate: one cluster, or paths\n',
  ],
];

for (const [name, words, expected] of refused) {
  test(`${name} is refused`, async () => {
    const { code, error } = await runCli(['network', 'generate', ...words], { folder: join(week0, '..') });
    assert.equal(code, 2);
    assert.equal(error, expected);
  });
}

test('what cannot be read makes the answer partial, and the exit code says so', async (context) => {
  const folder = folderOf(context, {
    'broken.yaml': 'apiVersion: v1\nkind: [\n',
    'web.yaml': readFileSync(join(week0, 'shop/web.yaml'), 'utf8'),
  });
  const { code, error, output } = await runCli(['network', 'generate', '.'], { folder });
  assert.equal(code, 1);
  assert.match(error, /partial: what was not read may need connections that these policies close\n/);
  assert.match(output, /default-deny/);
  assert.equal((await runCli(['network', 'generate', '.', '--allow-partial'], { folder })).code, 0);
});

test('a scan with the generated policies finds nothing new', async (context) => {
  const folder = folderOf(context, {});
  await runCli(['network', 'generate', week0, '--write', 'policies'], { folder });
  const failuresOf = async (...paths: readonly string[]): Promise<readonly string[]> => {
    const { output } = await runCli(['scan', ...paths, '-o', 'json', '--fail-on', 'none'], { folder });
    const { findings } = JSON.parse(output) as {
      readonly findings: readonly { readonly status: string; readonly rule: string; readonly subject: unknown }[];
    };
    return findings
      .filter(({ status }) => status === 'fail' || status === 'error')
      .map(({ rule, subject }) => `${rule} ${JSON.stringify(subject)}`);
  };
  const before = new Set(await failuresOf(week0));
  assert.deepEqual(
    (await failuresOf(week0, 'policies')).filter((failure) => !before.has(failure)),
    [],
  );
});

const documentsOf = (text: string): readonly JsonObject[] =>
  text.split(/^---$/m).map((document) => {
    const parsed = parseYaml(document);
    assert.ok(parsed.kind !== 'defect' && isJsonObject(parsed.value));
    return parsed.value;
  });

const make = async (plane: RunningControlPlane, path: string, body: unknown): Promise<void> => {
  const { status, body: answer } = await plane.request('POST', path, body);
  assert.equal(status, 201, `${path}: ${JSON.stringify(answer)}`);
};

test('a real API server takes every policy of the shop', async (context) => {
  const plane = await useTestCluster(context);
  if (plane === undefined) return;
  const { output } = await runCli(['network', 'generate', week0], {});
  const policies = documentsOf(output);
  assert.equal(policies.length, 19);
  for (const policy of policies) {
    const namespace = `generated-${textAt(policy, 'metadata', 'namespace')}`;
    const { status } = await plane.request('GET', `/api/v1/namespaces/${namespace}`);
    if (status === 404) await make(plane, '/api/v1/namespaces', { metadata: { name: namespace } });
    await make(plane, `/apis/networking.k8s.io/v1/namespaces/${namespace}/networkpolicies?fieldValidation=Strict`, {
      ...policy,
      metadata: { ...objectAt(policy, 'metadata'), namespace },
    });
  }
});

test('of a live cluster the API server is allowed at its own address alone, and a second run makes the same', async (context) => {
  const plane = await useTestCluster(context);
  if (plane === undefined) return;
  const namespace = 'generate-live';
  await make(plane, '/api/v1/namespaces', { metadata: { name: namespace } });
  await make(plane, `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}/rolebindings`, {
    metadata: { name: 'web' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
    subjects: [{ kind: 'ServiceAccount', name: 'default', namespace }],
  });
  await make(plane, `/apis/apps/v1/namespaces/${namespace}/deployments`, {
    metadata: { name: 'web' },
    spec: {
      replicas: 0,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'nginx:1' }] } },
    },
  });
  // One that listens on the loopback, as in tests, tells nobody its address: any other keeps this itself.
  const slices = '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices';
  await make(plane, slices, {
    metadata: { name: 'kubernetes', labels: { 'kubernetes.io/service-name': 'kubernetes' } },
    addressType: 'IPv4',
    endpoints: [{ addresses: ['192.0.2.10'] }],
    ports: [{ name: 'https', port: 6443, protocol: 'TCP' }],
  });
  context.after(() => plane.request('DELETE', `${slices}/kubernetes`));
  const generate = () =>
    runCli(['network', 'generate', '--cluster', '-n', namespace, '--allow-partial'], {
      environment: { KUBECONFIG: plane.kubeconfig },
    });
  const first = await generate();
  assert.equal(first.code, 0, first.error);
  const policies = documentsOf(first.output);
  const [web] = policies;
  const service = await plane.request('GET', '/api/v1/namespaces/default/services/kubernetes');
  const own = textAt(isJsonObject(service.body) ? service.body : {}, 'spec', 'clusterIP');
  assert.deepEqual(
    objectsAt(web, 'spec', 'egress').flatMap((rule) =>
      objectsAt(rule, 'to').map((peer) => textAt(peer, 'ipBlock', 'cidr')),
    ),
    ['192.0.2.10/32', `${own}/32`],
  );
  for (const policy of policies)
    await make(
      plane,
      `/apis/networking.k8s.io/v1/namespaces/${namespace}/networkpolicies?fieldValidation=Strict`,
      policy,
    );
  assert.equal((await generate()).output, first.output);
});
