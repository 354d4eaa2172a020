/** What an estate shows to be needed: each way of showing it, with the policies that it leads to. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkPolicies } from './check-policies.ts';
import {
  account,
  api,
  controller,
  db,
  flowsOf,
  generate,
  headless,
  ingress,
  pods,
  readBack,
  service,
  web,
} from './example-estates.ts';
import { toPolicyObject } from './generated-policy.ts';

const tokenVolume = (name: string, more: string): string =>
  `volumes: [{name: ${name}, projected: {sources: [{serviceAccountToken: {path: token, expirationSeconds: 3607}}${more}]}}]`;

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
    'the token that every pod of a live cluster is given shows nothing',
    pods('shop/web', { spec: tokenVolume('kube-api-access-x7k2p', ', {configMap: {name: kube-root-ca.crt}}') }),
    [],
  ],
  [
    'a token that somebody mounted by hand shows that it is used',
    pods('shop/web', { spec: tokenVolume('token', '') }),
    ['shop/web → the API server: TCP 443, TCP 6443'],
  ],
  [
    'the API server at its own address, where it is known',
    account('shop', 'web') +
      pods('shop/web', { spec: 'serviceAccountName: web' }) +
      'apiVersion: v1\nkind: Endpoints\nmetadata: {name: kubernetes, namespace: default}\nsubsets: [{addresses: [{ip: 192.0.2.1}], ports: [{name: https, port: 6443}]}]\n---\n',
    ['shop/web → the API server: TCP 6443, TCP 443'],
  ],
  [
    'a sidecar of Istio asks its control plane',
    `apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {istio-injection: enabled}}
---
` + pods('shop/web'),
    ["shop/web → Istio's control plane: TCP 15012"],
  ],
  ['probes need nothing', pods('shop/web', { container: 'readinessProbe: {httpGet: {path: /, port: 9999}}' }), []],
];

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
            metadata: {
              name: 'default-deny',
              namespace: made.namespace,
              labels: { 'app.kubernetes.io/managed-by': 'vauban' },
            },
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
