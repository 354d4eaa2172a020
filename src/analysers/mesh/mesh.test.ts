/** What counts as a mesh, as mTLS and as callers that are named, and what only looks like it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { surveyYaml } from '../surveyed-of-yaml.ts';
import { join } from '../told-of-yaml.ts';
import { meshSurvey } from './index.ts';

const namespace = (labels: string, annotations = '{}', name = 'shop'): string =>
  `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}, labels: ${labels}, annotations: ${annotations}}`;

const deployment = (name: string, { labels = '', annotations = '{}', spec = '', of = 'shop' } = {}): string => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: ${of}}
spec:
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}${labels}}, annotations: ${annotations}}
    spec: {${spec}containers: [{name: ${name}, image: "${name}:1", ports: [{containerPort: 8080}]}]}`;

const job = (labels: string): string => `
apiVersion: batch/v1
kind: Job
metadata: {name: migrate, namespace: shop}
spec: {template: {metadata: {labels: {${labels}}}, spec: {containers: [{name: a, image: "a:1"}]}}}`;

const peer = (spec: string, of = 'shop', name = 'default'): string =>
  `apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: {name: ${name}, namespace: ${of}}\nspec: ${spec}`;

const allow = (spec: string, of = 'shop', name = 'callers', annotations = '{}'): string =>
  `apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: ${name}, namespace: ${of}, annotations: ${annotations}}\nspec: ${spec}`;

const istio = namespace('{istio-injection: enabled}');
const ambient = namespace('{istio.io/dataplane-mode: ambient}');
const linkerd = namespace('{}', '{linkerd.io/inject: enabled}');
const web = deployment('web');
const fromApi = 'from: [{source: {principals: [cluster.local/ns/shop/sa/api]}}]';

type Case = readonly [name: string, text: string, told: readonly string[]];

const run = (criterion: string, cases: readonly Case[]): void => {
  for (const [name, text, told] of cases)
    test(`${criterion}: ${name}`, () => assert.deepEqual(surveyYaml(meshSurvey, text, { criterion }), told));
};

const isIn = (mesh: string): readonly string[] => [
  `met (declared): Namespace shop in a mesh: its pods are put into ${mesh}`,
];
const isOut = ['unmet: Namespace shop in a mesh: its pods are put into no mesh'];

run('mesh/installed', [
  ['a namespace with the label of Istio is in it', join(istio, web), isIn('Istio')],
  ['a revision counts', join(namespace('{istio.io/rev: canary}'), web), isIn('Istio')],
  [
    'a revision beside a namespace that is disabled does not',
    join(namespace('{istio-injection: disabled, istio.io/rev: canary}'), web),
    isOut,
  ],
  ['the ambient mesh counts', join(ambient, web), isIn('Istio')],
  ['the annotation of Linkerd counts', join(linkerd, web), isIn('Linkerd')],
  ['as a label it is nothing to Linkerd', join(namespace('{linkerd.io/inject: enabled}'), web), isOut],
  ['the label of Istio with another value is nothing', join(namespace('{istio-injection: "true"}'), web), isOut],
  [
    'a workload that is kept out is named',
    join(istio, web, deployment('api', { labels: ', sidecar.istio.io/inject: "false"' })),
    ['unmet: Namespace shop in a mesh: Deployment shop/api stays out of Istio'],
  ],
  ['a job that is kept out answers nobody', join(istio, web, job('sidecar.istio.io/inject: "false"')), isIn('Istio')],
  [
    'a workload may ask for it by itself',
    join(namespace('{}'), deployment('web', { labels: ', sidecar.istio.io/inject: "true"' })),
    isIn('Istio'),
  ],
  [
    'a Namespace that was not read cannot be told',
    web,
    ['unknown: Namespace shop in a mesh: was not read, so nothing says whether its pods are put into a mesh'],
  ],
  [
    'agents of nodes alone are left out',
    join(
      namespace('{}'),
      'apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: a, namespace: shop}\nspec: {template: {spec: {containers: [{name: a}]}}}',
    ),
    [],
  ],
  [
    'the namespace of the control plane is left out',
    join(namespace('{}', '{}', 'mesh'), deployment('istiod', { labels: ', istio: pilot', of: 'mesh' })),
    [],
  ],
]);

const live = (text: string): readonly string[] =>
  surveyYaml(meshSurvey, text, { criterion: 'mesh/installed', kind: 'cluster' });

const istiod = deployment('istiod', { labels: ', istio: pilot', of: 'istio-system' });
const pod = (containers: string): string => `
apiVersion: v1
kind: Pod
metadata: {name: web-1, namespace: shop, labels: {app: web}, ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web-a, controller: true}]}
spec: {containers: ${containers}}
status: {phase: Running}`;
const replicas = `
apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: web-a, namespace: shop, ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: web, controller: true}]}
spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web}]}}}`;

test('mesh/installed: in a cluster a label without a control plane is nothing', () => {
  assert.deepEqual(live(join(istio, web)), [
    'unmet: Namespace shop in a mesh: is marked for Istio, and no control plane of it runs',
  ]);
  assert.deepEqual(live(join(istio, web, istiod)), [
    'met (enforced): Namespace shop in a mesh: its pods are put into Istio',
  ]);
});

test('mesh/installed: pods that are older than the label have no proxy', () => {
  assert.deepEqual(live(join(istio, web, replicas, pod('[{name: web}]'), istiod)), [
    'unmet: Namespace shop in a mesh: pods of Deployment shop/web run without a proxy of Istio: they are older than the mark, restart them',
  ]);
  assert.deepEqual(live(join(istio, web, replicas, pod('[{name: web}, {name: istio-proxy}]'), istiod)), [
    'met (enforced): Namespace shop in a mesh: its pods are put into Istio',
  ]);
});

const strict = ['met (declared): Namespace shop: mTLS: demands a certificate of every caller'];
const none = [
  'unmet: Namespace shop: mTLS: no PeerAuthentication demands mTLS: callers without a certificate are let in',
];
const weak = (policy: string, mode: string): readonly string[] => [
  `unmet: Namespace shop: mTLS: PeerAuthentication ${policy} has the mode ${mode}: callers without a certificate are let in`,
];

run('mesh/mtls', [
  ['STRICT for the namespace', join(istio, web, peer('{mtls: {mode: STRICT}}')), strict],
  ['STRICT for the mesh', join(istio, web, peer('{mtls: {mode: STRICT}}', 'istio-system')), strict],
  ['STRICT in the ambient mesh', join(ambient, web, peer('{mtls: {mode: STRICT}}')), strict],
  ['nothing', join(istio, web), none],
  ['PERMISSIVE', join(istio, web, peer('{mtls: {mode: PERMISSIVE}}')), weak('shop/default', 'PERMISSIVE')],
  [
    'PERMISSIVE for the namespace in a mesh that is STRICT',
    join(istio, web, peer('{mtls: {mode: PERMISSIVE}}'), peer('{mtls: {mode: STRICT}}', 'istio-system')),
    weak('shop/default', 'PERMISSIVE'),
  ],
  [
    'UNSET asks the mesh',
    join(istio, web, peer('{mtls: {mode: UNSET}}'), peer('{mtls: {mode: STRICT}}', 'istio-system')),
    strict,
  ],
  ['STRICT in another namespace', join(istio, web, peer('{mtls: {mode: STRICT}}', 'data')), none],
  ['strict in lower case', join(istio, web, peer('{mtls: {mode: strict}}')), weak('shop/default', 'strict')],
  [
    'STRICT for a workload that is not there',
    join(istio, web, peer('{selector: {matchLabels: {app: nobody}}, mtls: {mode: STRICT}}')),
    none,
  ],
  [
    'STRICT for each workload',
    join(istio, web, peer('{selector: {matchLabels: {app: web}}, mtls: {mode: STRICT}}')),
    strict,
  ],
  [
    'STRICT for some workloads',
    join(istio, web, deployment('api'), peer('{selector: {matchLabels: {app: web}}, mtls: {mode: STRICT}}')),
    [
      'unmet: Namespace shop: mTLS: no PeerAuthentication demands mTLS of Deployment shop/api: callers without a certificate are let in',
    ],
  ],
  [
    'a workload that is PERMISSIVE in a namespace that is STRICT',
    join(
      istio,
      web,
      deployment('api'),
      peer('{mtls: {mode: STRICT}}'),
      peer('{selector: {matchLabels: {app: api}}, mtls: {mode: PERMISSIVE}}', 'shop', 'api'),
    ),
    [
      'unmet: Namespace shop: mTLS: PeerAuthentication shop/api has the mode PERMISSIVE of Deployment shop/api: callers without a certificate are let in',
    ],
  ],
  [
    'PERMISSIVE for a workload that is not there',
    join(
      istio,
      web,
      peer('{mtls: {mode: STRICT}}'),
      peer('{selector: {matchLabels: {app: gone}}, mtls: {mode: PERMISSIVE}}', 'shop', 'gone'),
    ),
    strict,
  ],
  [
    'a port that is PERMISSIVE',
    join(
      istio,
      web,
      peer('{mtls: {mode: STRICT}}'),
      peer(
        '{selector: {matchLabels: {app: web}}, mtls: {mode: STRICT}, portLevelMtls: {"8080": {mode: PERMISSIVE}}}',
        'shop',
        'web',
      ),
    ),
    ['unmet: Namespace shop: mTLS: PeerAuthentication shop/web lets callers without a certificate in at some ports'],
  ],
  [
    'STRICT without a mesh',
    join(namespace('{}'), web, peer('{mtls: {mode: STRICT}}')),
    ['unmet: Namespace shop: mTLS: is in no mesh'],
  ],
  [
    'Linkerd',
    join(linkerd, web),
    ['met (declared): Namespace shop: mTLS: Linkerd encrypts between its proxies by itself'],
  ],
  [
    'mutual authentication of Cilium',
    join(
      namespace('{}'),
      web,
      'apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: auth, namespace: shop}\nspec: {endpointSelector: {}, ingress: [{fromEndpoints: [{}], authentication: {mode: required}}]}',
    ),
    ['met (declared): Namespace shop: mTLS: CiliumNetworkPolicy shop/auth demands mutual authentication'],
  ],
  [
    'mutual authentication of Cilium at one of two rules',
    join(
      namespace('{}'),
      web,
      'apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: auth, namespace: shop}\nspec: {endpointSelector: {}, ingress: [{authentication: {mode: required}}, {fromEndpoints: [{}]}]}',
    ),
    ['unmet: Namespace shop: mTLS: is in no mesh'],
  ],
  [
    'a mesh that is not read',
    join(namespace('{kuma.io/sidecar-injection: enabled}'), web),
    ['unknown: Namespace shop: mTLS: is in Kuma, whose mTLS is not read'],
  ],
]);

const named = ['met (declared): Namespace shop: callers: allows only the callers its policies name'];
const openNs = ['unmet: Namespace shop: callers: no AuthorizationPolicy closes it to callers that none names'];
const everybody = (policy: string): readonly string[] => [
  `unmet: Namespace shop: callers: AuthorizationPolicy ${policy} has a rule that allows everybody`,
];

run('mesh/traffic', [
  ['nothing', join(istio, web), openNs],
  ['a policy that allows nothing closes it', join(istio, web, allow('{}')), named],
  ['a policy for the namespace that names callers', join(istio, web, allow(`{rules: [{${fromApi}}]}`)), named],
  ['a policy for the mesh', join(istio, web, allow('{}', 'istio-system')), named],
  ['a rule that asks for nothing', join(istio, web, allow('{rules: [{}]}')), everybody('shop/callers')],
  [
    'a rule for whoever has a certificate',
    join(istio, web, allow('{rules: [{from: [{source: {principals: ["*"]}}]}]}')),
    everybody('shop/callers'),
  ],
  [
    'everybody beside nobody',
    join(istio, web, allow('{}'), allow('{rules: [{}]}', 'shop', 'all')),
    everybody('shop/all'),
  ],
  [
    'everybody at the health check alone',
    join(istio, web, allow(`{rules: [{${fromApi}}, {to: [{operation: {paths: [/healthz]}}]}]}`)),
    named,
  ],
  [
    'a policy for each workload',
    join(istio, web, allow(`{selector: {matchLabels: {app: web}}, rules: [{${fromApi}}]}`)),
    named,
  ],
  [
    'a policy for a workload that is not there',
    join(istio, web, allow(`{selector: {matchLabels: {app: gone}}, rules: [{${fromApi}}]}`)),
    openNs,
  ],
  [
    'a workload without a policy',
    join(istio, web, deployment('api'), allow(`{selector: {matchLabels: {app: web}}, rules: [{${fromApi}}]}`)),
    ['unmet: Namespace shop: callers: no AuthorizationPolicy holds for Deployment shop/api: everybody may call'],
  ],
  [
    'a workload for everybody in a namespace that is closed',
    join(istio, web, allow('{}'), allow('{selector: {matchLabels: {app: web}}, rules: [{}]}', 'shop', 'door')),
    named,
  ],
  ['AUDIT allows and denies nothing', join(istio, web, allow(`{action: AUDIT, rules: [{${fromApi}}]}`)), openNs],
  ['a dry run is none', join(istio, web, allow('{}', 'shop', 'callers', '{istio.io/dry-run: "true"}')), openNs],
  [
    'DENY of whoever is not named',
    join(
      istio,
      web,
      allow('{action: DENY, rules: [{from: [{source: {notPrincipals: [cluster.local/ns/shop/sa/api]}}]}]}'),
    ),
    named,
  ],
  [
    'DENY of one caller',
    join(istio, web, allow('{action: DENY, rules: [{from: [{source: {principals: [x]}}]}]}')),
    openNs,
  ],
  [
    'a policy for a waypoint',
    join(istio, web, allow('{targetRefs: [{kind: Gateway, group: gateway.networking.k8s.io, name: waypoint}]}')),
    openNs,
  ],
  ['a policy of another namespace', join(istio, web, allow('{}', 'data')), openNs],
  [
    'a Server of Linkerd for each workload',
    join(
      linkerd,
      web,
      'apiVersion: policy.linkerd.io/v1beta3\nkind: Server\nmetadata: {name: web, namespace: shop}\nspec: {podSelector: {matchLabels: {app: web}}, port: 8080}',
    ),
    ['met (declared): Namespace shop: callers: its Servers let in only whom a policy names'],
  ],
  [
    'a Server of Linkerd that lets everybody in',
    join(
      linkerd,
      web,
      'apiVersion: policy.linkerd.io/v1beta3\nkind: Server\nmetadata: {name: web, namespace: shop}\nspec: {podSelector: {matchLabels: {app: web}}, port: 8080, accessPolicy: all-unauthenticated}',
    ),
    ['unmet: Namespace shop: callers: no Server closes it, and its default policy lets everybody in'],
  ],
  [
    'an AuthorizationPolicy of Linkerd that asks for nothing',
    join(
      linkerd,
      web,
      'apiVersion: policy.linkerd.io/v1alpha1\nkind: AuthorizationPolicy\nmetadata: {name: all, namespace: shop}\nspec: {targetRef: {kind: Server, name: web}, requiredAuthenticationRefs: []}',
    ),
    ['unmet: Namespace shop: callers: AuthorizationPolicy shop/all allows everybody'],
  ],
  [
    'a default of Linkerd that denies',
    join(namespace('{}', '{linkerd.io/inject: enabled, config.linkerd.io/default-inbound-policy: deny}'), web),
    ['met (declared): Namespace shop: callers: denies callers by default'],
  ],
  [
    'Linkerd alone',
    join(linkerd, web),
    ['unmet: Namespace shop: callers: no Server closes it, and its default policy lets everybody in'],
  ],
]);

test('mesh/mtls: what could not be read is not called open', () => {
  const unread = {
    kind: 'PeerAuthentication',
    group: 'security.istio.io',
    cluster: 'test',
    namespace: null,
    reason: 'forbidden',
    grant: null,
  };
  assert.deepEqual(
    surveyYaml(meshSurvey, join(istio, web), { criterion: 'mesh/mtls', kind: 'cluster', extras: { unread: [unread] } }),
    ['unknown: Namespace shop: mTLS: PeerAuthentications could not be read: forbidden'],
  );
});
