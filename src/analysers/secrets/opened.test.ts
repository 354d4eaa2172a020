/** What Secrets and accounts open in small estates: each way with what grants it, and without. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { account, checkCases, deployment, draw, join, secret, type Case } from './example-secrets.ts';

const cases: readonly Case[] = [
  {
    name: 'a token Secret gives its account’s token',
    text: secret('t', 'type: kubernetes.io/service-account-token').replace(
      '{name: t,',
      '{name: t, annotations: {kubernetes.io/service-account.name: bot},',
    ),
    told: ['TOKEN_STEAL secret/shop/t identity/serviceaccount:shop:bot'],
  },
  {
    name: 'a token Secret of no account gives none',
    text: secret('t', 'type: kubernetes.io/service-account-token'),
    told: [],
  },
  {
    name: 'what an account lists counts as its token where nobody read it',
    text: `${account('}')}secrets: [{name: web-token-abcde}, {name: web-dockercfg-abcde}]`,
    told: ['TOKEN_STEAL secret/shop/web-token-abcde identity/serviceaccount:shop:web'],
  },
  {
    name: 'what an account lists and was read is what it says',
    text: join(`${account('}')}secrets: [{name: db}]`, secret('db', 'type: Opaque\ndata: {x: eA==}')),
    told: [],
  },
  {
    name: 'a bootstrap token is the user it names',
    text: secret(
      'bootstrap-token-abcdef',
      'type: bootstrap.kubernetes.io/token\ndata: {token-id: eA==, usage-bootstrap-authentication: dHJ1ZQ==}',
    ).replace('namespace: shop', 'namespace: kube-system'),
    told: ['TOKEN_STEAL secret/kube-system/bootstrap-token-abcdef identity/user:system:bootstrap:abcdef'],
  },
  {
    name: 'a bootstrap token anywhere else is none',
    text: secret('bootstrap-token-abcdef', 'type: bootstrap.kubernetes.io/token'),
    told: [],
  },
  {
    name: 'keys of AWS are an account there',
    text: secret('aws', 'stringData: {AWS_ACCESS_KEY_ID: a, AWS_SECRET_ACCESS_KEY: b}'),
    told: ['CREDENTIAL_USE secret/shop/aws cloud//aws:the account of Secret shop/aws'],
  },
  {
    name: 'a key of Google or Azure is an account there',
    text: join(
      secret('g', 'data: {credentials.json: eA==}'),
      secret('z', 'data: {AZURE_CLIENT_SECRET: eA==, AZURE_TENANT_ID: eA==}'),
    ),
    told: [
      'CREDENTIAL_USE secret/shop/g cloud//gcp:the account of Secret shop/g',
      'CREDENTIAL_USE secret/shop/z cloud//azure:the account of Secret shop/z',
    ],
  },
  {
    name: 'a variable says what a Secret nobody read holds',
    text: deployment('', ', env: [{name: AWS_SECRET_ACCESS_KEY, valueFrom: {secretKeyRef: {name: s3, key: secret}}}]'),
    told: [
      'VOLUME_DISCOVER container/shop/web/app secret/shop/s3',
      'CREDENTIAL_USE secret/shop/s3 cloud//aws:the account of Secret shop/s3',
    ],
  },
  {
    name: 'a path in a variable says what is mounted there',
    text: deployment(
      'volumes: [{name: v, secret: {secretName: key}}]',
      ', env: [{name: GOOGLE_APPLICATION_CREDENTIALS, value: /var/google/it}], volumeMounts: [{name: v, mountPath: /var/google}]',
    ),
    told: [
      'VOLUME_DISCOVER container/shop/web/app secret/shop/key',
      'VOLUME_ACCESS node//* secret/shop/key',
      'CREDENTIAL_USE secret/shop/key cloud//gcp:the account of Secret shop/key',
    ],
  },
  {
    name: 'a key in plain text in a variable is an account in the cloud',
    text: deployment('', ', env: [{name: AWS_SECRET_ACCESS_KEY, value: wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY}]'),
    told: ['CREDENTIAL_USE container/shop/web/app cloud//aws:the account of the keys in Deployment shop/web'],
  },
  {
    name: 'an account with a role in AWS is that role',
    text: account(', annotations: {eks.amazonaws.com/role-arn: "arn:aws:iam::111122223333:role/web"}}'),
    told: ['CLOUD_ASSUME identity/serviceaccount:shop:web cloud//aws:arn:aws:iam::111122223333:role/web'],
  },
  {
    name: 'an account with an identity of Google or Azure is that one',
    text: join(
      account(', annotations: {iam.gke.io/gcp-service-account: web@shop.iam.gserviceaccount.com}}'),
      account(', annotations: {azure.workload.identity/client-id: 11111111-2222-3333-4444-555555555555}}').replace(
        'name: web',
        'name: api',
      ),
    ),
    told: [
      'CLOUD_ASSUME identity/serviceaccount:shop:web cloud//gcp:web@shop.iam.gserviceaccount.com',
      'CLOUD_ASSUME identity/serviceaccount:shop:api cloud//azure:11111111-2222-3333-4444-555555555555',
    ],
  },
  { name: 'an account without annotations is nobody in a cloud', text: account('}'), told: [] },
  {
    name: 'a role for pods by annotation is that of its containers',
    text: deployment('', '', ', annotations: {iam.amazonaws.com/role: web}'),
    told: ['CLOUD_ASSUME container/shop/web/app cloud//aws:web', 'CLOUD_ASSUME container/shop/web/side cloud//aws:web'],
  },
  {
    name: 'a kubeconfig opens another cluster, a password of a database a database',
    text: join(secret('k', 'data: {kubeconfig: eA==}'), secret('d', 'data: {DATABASE_URL: eA==}')),
    told: [
      'CREDENTIAL_USE secret/shop/k outside//another cluster, by Secret shop/k',
      'CREDENTIAL_USE secret/shop/d outside//a database, by Secret shop/d',
    ],
  },
  {
    name: 'what kubeadm calls the administrator’s file opens this cluster',
    text: secret('k', 'data: {admin.conf: eA==}'),
    told: ['CONTROL_PLANE_CREDENTIALS secret/shop/k cluster-admin'],
  },
  { name: 'keys that say nothing open nothing', text: secret('x', 'data: {a: eA==, password: eA==}'), told: [] },
  {
    name: 'the key of a certificate is the name it is for',
    text: `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop}
spec: {tls: [{hosts: [shop.example.com], secretName: tls}]}`,
    told: ['CREDENTIAL_USE secret/shop/tls outside//the name shop.example.com'],
  },
  {
    name: 'a store logs in to its vault with its account',
    text: `
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: {name: v, namespace: shop}
spec: {provider: {vault: {server: "https://v", auth: {kubernetes: {role: r, serviceAccountRef: {name: reader}}}}}}`,
    told: ['CREDENTIAL_USE identity/serviceaccount:shop:reader outside//vault'],
  },
  {
    name: 'a store logs in with the Secret it names',
    text: `
apiVersion: external-secrets.io/v1beta1
kind: ClusterSecretStore
metadata: {name: v}
spec: {provider: {vault: {auth: {tokenSecretRef: {name: t, namespace: vault, key: token}}}}}`,
    told: ['CREDENTIAL_USE secret/vault/t outside//vault'],
  },
  {
    name: 'an injected agent logs in to the vault',
    text: deployment('', '', ', annotations: {vault.hashicorp.com/agent-inject: "true"}'),
    told: [
      'CREDENTIAL_USE container/shop/web/app outside//vault',
      'CREDENTIAL_USE container/shop/web/side outside//vault',
    ],
  },
  {
    name: 'a container finds what the class of its volume reads, and the Secret made of it',
    text: join(
      deployment(
        'volumes: [{name: v, csi: {driver: secrets-store.csi.k8s.io, volumeAttributes: {secretProviderClass: c}}}]',
        ', volumeMounts: [{name: v, mountPath: /v}]',
      ),
      `
apiVersion: secrets-store.csi.x-k8s.io/v1
kind: SecretProviderClass
metadata: {name: c, namespace: shop}
spec: {provider: vault, secretObjects: [{secretName: made, type: Opaque, data: [{key: k, objectName: o}]}]}`,
    ),
    told: [
      'VOLUME_DISCOVER container/shop/web/app outside//the secrets of SecretProviderClass shop/c',
      'VOLUME_DISCOVER container/shop/web/app secret/shop/made',
    ],
  },
  {
    name: 'a repository that Flux deploys is what its controller is',
    text: `
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: apps, namespace: flux-system}
spec: {url: "https://git.example.com/apps", secretRef: {name: git}}
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: flux-system}
spec: {sourceRef: {kind: GitRepository, name: apps}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: kustomize-controller, namespace: flux-system}
spec: {template: {spec: {serviceAccountName: kustomize-controller, containers: [{name: manager, image: "ghcr.io/fluxcd/kustomize-controller:v1"}]}}}`,
    told: [
      'CREDENTIAL_USE secret/flux-system/git outside//the repository https://git.example.com/apps',
      'DEPLOY outside//the repository https://git.example.com/apps identity/serviceaccount:flux-system:kustomize-controller',
    ],
  },
  {
    name: 'a repository that Argo CD deploys within a bound project has that namespace',
    text: `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: shop, namespace: argocd}
spec: {project: shop, source: {repoURL: "https://git.example.com/shop"}, destination: {server: "https://kubernetes.default.svc", namespace: shop}}
---
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: shop, namespace: argocd}
spec: {destinations: [{namespace: shop, server: "*"}]}
---
apiVersion: v1
kind: Secret
metadata: {name: repo, namespace: argocd, labels: {argocd.argoproj.io/secret-type: repository}}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: argocd-application-controller, namespace: argocd}
spec: {template: {spec: {serviceAccountName: argocd-application-controller, containers: [{name: c, image: "quay.io/argoproj/argocd:v3"}]}}}`,
    told: [
      'CREDENTIAL_USE hub/repositories/argocd outside//the repository https://git.example.com/shop',
      'DEPLOY outside//the repository https://git.example.com/shop namespace/shop',
      'CREDENTIAL_USE secret/argocd/repo outside//a source repository, by Secret argocd/repo',
    ],
  },
];

checkCases(cases);

test('a token Secret can be deleted, and with it what it grants', () => {
  const { controls, steps } = draw(
    secret('t', 'type: kubernetes.io/service-account-token').replace(
      '{name: t,',
      '{name: t, annotations: {kubernetes.io/service-account.name: bot},',
    ),
  );
  assert.deepEqual(
    controls.map(({ id, effect, state, remedy }) => [id, effect, state.kind, remedy]),
    [
      [
        'secrets/no-static-token/shop/t',
        'remove',
        'absent',
        { kind: 'delete', objects: [{ apiVersion: 'v1', kind: 'Secret', namespace: 'shop', name: 't' }] },
      ],
    ],
  );
  const step = steps.find(({ type }) => type === 'TOKEN_STEAL');
  assert.equal(step?.by, controls[0]?.steps[0]?.by);
  assert.equal(step?.from, controls[0]?.steps[0]?.from);
});

test('a token that a workload uses is not deleted before it has another', () => {
  const { controls } = draw(
    join(
      secret('t', 'type: kubernetes.io/service-account-token').replace(
        '{name: t,',
        '{name: t, annotations: {kubernetes.io/service-account.name: bot},',
      ),
      deployment('', ', envFrom: [{secretRef: {name: t}}]'),
    ),
  );
  assert.deepEqual(
    controls.map(({ remedy }) => remedy),
    [
      {
        kind: 'advice',
        text: 'Give Deployment shop/web a token that expires, by a projected volume with serviceAccountToken, and then delete Secret shop/t.',
      },
    ],
  );
});
