/** What policies are shown of an object: without a server, for what a server was seen to do (tools/schema compares them). */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../model/json.ts';
import { type PresentOptions, presentObject } from './present-object.ts';

const options: PresentOptions = {
  version: null,
  namespace: null,
  stage: 'validating',
  admissionPlugins: false,
  schema: null,
};

const present = (object: JsonObject, changed: Partial<PresentOptions> = {}): JsonObject => {
  const presented = presentObject(object, { ...options, ...changed });
  assert.ok(presented.kind === 'presented', JSON.stringify(presented));
  return presented.object;
};

const pod = (spec: JsonObject): JsonObject => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec });

test('a pod has the defaults of its version, canonical amounts and its first status', () => {
  const container = { name: 'a', image: 'nginx', resources: { limits: { cpu: '0.5', memory: '1024Mi' } } };
  assert.deepEqual(present(pod({ containers: [container], hostNetwork: false, nodeName: null })), {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'a', generation: 1 },
    spec: {
      containers: [
        {
          name: 'a',
          image: 'nginx',
          resources: { limits: { cpu: '500m', memory: '1Gi' }, requests: { cpu: '500m', memory: '1Gi' } },
          imagePullPolicy: 'Always',
          terminationMessagePath: '/dev/termination-log',
          terminationMessagePolicy: 'File',
        },
      ],
      dnsPolicy: 'ClusterFirst',
      restartPolicy: 'Always',
      securityContext: {},
      terminationGracePeriodSeconds: 30,
      schedulerName: 'default-scheduler',
      enableServiceLinks: true,
    },
    status: { phase: 'Pending', qosClass: 'Guaranteed' },
  });
});

test('the plug-ins that are on by default add a token, tolerations and a priority to a pod', () => {
  const { spec } = present(pod({ containers: [{ name: 'a', image: 'nginx:1' }] }), { admissionPlugins: true });
  const { serviceAccountName, tolerations, priority, preemptionPolicy, volumes } = spec as JsonObject;
  assert.deepEqual(
    { serviceAccountName, priority, preemptionPolicy, tolerations, volumes: (volumes as JsonObject[]).length },
    {
      serviceAccountName: 'default',
      priority: 0,
      preemptionPolicy: 'PreemptLowerPriority',
      tolerations: [
        { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
        { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
      ],
      volumes: 1,
    },
  );
});

test('before the object is prepared for creation its status is as it was written', () => {
  const object = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'a' },
    status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } },
  };
  assert.deepEqual(present(object, { stage: 'mutating' }).status, object.status);
  assert.deepEqual(present(object).status, { loadBalancer: {} });
});

test('lists and objects that Go always prints are there, with null for a list that is unset', () => {
  const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'a' } };
  assert.deepEqual(present(role, { namespace: 'shop' }), {
    ...role,
    metadata: { name: 'a', namespace: 'shop' },
    rules: null,
  });
});

test('the texts of a Secret become base64 data, of which the text wins', () => {
  const secret = { apiVersion: 'v1', kind: 'Secret', data: { a: 'YQ==', b: 'Yg==' }, stringData: { b: 'é' } };
  assert.deepEqual(present(secret).data, { a: 'YQ==', b: 'w6k=' });
  assert.equal('stringData' in present(secret), false);
});

test('unknown fields are left out and named by their paths', () => {
  const presented = presentObject(pod({ containers: [{ name: 'a', imag: 'nginx' }], replicas: 1 }), options);
  assert.ok(presented.kind === 'presented');
  assert.deepEqual(presented.unknownFields, ['spec.containers[0].imag', 'spec.replicas']);
});

const refusals: readonly (readonly [
  name: string,
  object: JsonObject,
  path: readonly (string | number)[],
  message: string,
])[] = [
  [
    'a text for a number',
    pod({ terminationGracePeriodSeconds: '30' }),
    ['spec', 'terminationGracePeriodSeconds'],
    'a string is no integer',
  ],
  [
    'a number for a text',
    pod({ containers: [{ name: 1 }] }),
    ['spec', 'containers', 0, 'name'],
    'the number 1 is no string',
  ],
  ['an object for a list', pod({ containers: {} }), ['spec', 'containers'], 'an object is no list'],
  [
    'a number beyond 32 bits',
    pod({ priority: 3_000_000_000 }),
    ['spec', 'priority'],
    'the number 3000000000 is no 32-bit integer',
  ],
  [
    'an amount with a wrong unit',
    pod({ containers: [{ resources: { limits: { cpu: '1 core' } } }] }),
    ['spec', 'containers', 0, 'resources', 'limits', 'cpu'],
    'a string is no quantity, such as `500m` or `1Gi`',
  ],
  [
    'data that is no base64',
    { apiVersion: 'v1', kind: 'Secret', data: { a: '%' } },
    ['data', 'a'],
    'the text is no base64',
  ],
];

for (const [name, object, path, message] of refusals)
  test(`${name} is refused`, () => {
    assert.deepEqual(presentObject(object, options), { kind: 'refused', path, message });
  });

test('an Ingress of networking.k8s.io/v1beta1 is presented as one of v1', () => {
  const object = {
    apiVersion: 'networking.k8s.io/v1beta1',
    kind: 'Ingress',
    metadata: { name: 'a' },
    spec: {
      backend: { serviceName: 'a', servicePort: 'http' },
      rules: [{ host: 'a.example', http: { paths: [{ path: '/', backend: { serviceName: 'b', servicePort: 80 } }] } }],
    },
  };
  assert.deepEqual(present(object), {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'a', generation: 1 },
    spec: {
      defaultBackend: { service: { name: 'a', port: { name: 'http' } } },
      rules: [
        {
          host: 'a.example',
          http: {
            paths: [
              {
                path: '/',
                pathType: 'ImplementationSpecific',
                backend: { service: { name: 'b', port: { number: 80 } } },
              },
            ],
          },
        },
      ],
    },
    status: { loadBalancer: {} },
  });
});

test('a Deployment of extensions/v1beta1 selects by the labels of its template', () => {
  const object = {
    apiVersion: 'extensions/v1beta1',
    kind: 'Deployment',
    metadata: { name: 'a' },
    spec: { template: { metadata: { labels: { app: 'a' } }, spec: { containers: [] } } },
  };
  const { apiVersion, spec } = present(object);
  assert.equal(apiVersion, 'apps/v1');
  assert.deepEqual((spec as JsonObject).selector, { matchLabels: { app: 'a' } });
});

test('an autoscaler of v2beta1 is presented to a policy on v1', () => {
  const object = {
    apiVersion: 'autoscaling/v2beta1',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'a' },
    spec: {
      maxReplicas: 3,
      scaleTargetRef: { kind: 'Deployment', name: 'a' },
      metrics: [{ type: 'Resource', resource: { name: 'cpu', targetAverageUtilization: 50 } }],
    },
  };
  const { apiVersion, spec } = present(object, { version: 'v1' });
  assert.equal(apiVersion, 'autoscaling/v1');
  assert.equal((spec as JsonObject).targetCPUUtilizationPercentage, 50);
});

test('a custom object without a schema is presented as it was written', () => {
  const object = { apiVersion: 'example.com/v1', kind: 'Widget', spec: { any: [null, {}] } };
  assert.equal(present(object), object);
});

test('a kind of a built-in group that does not exist is presented as it was written', () => {
  const object = { apiVersion: 'apps/v7', kind: 'Deployment', spec: { replicas: 'many' } };
  assert.equal(present(object), object);
});

test('the name of an image that would take a simple reader minutes is read at once', () => {
  const start = performance.now();
  present(pod({ containers: [{ name: 'a', image: `${'a'.repeat(500_000)}!` }] }));
  present(pod({ containers: [{ name: 'a', image: `${'A-'.repeat(250)}!` }] }));
  assert.ok(performance.now() - start < 1000);
});

test('a key of a map that is a word of JavaScript is kept as a key', () => {
  const object = JSON.parse('{"apiVersion":"v1","kind":"ConfigMap","data":{"__proto__":"a","b":null}}') as JsonObject;
  assert.equal(JSON.stringify(present(object).data), '{"__proto__":"a","b":""}');
});

test('a priority class that is called like a word of JavaScript is one nobody knows', () => {
  const { spec } = present(pod({ priorityClassName: 'constructor', containers: [{ name: 'a', image: 'a:1' }] }), {
    admissionPlugins: true,
  });
  assert.equal((spec as JsonObject).priority, undefined);
});
