/** Which Secrets come from a store, which are renewed, and what only looks like it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { surveyYaml } from '../surveyed-of-yaml.ts';
import { join } from '../told-of-yaml.ts';
import { externalSecretsSurvey } from './survey.ts';

const object = (apiVersion: string, kind: string, name: string, rest = ''): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: ${name}, namespace: shop}\n${rest}`;

const web = (spec = 'containers: [{name: web, envFrom: [{secretRef: {name: db}}]}]', annotations = '{}'): string =>
  object(
    'apps/v1',
    'Deployment',
    'web',
    `spec: {selector: {}, template: {metadata: {annotations: ${annotations}}, spec: {${spec}}}}`,
  );

const external = (spec: string, name = 'db', status = ''): string =>
  object('external-secrets.io/v1', 'ExternalSecret', name, `spec: ${spec}\n${status}`);

const secret = (rest: string): string => object('v1', 'Secret', 'db', rest);

type Case = readonly [name: string, text: string, told: readonly string[], kind?: 'cluster'];

const run = (criterion: string, cases: readonly Case[]): void => {
  for (const [name, text, told, kind = 'manifests'] of cases)
    test(`${criterion}: ${name}`, () =>
      assert.deepEqual(surveyYaml(externalSecretsSurvey, text, { criterion, kind }), told));
};

const comes = (from: string, proof = 'declared'): readonly string[] => [
  `met (${proof}): Secret shop/db: comes from ${from}`,
];
const alone = ['unmet: Secret shop/db: is made by nothing that was read, and used by Deployment shop/web'];
const store = object('external-secrets.io/v1', 'SecretStore', 'vault', 'spec: {provider: {vault: {}}}');
const from = '{secretStoreRef: {name: vault}}';

run('secrets/external', [
  ['nothing makes it', web(), alone],
  ['an ExternalSecret of its name', join(web(), external('{}')), comes('ExternalSecret db')],
  [
    'an ExternalSecret whose target has its name',
    join(web(), external('{target: {name: db}}', 'x')),
    comes('ExternalSecret x'),
  ],
  ['an ExternalSecret for another Secret', join(web(), external('{target: {name: other}}')), alone],
  ['an ExternalSecret that makes none', join(web(), external('{target: {creationPolicy: None}}')), alone],
  [
    'an ExternalSecret of another namespace',
    join(web(), external('{}').replace('namespace: shop', 'namespace: data')),
    alone,
  ],
  [
    'a Secret in the files beside it',
    join(web(), external('{}'), secret('stringData: {password: x}')),
    ['unmet: Secret shop/db: is written down in the files'],
  ],
  [
    'a Secret without keys is filled by others',
    join(web(), external('{}'), secret('type: Opaque')),
    comes('ExternalSecret db'),
  ],
  [
    'a Secret in the files that nobody uses',
    secret('data: {password: eA==}'),
    ['unmet: Secret shop/db: is written down in the files'],
  ],
  ['a token is left out', secret('type: kubernetes.io/service-account-token\ndata: {token: eA==}'), []],
  ['a release of Helm is left out', secret('type: helm.sh/release.v1\ndata: {release: eA==}'), []],
  [
    'SOPS',
    join(
      web(),
      secret(
        'stringData: {password: "ENC[AES256_GCM,data:x]"}\nsops: {lastmodified: "2026-01-01T00:00:00Z", version: 3.9.0}',
      ),
    ),
    ['met (declared): Secret shop/db: is encrypted by SOPS where it is written down'],
  ],
  [
    'a VaultStaticSecret',
    join(web(), object('secrets.hashicorp.com/v1beta1', 'VaultStaticSecret', 'x', 'spec: {destination: {name: db}}')),
    comes('VaultStaticSecret x'),
  ],
  [
    'a SealedSecret',
    join(web(), object('bitnami.com/v1alpha1', 'SealedSecret', 'db', 'spec: {template: {metadata: {name: other}}}')),
    comes('SealedSecret db'),
  ],
  [
    'a Certificate',
    join(web(), object('cert-manager.io/v1', 'Certificate', 'x', 'spec: {secretName: db}')),
    comes('Certificate x'),
  ],
  [
    'objects of a SecretProviderClass',
    join(
      web(),
      object('secrets-store.csi.x-k8s.io/v1', 'SecretProviderClass', 'x', 'spec: {secretObjects: [{secretName: db}]}'),
    ),
    comes('SecretProviderClass x'),
  ],
  [
    'a ClusterExternalSecret for namespaces with a label',
    join(
      web(),
      'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {db: "true"}}',
      'apiVersion: external-secrets.io/v1\nkind: ClusterExternalSecret\nmetadata: {name: db}\nspec: {namespaceSelectors: [{matchLabels: {db: "true"}}], externalSecretSpec: {}}',
    ),
    comes('ClusterExternalSecret db'),
  ],
  [
    'a ClusterExternalSecret for other namespaces',
    join(
      web(),
      'apiVersion: external-secrets.io/v1\nkind: ClusterExternalSecret\nmetadata: {name: db}\nspec: {namespaces: [data], externalSecretSpec: {}}',
    ),
    alone,
  ],
  [
    'the agent of Vault',
    web('containers: [{name: web}]', '{vault.hashicorp.com/agent-inject: "true"}'),
    ['met (declared): Secrets of Deployment shop/web: come from the Vault Agent beside it'],
  ],
  [
    'the agent of Vault switched off',
    web('containers: [{name: web}]', '{vault.hashicorp.com/agent-inject: "false"}'),
    [],
  ],
  [
    'a volume of a class that is there',
    join(
      web(
        'containers: [{name: web}], volumes: [{name: s, csi: {driver: secrets-store.csi.k8s.io, volumeAttributes: {secretProviderClass: x}}}]',
      ),
      object('secrets-store.csi.x-k8s.io/v1', 'SecretProviderClass', 'x', 'spec: {}'),
    ),
    ['met (declared): Secrets of Deployment shop/web: come by a volume of SecretProviderClass x'],
  ],
  [
    'a volume of a class that is not',
    web(
      'containers: [{name: web}], volumes: [{name: s, csi: {driver: secrets-store.csi.k8s.io, volumeAttributes: {secretProviderClass: x}}}]',
    ),
    ['unknown: Secrets of Deployment shop/web: come by a volume of SecretProviderClass x, which was not read'],
  ],
  [
    'in a cluster with its store',
    join(web(), external(from), store),
    comes('ExternalSecret db', 'enforced'),
    'cluster',
  ],
  [
    'in a cluster without its store',
    join(web(), external(from)),
    ['unmet: Secret shop/db: is to come from ExternalSecret db, which does not work: there is no SecretStore vault'],
    'cluster',
  ],
  ['its store may lie in other files', join(web(), external(from)), comes('ExternalSecret db')],
  [
    'one that is not ready',
    join(
      web(),
      external(
        from,
        'db',
        'status: {conditions: [{type: Ready, status: "False", message: could not get secret data.}]}',
      ),
      store,
    ),
    ['unmet: Secret shop/db: is to come from ExternalSecret db, which does not work: could not get secret data'],
    'cluster',
  ],
]);

const noStore =
  'unmet: A store of Secrets outside the cluster: no SecretStore, VaultAuth or SecretProviderClass was read';

run('secrets/store', [
  ['none', web(), [noStore]],
  ['a store', store, ['met (declared): SecretStore shop/vault: is where Secrets come from']],
  [
    'a store that is made up',
    object('external-secrets.io/v1', 'SecretStore', 'x', 'spec: {provider: {fake: {}}}'),
    ['unmet: SecretStore shop/x: is made up: its provider is fake'],
  ],
  [
    'a store that does not work',
    `${store}\nstatus: {conditions: [{type: Ready, status: "False", reason: InvalidProviderConfig}]}`,
    ['unmet: SecretStore shop/vault: does not work: InvalidProviderConfig'],
    'cluster',
  ],
  [
    'SealedSecrets have none behind them',
    object('bitnami.com/v1alpha1', 'SealedSecret', 'db', 'spec: {}'),
    [`${noStore}; SealedSecrets lie in a repository, and nothing renews them`],
  ],
  [
    'the agent of Vault',
    web('containers: [{name: web}]', '{vault.hashicorp.com/agent-inject: "true"}'),
    ['met (declared): Deployment shop/web: has its Secrets injected by the Vault Agent'],
  ],
  [
    'a Deployment called vault',
    object(
      'apps/v1',
      'Deployment',
      'vault',
      'spec: {template: {spec: {containers: [{name: vault, image: "vault:1"}]}}}',
    ),
    [noStore],
  ],
]);

const refreshed = (spec: string): string => external(spec);
const never = ['unmet: ExternalSecret shop/db: is fetched once and never again'];
const again = (every: string): readonly string[] => [
  `met (declared): ExternalSecret shop/db: is fetched again${every}`,
];
const provider = object('secrets-store.csi.x-k8s.io/v1', 'SecretProviderClass', 'x', 'spec: {}');
const driver = (argument: string): string =>
  object(
    'apps/v1',
    'DaemonSet',
    'csi',
    `spec: {template: {spec: {containers: [{name: d, image: "registry.k8s.io/csi-secrets-store/driver:v1.5.4", args: [${argument}]}]}}}`,
  );

run('secrets/refresh', [
  ['every hour', refreshed('{refreshInterval: 1h}'), again(' every 1h')],
  ['an hour where nothing is written', refreshed('{}'), again('')],
  ['0', refreshed('{refreshInterval: "0"}'), never],
  ['0 as a number', refreshed('{refreshInterval: 0}'), never],
  ['0h0m0s', refreshed('{refreshInterval: 0h0m0s}'), never],
  ['10s is not zero', refreshed('{refreshInterval: 10s}'), again(' every 10s')],
  ['CreatedOnce', refreshed('{refreshPolicy: CreatedOnce, refreshInterval: 1h}'), never],
  [
    'OnChange',
    refreshed('{refreshPolicy: OnChange}'),
    ['unmet: ExternalSecret shop/db: is fetched again only when it is changed itself'],
  ],
  [
    'a VaultStaticSecret without an interval',
    object('secrets.hashicorp.com/v1beta1', 'VaultStaticSecret', 'x', 'spec: {}'),
    ['unmet: VaultStaticSecret shop/x: is fetched once and never again'],
  ],
  [
    'a VaultStaticSecret with one',
    object('secrets.hashicorp.com/v1beta1', 'VaultStaticSecret', 'x', 'spec: {refreshAfter: 30s}'),
    ['met (declared): VaultStaticSecret shop/x: is fetched again every 30s'],
  ],
  [
    'a VaultStaticSecret that Vault tells of changes',
    object('secrets.hashicorp.com/v1beta1', 'VaultStaticSecret', 'x', 'spec: {syncConfig: {instantUpdates: true}}'),
    ['met (declared): VaultStaticSecret shop/x: is fetched again when Vault tells of a change'],
  ],
  [
    'a lease',
    object('secrets.hashicorp.com/v1beta1', 'VaultDynamicSecret', 'x', 'spec: {}'),
    ['met (declared): VaultDynamicSecret shop/x: is renewed with its lease'],
  ],
  ['what is sealed is not fetched', object('bitnami.com/v1alpha1', 'SealedSecret', 'db', 'spec: {}'), []],
  [
    'a class whose driver was not read',
    provider,
    ['unknown: SecretProviderClass shop/x: is renewed if its driver is told to, which was not read'],
  ],
  [
    'a class whose driver renews',
    join(provider, driver('--enable-secret-rotation=true')),
    ['met (declared): SecretProviderClass shop/x: is renewed by its driver'],
  ],
  [
    'a class whose driver does not',
    join(provider, driver('--enable-secret-rotation=false')),
    ['unmet: SecretProviderClass shop/x: is fetched once: its driver runs without --enable-secret-rotation'],
  ],
  [
    'an agent that only fills in the beginning',
    web(
      'containers: [{name: web}]',
      '{vault.hashicorp.com/agent-inject: "true", vault.hashicorp.com/agent-pre-populate-only: "true"}',
    ),
    ['unmet: Secrets of Deployment shop/web: are fetched once and never again'],
  ],
]);
