/** What an estate shows to be needed, and the policies that allow just that. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textAt } from '../../../model/read-object.ts';
import { checkPolicies } from './check-policies.ts';
import { toEstate, toTestResources } from './estate-of-yaml.ts';
import { generatePolicies, type Generation } from './generate-policies.ts';
import { toPolicyObject } from './generated-policy.ts';
import { renderFlowEnd } from './needed-flow.ts';
import { renderPorts } from './render-guide.ts';
import { renderPolicies } from './render-policies.ts';

const indent = (text: string, by: number): string => text.replaceAll(/^(?=.)/gm, ' '.repeat(by));

interface PodOptions {
  /** Of the one container, as YAML. */
  readonly container?: string;
  readonly spec?: string;
  readonly kind?: string;
  readonly annotations?: string;
  readonly top?: string;
}

const pods = (
  name: string,
  { container = '', spec = '', kind = 'Deployment', annotations = '{}', top = '' }: PodOptions = {},
): string => {
  const [namespace = '', own = ''] = name.split('/');
  return `apiVersion: ${kind === 'Job' ? 'batch/v1' : 'apps/v1'}
kind: ${kind}
metadata: {name: ${own}, namespace: ${namespace}}
spec:
${indent(top, 2)}
  selector: {matchLabels: {app: ${own}}}
  template:
    metadata:
      labels: {app: ${own}, tier: any}
      annotations: ${annotations}
    spec:
${indent(spec, 6)}
      containers:
      - name: main
        image: example.com/${own}:1
        ports: [{name: web, containerPort: 8080}, {name: metrics, containerPort: 9090}]
${indent(container, 8)}
---
`;
};

const service = (name: string, ports = '[{port: 80, targetPort: web}]', more = ''): string => {
  const [namespace = '', own = ''] = name.split('/');
  return `apiVersion: v1
kind: Service
metadata: {name: ${own}, namespace: ${namespace}}
spec:
  selector: {app: ${own}}
  ports: ${ports}
${indent(more, 2)}
---
`;
};

const env = (variables: Readonly<Record<string, string>>): string =>
  `env:\n${Object.entries(variables)
    .map(([name, value]) => `- {name: ${name}, value: ${JSON.stringify(value)}}\n`)
    .join('')}`;

const generate = (
  yaml: string,
  namespaces: readonly string[] = [],
  kind: 'manifests' | 'cluster' = 'manifests',
): Generation => generatePolicies({ snapshot: toEstate(yaml, kind), namespaces, replaces: () => false });

const flowsOf = (generation: Generation): readonly string[] => [
  ...new Set(
    generation.flows.map((flow) => `${renderFlowEnd(flow.from)} → ${renderFlowEnd(flow.to)}: ${renderPorts(flow)}`),
  ),
];

const web = (variables: Readonly<Record<string, string>>): string => pods('shop/web', { container: env(variables) });
const api = pods('shop/api') + service('shop/api');
const db = pods('data/db') + service('data/db', '[{port: 5432, targetPort: 8080}]');
const headless = (more = ''): string =>
  pods('data/redis', { kind: 'StatefulSet', top: `serviceName: redis\n${more}` }) +
  service('data/redis', '[{port: 8080, targetPort: web}]', 'clusterIP: None');

const account = (namespace: string, name: string, more = ''): string =>
  `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: ${name}, namespace: ${namespace}}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: any}
subjects: [{kind: ServiceAccount, name: ${name}}]
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: ${name}, namespace: ${namespace}}
${more}
---
`;

const ingress = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop, namespace: shop}
spec:
  ingressClassName: nginx
  rules:
  - host: shop.example.com
    http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: api, port: {number: 80}}}}]}
---
`;
const controller = pods('edge/nginx', {}).replace(
  'example.com/nginx:1',
  'registry.k8s.io/ingress-nginx/controller:v1.11.2',
);

const cases: readonly (readonly [name: string, yaml: string, flows: readonly string[]])[] = [
  [
    'a URL in an environment leads to the port of the pods, not of the Service',
    web({ API_URL: 'http://api' }) + api,
    ['shop/web → shop/api: TCP 8080'],
  ],
  [
    'a host and its port in two variables',
    web({ PGHOST: 'db.data', PGPORT: '5432' }) + db,
    ['shop/web → data/db: TCP 8080'],
  ],
  [
    'a host whose variable says so, without any port: those of the Service',
    web({ DB_HOST: 'db.data.svc.cluster.local' }) + db,
    ['shop/web → data/db: TCP 8080'],
  ],
  ['one word is a Service of the own namespace alone', web({ DB_HOST: 'db' }) + db, []],
  ['a variable that is about no host names nobody', web({ APP_NAME: 'api', OTEL_SERVICE_NAME: 'api' }) + api, []],
  ['a port that the Service does not have is a version', web({ IMAGE: 'api:7' }) + api, []],
  [
    'the name of a pod of a StatefulSet',
    web({ MASTER: 'redis-0.redis.data:8080' }) + headless(),
    ['shop/web → data/redis: TCP 8080'],
  ],
  [
    'a client of a headless Service names the port of the pod',
    web({ CACHE: 'redis.data:9090' }) + headless(),
    ['shop/web → data/redis: TCP 9090'],
  ],
  [
    'one variable in another',
    web({ HOST: 'api', API: 'http://$(HOST):80/v1' }) + api,
    ['shop/web → shop/api: TCP 8080'],
  ],
  [
    'arguments and commands',
    pods('shop/web', {
      container:
        'command: [sh, -c, "until nc -z api 80; do sleep 1; done"]\nargs: [--db-host, db.data, --db-port=5432]',
    }) +
      api +
      db,
    ['shop/web → shop/api: TCP 8080', 'shop/web → data/db: TCP 8080'],
  ],
  [
    'an init container waits for somebody',
    pods('shop/web', {
      spec: 'initContainers: [{name: wait, image: busybox, command: [wget, "http://api/healthz"]}]',
    }) + api,
    ['shop/web → shop/api: TCP 8080'],
  ],
  [
    'a ConfigMap as an environment and as a file',
    `apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: shop}
data:
  DB_HOST: db.data
  nginx.conf: |
    # proxy_pass http://old;
    location / { proxy_pass http://api; }
---
` +
      pods('shop/web', {
        container: 'envFrom: [{configMapRef: {name: settings}}]',
        spec: 'volumes: [{name: settings, configMap: {name: settings, items: [{key: nginx.conf, path: nginx.conf}]}}]',
      }) +
      api +
      db,
    ['shop/web → data/db: TCP 8080', 'shop/web → shop/api: TCP 8080'],
  ],
  [
    'host and port on two lines of a file, section by section',
    `apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: shop}
data:
  fluent-bit.conf: |
    [OUTPUT]
        Host logs.example.net
        Port 443
    [OUTPUT]
        Host more.example.net
        Port 24224
---
` + pods('shop/web', { spec: 'volumes: [{name: settings, configMap: {name: settings}}]' }),
    ['shop/web → logs.example.net: TCP 443', 'shop/web → more.example.net: TCP 24224'],
  ],
  [
    'hosts outside, with what the scheme means or what the name does',
    web({ PAY_URL: 'https://pay.example.com/v1', SMTP_ADDR: 'smtp.example.net:587', PGHOST: 'pg.example.net' }),
    [
      'shop/web → pay.example.com: TCP 443',
      'shop/web → smtp.example.net: TCP 587',
      'shop/web → pg.example.net: TCP 5432',
    ],
  ],
  [
    'addresses, but not those it listens at',
    web({ DB: 'http://10.1.2.3:9000', LISTEN: '0.0.0.0:8080', LOCAL: 'http://127.0.0.1:1' }),
    ['shop/web → 10.1.2.3: TCP 9000'],
  ],
  [
    'links for people are no connections',
    web({ RUNBOOK_URL: 'https://wiki.example.com/x', CORS_ORIGIN: 'https://a.example.com' }),
    [],
  ],
  [
    'a Service that is another name for a host',
    web({ PAY_URL: 'https://pay' }) +
      'apiVersion: v1\nkind: Service\nmetadata: {name: pay, namespace: shop}\nspec: {type: ExternalName, externalName: pay.example.com}\n---\n',
    ['shop/web → pay.example.com: TCP 443'],
  ],
  [
    'a Service without a selector leads where its Endpoints say',
    web({ OLD_URL: 'http://old' }) +
      'apiVersion: v1\nkind: Service\nmetadata: {name: old, namespace: shop}\nspec: {ports: [{port: 80}]}\n---\n' +
      'apiVersion: v1\nkind: Endpoints\nmetadata: {name: old, namespace: shop}\nsubsets: [{addresses: [{ip: 192.0.2.7}], ports: [{port: 8000}]}]\n---\n',
    ['shop/web → Service shop/old: TCP 8000'],
  ],
  [
    'a Service whose pods were not read, by its selector',
    web({ API_URL: 'http://api' }) + service('shop/api', '[{port: 80, targetPort: 3000}]'),
    ['shop/web → the pods of Service shop/api: TCP 3000'],
  ],
  [
    'a Service of a namespace that was not read',
    web({ OTEL_URL: 'http://otel.observability.svc:4317' }),
    ['shop/web → the pods of namespace observability: TCP 4317'],
  ],
  [
    'an Ingress, from its controller; the controller itself from everywhere',
    ingress + api + controller,
    ['everywhere → edge/nginx: TCP 8080', 'edge/nginx → shop/api: TCP 8080'],
  ],
  ['an Ingress whose controller was not read', ingress + api, ['everywhere → shop/api: TCP 8080']],
  [
    'the host of an Ingress in a variable about oneself',
    ingress + api + web({ PUBLIC_HOST: 'shop.example.com', PUBLIC_URL: 'https://shop.example.com' }),
    ['everywhere → shop/api: TCP 8080'],
  ],
  [
    'a route of a Gateway, from the pods that carry it',
    `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: shop, namespace: shop}
spec:
  parentRefs: [{name: edge, namespace: edge}]
  rules: [{backendRefs: [{name: api, port: 80}]}]
---
` +
      api +
      pods('edge/envoy').replace('app: envoy, tier', 'app: envoy, gateway.networking.k8s.io/gateway-name: edge, tier'),
    ['edge/envoy → shop/api: TCP 8080'],
  ],
  [
    'a NodePort, from everywhere',
    pods('shop/api') + service('shop/api', '[{port: 80, targetPort: web}]', 'type: NodePort'),
    ['everywhere → shop/api: TCP 8080'],
  ],
  [
    'source ranges of a load balancer count where pods see the sender',
    pods('shop/api') +
      service(
        'shop/api',
        '[{port: 80, targetPort: web}]',
        'type: LoadBalancer\nexternalTrafficPolicy: Local\nloadBalancerSourceRanges: [192.0.2.0/24]',
      ),
    ['the source ranges of the load balancer → shop/api: TCP 8080'],
  ],
  [
    'source ranges of a load balancer would cut everybody where nodes stand between',
    pods('shop/api') +
      service(
        'shop/api',
        '[{port: 80, targetPort: web}]',
        'type: LoadBalancer\nloadBalancerSourceRanges: [192.0.2.0/24]',
      ),
    ['everywhere → shop/api: TCP 8080'],
  ],
  [
    'a port of the node',
    pods('shop/api', { container: '' }).replace('containerPort: 8080', 'containerPort: 8080, hostPort: 80'),
    ['everywhere → shop/api: TCP 8080'],
  ],
  [
    'webhooks, extension APIs and conversions, at the port of the pods',
    `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: hook}
webhooks: [{name: a.example.com, clientConfig: {service: {name: api, namespace: shop, port: 80}}}]
---
apiVersion: apiregistration.k8s.io/v1
kind: APIService
metadata: {name: v1.example.com}
spec: {service: {name: db, namespace: data, port: 5432}}
---
` +
      api +
      db,
    ['everywhere → shop/api: TCP 8080', 'everywhere → data/db: TCP 8080'],
  ],
  [
    'who asks to be scraped is, from any pod where nobody was read who does it',
    pods('shop/api', { annotations: '{prometheus.io/scrape: "true", prometheus.io/port: "9090"}' }),
    ['any pod: nobody was read who collects metrics → shop/api: TCP 9090'],
  ],
  [
    'who asks to be scraped is, from Prometheus',
    pods('shop/api', { annotations: '{prometheus.io/scrape: "true", prometheus.io/port: "9090"}' }) +
      pods('mon/prom').replace('example.com/prom:1', 'quay.io/prometheus/prometheus:v3'),
    [
      'mon/prom → shop/api: TCP 9090',
      'mon/prom → the nodes: TCP 10250, TCP 9100, TCP 10249, TCP 10257, TCP 10259, TCP 2381',
      'mon/prom → CoreDNS: TCP 9153',
    ],
  ],
  [
    'a ServiceMonitor of another namespace',
    pods('shop/api') +
      service('shop/api', '[{name: m, port: 1, targetPort: metrics}]').replace(
        'name: api, namespace',
        'labels: {app: api}, name: api, namespace',
      ) +
      `apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: api, namespace: mon}
spec: {namespaceSelector: {matchNames: [shop]}, selector: {matchLabels: {app: api}}, endpoints: [{port: m}]}
---
`,
    ['any pod: nobody was read who collects metrics → shop/api: TCP 9090'],
  ],
  ['replicas that find each other', headless('replicas: 3'), ['data/redis → data/redis: TCP 8080, TCP 9090']],
  ['one replica has nobody to find', headless('replicas: 1'), []],
  [
    'an account with a role and a token asks the API server',
    account('shop', 'web') + pods('shop/web', { spec: 'serviceAccountName: web' }),
    ['shop/web → the API server: TCP 443, TCP 6443'],
  ],
  [
    'an account without a token asks nobody',
    account('shop', 'web', 'automountServiceAccountToken: false') +
      pods('shop/web', { spec: 'serviceAccountName: web' }),
    [],
  ],
  [
    'the API server at its own address, where it is known',
    account('shop', 'web') +
      pods('shop/web', { spec: 'serviceAccountName: web' }) +
      'apiVersion: v1\nkind: Endpoints\nmetadata: {name: kubernetes, namespace: default}\nsubsets: [{addresses: [{ip: 192.0.2.1}], ports: [{name: https, port: 6443}]}]\n---\n',
    ['shop/web → the API server: TCP 6443, TCP 443'],
  ],
  ['probes need nothing', pods('shop/web', { container: 'readinessProbe: {httpGet: {path: /, port: 9999}}' }), []],
];

/** The files as they are written, read again. */
const readBack = (generation: Generation) =>
  generation.namespaces.flatMap((made) => toTestResources(renderPolicies(made, ({ path }) => path)));

for (const [name, yaml, flows] of cases) {
  test(name, () => {
    const generation = generate(yaml);
    assert.deepEqual(flowsOf(generation).toSorted(), flows.toSorted());
    const written = readBack(generation);
    assert.deepEqual(checkPolicies(generation.without, written, generation.flows), []);
    for (const made of generation.namespaces) {
      const objects = made.policies.map((policy) => toPolicyObject(made, policy));
      assert.deepEqual(
        written.filter(({ ref }) => ref.namespace === made.namespace).map(({ object }) => object),
        objects,
      );
      const denies = made.policies.filter(({ isDefaultDeny }) => isDefaultDeny);
      assert.deepEqual(
        denies.map((policy) => toPolicyObject(made, policy)),
        [
          {
            apiVersion: 'networking.k8s.io/v1',
            kind: 'NetworkPolicy',
            metadata: { name: 'default-deny', namespace: made.namespace },
            spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
          },
        ],
      );
      assert.equal(made.policies.at(-1)?.isDefaultDeny, true);
      assert.ok(made.policies.some((policy) => policy.name === 'allow-dns'));
      for (const { isDefaultDeny, ingress: into, egress: out } of made.policies)
        assert.ok(isDefaultDeny || into.length + out.length > 0);
    }
  });
}

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

test('in a cluster the default-deny of an earlier run is made again, and its allows count for nothing', () => {
  const earlier = deny('default-deny') + deny('allow-dns', '[Egress]', '{app.kubernetes.io/managed-by: vauban}');
  assert.deepEqual(namesOf(generate(api + earlier, [], 'cluster')), ['shop/allow-dns', 'shop/default-deny']);
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
      ports: ports.map(({ protocol, port }) => `${String(protocol)} ${String(port)}`),
    })),
    [
      {
        peers: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
            podSelector: { matchLabels: { app: 'coredns' } },
          },
        ],
        ports: ['UDP 53', 'TCP 53', 'UDP 1053'],
      },
      {
        peers: [{ ipBlock: { cidr: '169.254.20.10/32' } }, { ipBlock: { cidr: '10.96.0.10/32' } }],
        ports: ['UDP 53', 'TCP 53'],
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

test('a policy that is left out is noticed', () => {
  const generation = generate(web({ DB_HOST: 'db.data' }) + db);
  const some = readBack(generation).filter(({ ref }) => ref.name !== 'allow-web');
  assert.deepEqual(
    checkPolicies(generation.without, some, generation.flows).map(({ before }) => before),
    [false],
  );
});
