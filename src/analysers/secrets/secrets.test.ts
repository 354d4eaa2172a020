/** Who finds which Secrets and data in small estates: each way with what grants it, and without. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { account, checkCases, claim, deployment, draw, join, secret, tell, type Case } from './example-secrets.ts';

const cases: readonly Case[] = [
  {
    name: 'a container finds the Secret a variable has a key of, and its neighbour does not',
    text: deployment('', ', env: [{name: X, valueFrom: {secretKeyRef: {name: db, key: x}}}]'),
    told: ['VOLUME_DISCOVER container/shop/web/app secret/shop/db'],
  },
  {
    name: 'a variable of a ConfigMap is no Secret',
    text: deployment('', ', env: [{name: X, valueFrom: {configMapKeyRef: {name: db, key: x}}}]'),
    told: [],
  },
  {
    name: 'a container finds every Secret of envFrom',
    text: deployment('', ', envFrom: [{secretRef: {name: db}}, {configMapRef: {name: c}}]'),
    told: ['VOLUME_DISCOVER container/shop/web/app secret/shop/db'],
  },
  {
    name: 'a container finds the Secret it mounts a part of, and so does its node',
    text: deployment(
      'volumes: [{name: v, secret: {secretName: db, items: [{key: a, path: a}]}}]',
      ', volumeMounts: [{name: v, mountPath: /v, subPath: a}]',
    ),
    told: ['VOLUME_DISCOVER container/shop/web/app secret/shop/db', 'VOLUME_ACCESS node//* secret/shop/db'],
  },
  {
    name: 'a volume that no container mounts is found on the node alone',
    text: deployment('volumes: [{name: v, secret: {secretName: db}}]'),
    told: ['VOLUME_ACCESS node//* secret/shop/db'],
  },
  {
    name: 'a Secret among projected sources is one',
    text: deployment(
      'volumes: [{name: v, projected: {sources: [{secret: {name: db}}, {configMap: {name: c}}]}}]',
      ', volumeMounts: [{name: v, mountPath: /v}]',
    ),
    told: ['VOLUME_DISCOVER container/shop/web/app secret/shop/db', 'VOLUME_ACCESS node//* secret/shop/db'],
  },
  {
    name: 'what pulls images lies on the node, and opens the registries of the images',
    text: deployment('imagePullSecrets: [{name: pull}]'),
    told: [
      'VOLUME_ACCESS node//* secret/shop/pull',
      'CREDENTIAL_USE secret/shop/pull outside//registry registry.example.com',
      'CREDENTIAL_USE secret/shop/pull outside//registry docker.io',
    ],
  },
  {
    name: 'a pod without pull Secrets is given those of its account',
    text: join(deployment('serviceAccountName: web'), `${account('}')}imagePullSecrets: [{name: pull}]`),
    told: [
      'VOLUME_ACCESS node//* secret/shop/pull',
      'CREDENTIAL_USE secret/shop/pull outside//registry registry.example.com',
      'CREDENTIAL_USE secret/shop/pull outside//registry docker.io',
    ],
  },
  {
    name: 'a Secret for a driver of volumes is the node’s',
    text: deployment(
      'volumes: [{name: v, csi: {driver: d, nodePublishSecretRef: {name: db}}}]',
      ', volumeMounts: [{name: v, mountPath: /v}]',
    ),
    told: ['VOLUME_ACCESS node//* secret/shop/db'],
  },
  {
    name: 'a container finds the data of the claim it mounts, and so does its node',
    text: deployment(
      'volumes: [{name: v, persistentVolumeClaim: {claimName: files}}]',
      ', volumeMounts: [{name: v, mountPath: /v}]',
    ),
    told: ['VOLUME_DISCOVER container/shop/web/app data/shop/files', 'VOLUME_ACCESS node//* data/shop/files'],
  },
  {
    name: 'neither a path of the host nor an empty folder is data',
    text: deployment(
      'volumes: [{name: v, hostPath: {path: /}}, {name: w, emptyDir: {}}]',
      ', volumeMounts: [{name: v, mountPath: /v}, {name: w, mountPath: /w}]',
    ),
    told: [],
  },
];

checkCases(cases);

test('a pod of one’s own may mount what is in its namespace, and the hubs lead there', () => {
  const { steps } = draw(
    join(secret('db', 'type: Opaque'), 'apiVersion: v1\nkind: Namespace\nmetadata: {name: empty}'),
  );
  const told = new Set(steps.map(({ type, from, to }) => `${type} ${from} ${to}`));
  for (const step of [
    'VOLUME_DISCOVER new-pod/shop hub/secrets/shop',
    'VOLUME_DISCOVER unguarded-pod/shop hub/data/shop',
    'VOLUME_DISCOVER new-pod/empty hub/secrets/empty',
    'MEMBER hub/secrets/* hub/secrets/shop',
    'MEMBER hub/data/* hub/data/empty',
    'MEMBER hub/secrets/shop secret/shop/db',
  ])
    assert.ok(told.has(step), step);
});

test('the claims a StatefulSet makes for its replicas are one place, of the container that mounts its template', () => {
  const parts = draw(
    join(
      claim('data-db-0'),
      claim('data-db-1'),
      claim('scratch', ', ownerReferences: [{kind: Pod, name: p}]'),
      `
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: shop}
spec:
  volumeClaimTemplates: [{metadata: {name: data}}]
  template: {spec: {containers: [{name: app, volumeMounts: [{name: data, mountPath: /d}]}]}}`,
    ),
  );
  assert.deepEqual(
    parts.assets.map(({ place }) => place),
    ['data/shop/data-db'],
  );
  assert.ok(tell(parts).includes('VOLUME_DISCOVER container/shop/db/app data/shop/data-db'));
});

test('Secrets, data and clouds are what matters, and what a person marked the most', () => {
  const { assets } = draw(
    join(
      secret('a', 'type: Opaque'),
      secret('b', 'type: Opaque').replace('{name: b,', '{name: b, labels: {vauban.dev/crown-jewel: "true"},'),
      claim('files'),
      claim('ledger', ', annotations: {vauban.dev/crown-jewel: "true"}'),
      account(', annotations: {iam.gke.io/gcp-service-account: web@x}}'),
      secret('t', 'type: kubernetes.io/service-account-token'),
    ),
  );
  assert.deepEqual(assets.map(({ place, kind, type, weight }) => `${place} ${kind} ${type} ${weight}`).toSorted(), [
    'cloud//gcp:web@x cloud gcp 5',
    'data/shop/files data  3',
    'data/shop/ledger marked  10',
    'secret/shop/a secret Opaque 2',
    'secret/shop/b marked Opaque 10',
    'secret/shop/t secret kubernetes.io/service-account-token 3',
  ]);
});

test('what makes and names Secrets tells of them, with their types', () => {
  const { assets } = draw(`
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: e, namespace: shop}
spec: {target: {name: made, template: {type: kubernetes.io/basic-auth}}}
---
apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: sealed, namespace: shop}
spec: {encryptedData: {a: x}, template: {type: Opaque}}
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: c, namespace: shop}
spec: {secretName: tls, dnsNames: [a.example.com]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: g, namespace: shop}
spec: {listeners: [{name: l, tls: {certificateRefs: [{name: gate, namespace: edge}]}}]}
---
apiVersion: v1
kind: PersistentVolume
metadata: {name: v}
spec: {csi: {driver: d, nodeStageSecretRef: {name: stage, namespace: storage}}}
---
apiVersion: secrets.hashicorp.com/v1beta1
kind: VaultStaticSecret
metadata: {name: v, namespace: shop}
spec: {destination: {name: static}}
`);
  assert.deepEqual(assets.map(({ place, type }) => `${place} ${type}`).toSorted(), [
    'secret/edge/gate kubernetes.io/tls',
    'secret/shop/made kubernetes.io/basic-auth',
    'secret/shop/sealed Opaque',
    'secret/shop/static ',
    'secret/shop/tls kubernetes.io/tls',
    'secret/storage/stage ',
  ]);
});

test('what could not be read is said, and Secrets, which nobody asks for, are not', () => {
  const missing = { cluster: 'c', namespace: null, reason: 'forbidden', grant: null };
  const { unknowns } = draw('', {
    kind: 'cluster',
    unread: [
      { ...missing, group: '', kind: 'PersistentVolumeClaim' },
      { ...missing, group: '', kind: 'Secret' },
    ],
  });
  assert.deepEqual(unknowns, [
    'PersistentVolumeClaim objects could not be read (forbidden): what they lead to is not known',
  ]);
});
