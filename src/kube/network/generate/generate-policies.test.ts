/** The policies a namespace gets: their names, what is left out, and what is beside them. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  array,
  assert as assertProperty,
  constantFrom,
  integer,
  nat,
  oneof,
  property,
  string,
  tuple,
} from 'fast-check';
import { printYaml } from '../../../lang/patch/print-yaml.ts';
import { isJsonArray, isJsonObject, type Json } from '../../../model/json.ts';
import { textAt } from '../../../model/read-object.ts';
import { parseNetworkPolicies } from '../parse/parse-network-policies.ts';
import { checkPolicies } from './check-policies.ts';
import {
  account,
  api,
  controller,
  db,
  env,
  generate,
  headless,
  ingress,
  pods,
  readBack,
  service,
  web,
} from './example-estates.ts';
import { toTestResources } from './estate-of-yaml.ts';
import type { Generation } from './generate-policies.ts';
import { withPolicies } from './with-policies.ts';
import { toPolicyObject } from './generated-policy.ts';

const deny = (name: string, types = '[Ingress, Egress]', labels = '{}'): string => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: ${name}, namespace: shop, labels: ${labels}}
spec: {podSelector: {}, policyTypes: ${types}}
---
`;

const namesOf = ({ namespaces }: Generation): readonly string[] =>
  namespaces.flatMap(({ namespace, policies }) => policies.map(({ name }) => `${namespace}/${name}`));

test('a namespace that is closed already gets no second default-deny, and is told so', () => {
  const generation = generate(api + deny('closed'));
  assert.deepEqual(namesOf(generation), ['shop/allow-dns']);
  assert.deepEqual(
    generation.questions.map(({ text }) => text),
    ['The policy closed closes the namespace already: no second one is made'],
  );
});

test('a policy that closes one direction is not the one, and keeps its name', () => {
  assert.deepEqual(namesOf(generate(api + deny('default-deny', '[Ingress]'))), [
    'shop/allow-dns',
    'shop/default-deny-2',
  ]);
});

const own = '{app.kubernetes.io/managed-by: vauban}';

for (const kind of ['manifests', 'cluster'] as const) {
  test(`what an earlier run made is made again as at first, read from ${kind}`, () => {
    const estate = web({ API_URL: 'http://api' }) + api;
    const first = generate(estate, [], kind);
    const earlier = readBack(first).map(({ object }) => `${printYaml(object)}---\n`);
    const second = generate(estate + earlier.join('') + deny('allow-gone', '[Egress]', own), [], kind);
    assert.deepEqual(second.namespaces, first.namespaces);
    assert.deepEqual(
      second.leftOver.map(({ ref }) => ref.name),
      ['allow-gone'],
    );
  });

  test(`a default-deny of somebody else is not made a second time, read from ${kind}`, () => {
    assert.deepEqual(namesOf(generate(api + deny('default-deny'), [], kind)), ['shop/allow-dns']);
  });
}

test('for one namespace, what an earlier run made for the others stays in force, allows and denies alike', () => {
  const estate = web({ DB_HOST: 'db.data' }) + db;
  const earlier = readBack(generate(estate)).map(({ object }) => `${printYaml(object)}---\n`);
  const generation = generate(estate + earlier.join(''), ['shop']);
  assert.deepEqual(
    generation.without
      .list('networking.k8s.io', 'NetworkPolicy')
      .map(({ ref }) => `${ref.namespace ?? ''}/${ref.name}`),
    ['data/allow-db', 'data/allow-dns', 'data/default-deny'],
  );
  assert.deepEqual(checkPolicies(generation.without, readBack(generation), generation.flows), []);
});

test('a name that is taken is not taken again', () => {
  const generation = generate(
    web({ API_URL: 'http://api' }) + api + deny('allow-web', '[Ingress]') + deny('allow-dns', '[Egress]'),
  );
  assert.deepEqual(namesOf(generation), [
    'shop/allow-api',
    'shop/allow-web-deployment',
    'shop/allow-dns-2',
    'shop/default-deny',
  ]);
});

test('namespaces of the system are left out unless they are asked for', () => {
  const yaml = pods('kube-system/dns') + pods('shop/web');
  assert.deepEqual(
    generate(yaml).leftOut.map(({ namespace, why }) => `${namespace}: ${why}`),
    ['kube-system: it belongs to the cluster itself; -n kube-system includes it'],
  );
  assert.deepEqual(namesOf(generate(yaml, ['kube-system'])), ['kube-system/allow-dns', 'kube-system/default-deny']);
});

test('pods with the network of their node get no policy; who talks to them is allowed at any address', () => {
  const node = pods('agents/node', { spec: 'hostNetwork: true' }) + service('agents/node');
  const generation = generate(node + web({ NODE_URL: 'http://node.agents' }));
  assert.deepEqual(namesOf(generation), ['shop/allow-web', 'shop/allow-dns', 'shop/default-deny']);
  const [allow] = generation.namespaces[0]?.policies ?? [];
  assert.deepEqual(
    allow?.egress.map(({ peers, ports }) => ({ peers, ports })),
    [
      {
        peers: [{ ipBlock: { cidr: '0.0.0.0/0' } }, { ipBlock: { cidr: '::/0' } }],
        ports: [{ protocol: 'TCP', port: 8080 }],
      },
    ],
  );
});

test('DNS is allowed to the pods, their own port, the Service and the cache on the node', () => {
  const dns =
    pods('kube-system/coredns', { container: '' }).replace(
      'name: web, containerPort: 8080',
      'name: dns, protocol: UDP, containerPort: 1053',
    ) +
    `apiVersion: v1
kind: Service
metadata: {name: kube-dns, namespace: kube-system}
spec: {clusterIP: 10.96.0.10, selector: {app: coredns}, ports: [{port: 53, protocol: UDP, targetPort: dns}]}
---
`;
  const [made] = generate(dns + pods('shop/web')).namespaces;
  const allow = made?.policies.find(({ name }) => name === 'allow-dns');
  assert.deepEqual(
    allow?.egress.map(({ peers, ports }) => ({
      peers,
      ports: ports.map(({ protocol, port }) => [protocol, port]),
    })),
    [
      {
        peers: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
            podSelector: { matchLabels: { app: 'coredns' } },
          },
        ],
        ports: [
          ['UDP', 53],
          ['TCP', 53],
          ['UDP', 1053],
        ],
      },
      {
        peers: [{ ipBlock: { cidr: '169.254.20.10/32' } }, { ipBlock: { cidr: '10.96.0.10/32' } }],
        ports: [
          ['UDP', 53],
          ['TCP', 53],
        ],
      },
    ],
  );
});

test('a public name is allowed outside private networks, a private one anywhere', () => {
  const [made] = generate(
    web({ PAY_URL: 'https://pay.example.com', DB_HOST: 'db.x1.eu-west-1.rds.amazonaws.com', DB_PORT: '5432' }),
  ).namespaces;
  const exceptions = made?.policies[0]?.egress.map(({ peers }) => JSON.stringify(peers).includes('10.0.0.0/8'));
  assert.deepEqual(exceptions, [true, false]);
});

test('the metadata service of a cloud is allowed at its one address, and says what it is', () => {
  const [made] = generate(web({ METADATA_HOST: 'metadata.google.internal:80' })).namespaces;
  const [rule] = made?.policies[0]?.egress ?? [];
  assert.deepEqual(rule?.peers, [{ ipBlock: { cidr: '169.254.169.254/32' } }]);
  assert.match(rule.notes[0] ?? '', /^The cloud's metadata service: it tells pods about their node/);
});

test('a Service that leads around the Ingress before it is asked about; the one of the controller is not', () => {
  const yaml =
    ingress +
    controller +
    service('edge/nginx', '[{port: 80, targetPort: web}]', 'type: LoadBalancer') +
    pods('shop/api') +
    service('shop/api', undefined, 'type: NodePort');
  assert.deepEqual(
    generate(yaml).questions.map(({ text }) => text),
    [
      'the Service shop/api is published on a port of every node, which leads to api around the Ingress shop: its rule lets everybody outside in at that port. Make the Service a ClusterIP if nothing needs it, and generate again (network/around-ingress)',
    ],
  );
});

test('under Cilium no ipBlock means the API server, so its rule names no peer', () => {
  const cilium =
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: cilium-config, namespace: kube-system}\ndata: {}\n---\n';
  const [made] = generate(
    cilium + account('shop', 'web') + pods('shop/web', { spec: 'serviceAccountName: web' }),
  ).namespaces;
  assert.deepEqual(
    made?.policies[0]?.egress.map(({ peers, ports }) => [peers, ports.length]),
    [[null, 2]],
  );
});

test('pods that no label tells apart are said to be allowed together', () => {
  const job = pods('shop/job', { kind: 'Job', container: env({ API_URL: 'http://api' }) })
    .replace('selector: {matchLabels: {app: job}}', '')
    .replace('labels: {app: job, tier: any}', 'labels: {app: api, tier: any}');
  const about = generate(job + api).namespaces[0]?.policies.find(({ name }) => name === 'allow-job')?.about;
  assert.deepEqual(about, ['What Job job needs.', 'The same labels select api: they are allowed the same.']);
});

test('what a Secret holds is not read, and its host is asked about', () => {
  const yaml = pods('shop/web', {
    container: 'env: [{name: DATABASE_URL, valueFrom: {secretKeyRef: {name: db, key: url}}}]',
  });
  assert.deepEqual(
    generate(yaml).questions.map(({ text, path }) => `${path}: ${text}`),
    [
      'spec.template.spec.containers[0].env[0]: web takes DATABASE_URL from the Secret db, whose values are never read: if it names somebody whom nothing else here names, allow them',
    ],
  );
});

test('manifests that name no namespace get policies that name none', () => {
  const generation = generate(
    web({ API_URL: 'http://api' }).replaceAll(', namespace: shop', '') + api.replaceAll(', namespace: shop', ''),
  );
  const written = readBack(generation);
  assert.deepEqual(
    written.map(({ object }) => textAt(object, 'metadata', 'namespace')),
    ['', '', '', ''],
  );
  assert.deepEqual(checkPolicies(generation.without, written, generation.flows), []);
});

test('what an existing policy of administrators cuts is found to be cut before', () => {
  const admin = `apiVersion: policy.networking.k8s.io/v1alpha1
kind: AdminNetworkPolicy
metadata: {name: no-db}
spec:
  priority: 1
  subject: {namespaces: {matchLabels: {kubernetes.io/metadata.name: data}}}
  ingress: [{name: none, action: Deny, from: [{namespaces: {}}]}]
---
`;
  const generation = generate(admin + web({ DB_HOST: 'db.data' }) + db);
  const cut = checkPolicies(generation.without, readBack(generation), generation.flows);
  assert.deepEqual(
    cut.map(({ before }) => before),
    [true],
  );
});

const strange = oneof(
  string({ maxLength: 12, unit: 'binary' }),
  constantFrom('', '../../x', '# a\n---\nb: c', 'http://a:1@b:2', '__proto__', '10.0.0.0/8', 'ünder_score', '{{ x }}'),
  integer({ min: -1, max: 70000 }),
  constantFrom<Json>(null, true, [], {}, [null], [[]], { a: [1] }),
);

/** Puts a strange value where the number leads, counting the values of the object. */
const spoil = (value: Json, left: { number: number }, by: Json): Json => {
  left.number -= 1;
  if (left.number === 0) return by;
  if (isJsonArray(value)) return value.map((item) => spoil(item, left, by));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, spoil(item, left, by)]));
};

const everything = toTestResources(
  [
    ingress,
    controller,
    headless('replicas: 3'),
    account('shop', 'web'),
    web({ API_URL: 'http://api', DB_HOST: 'db.data', DB_PORT: '5432', PAY: 'https://pay.example.com' }),
    api,
    db,
    service(
      'shop/web',
      '[{port: 80}]',
      'type: LoadBalancer\nexternalTrafficPolicy: Local\nloadBalancerSourceRanges: [192.0.2.0/24]',
    ),
  ].join(''),
);

test('whatever stands in an object, nothing is thrown, and what is written is read back the same and cuts nothing', () => {
  assertProperty(
    property(array(tuple(nat(), nat({ max: 60 }), strange), { maxLength: 4 }), (changes) => {
      const objects = everything.map(({ object }) => object);
      for (const [which, number, by] of changes) {
        const index = which % objects.length;
        const spoilt = spoil(objects[index] ?? {}, { number: number + 2 }, by);
        if (isJsonObject(spoilt)) objects[index] = spoilt;
      }
      const generation = generate(objects.map((object) => printYaml(object)).join('---\n'));
      const written = readBack(generation);
      assert.deepEqual(
        written.map(({ object }) => object),
        generation.namespaces.flatMap((made) => made.policies.map((policy) => toPolicyObject(made, policy))),
      );
      const cut = checkPolicies(generation.without, written, generation.flows);
      assert.deepEqual(
        cut.filter(({ before }) => !before),
        [],
      );
      assert.deepEqual(parseNetworkPolicies(withPolicies(generation.without, written)).problems, []);
      for (const { namespace } of generation.namespaces) assert.match(namespace, /^[a-z0-9-]+$/);
    }),
    { numRuns: 300 },
  );
});

test('a policy that is left out is noticed', () => {
  const generation = generate(web({ DB_HOST: 'db.data' }) + db);
  const some = readBack(generation).filter(({ ref }) => ref.name !== 'allow-web');
  assert.deepEqual(
    checkPolicies(generation.without, some, generation.flows).map(({ before }) => before),
    [false],
  );
});

test('what existing policies allow needs no rule, also where they know an address that is not known here', () => {
  const existing = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
  policyTypes: [Egress]
  egress:
  - {to: [{podSelector: {matchLabels: {app: api}}}], ports: [{port: 8080}]}
  - {to: [{ipBlock: {cidr: 192.0.2.7/32}}], ports: [{port: 443}]}
  - {ports: [{port: 53, protocol: UDP}]}
---
`;
  const yaml = web({ API_URL: 'http://api', PAY_URL: 'https://pay.example.com', MAIL: 'mail.example.com:587' }) + api;
  const half = generate(yaml + existing);
  // The other half of web's way to api is missing, so both halves are written; pay.example.com is where the policy says.
  assert.deepEqual(
    [...half.covered].map(({ because }) => because.text),
    ['PAY_URL of web names pay.example.com:443: outside the cluster'],
  );
  assert.deepEqual(namesOf(half), ['shop/allow-api', 'shop/allow-web', 'shop/allow-dns', 'shop/default-deny']);
});

test('what existing policies allow the pods of an operator, and to pods that were not read, needs no rule', () => {
  const prometheus = `apiVersion: monitoring.coreos.com/v1
kind: Prometheus
metadata: {name: k8s, namespace: shop}
spec: {}
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: {name: api, namespace: shop}
spec: {selector: {matchLabels: {app: api}}, podMetricsEndpoints: [{port: metrics}]}
---
`;
  const existing = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: prometheus, namespace: shop}
spec: {podSelector: {matchLabels: {app.kubernetes.io/name: prometheus}}, policyTypes: [Egress], egress: [{}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: api, namespace: shop}
spec:
  podSelector: {matchLabels: {app: api}}
  ingress: [{from: [{podSelector: {matchLabels: {app.kubernetes.io/name: prometheus}}}], ports: [{port: 9090}]}]
---
`;
  const generation = generate(prometheus + existing + api);
  assert.deepEqual(
    [...generation.covered].map(({ because }) => because.text),
    [
      'the PodMonitor shop/api collects metrics here',
      'prometheus-k8s: metrics of nodes, of agents on them and of the control plane',
      'prometheus-k8s: metrics of CoreDNS',
    ],
  );
  assert.deepEqual(namesOf(generation), ['shop/allow-dns', 'shop/default-deny']);
});
