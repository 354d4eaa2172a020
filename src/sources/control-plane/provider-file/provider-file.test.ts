/** What is read of the providers' descriptions of a cluster, in the shapes their command lines print. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { FactValues } from '../../../kube/control-plane/fact.ts';
import { createScriptedContext } from '../../scripted-context.ts';
import { parseProviderFacts } from './parse-provider-facts.ts';
import { readFactFile } from './read-fact-file.ts';

/** A line a fact. */
const show = (text: string): readonly string[] => {
  const parsed = parseProviderFacts(text, 'facts.json');
  if (parsed.kind === 'defect') return [`defect ${parsed.message}`];
  return parsed.evidence.map(({ kind, value, about }) => {
    const { state, detail, name, server, enforced, by } = value as Partial<
      FactValues['control-plane/endpoint'] &
        FactValues['control-plane/provider'] &
        FactValues['control-plane/version'] &
        FactValues['control-plane/network-policy']
    >;
    if (name !== undefined) return `${name} ${about?.name}`;
    if (server !== undefined) return server;
    if (enforced !== undefined) return `network policy ${enforced ? 'on' : 'off'}: ${by}`;
    return state === undefined ? kind : `${kind.replace('control-plane/', '')} ${state}: ${detail}`;
  });
};

const eks = {
  name: 'shop',
  arn: 'arn:aws:eks:eu-west-1:111122223333:cluster/shop',
  version: '1.33',
  logging: {
    clusterLogging: [
      { types: ['api', 'audit'], enabled: true },
      { types: ['scheduler'], enabled: false },
    ],
  },
  resourcesVpcConfig: {
    endpointPublicAccess: true,
    endpointPrivateAccess: true,
    publicAccessCidrs: ['203.0.113.0/24'],
  },
};

const gke = `
name: shop
currentMasterVersion: 1.33.4-gke.1172000
databaseEncryption: {currentState: CURRENT_STATE_DECRYPTED, state: DECRYPTED}
controlPlaneEndpointsConfig:
  ipEndpointsConfig:
    authorizedNetworksConfig: {gcpPublicCidrsAccessEnabled: true}
    enablePublicEndpoint: true
    enabled: true
networkPolicy: {}
releaseChannel: {channel: REGULAR}
`;

const aks = {
  id: '/subscriptions/x/resourceGroups/y/providers/Microsoft.ContainerService/managedClusters/shop',
  type: 'Microsoft.ContainerService/ManagedClusters',
  name: 'shop',
  currentKubernetesVersion: '1.33.2',
  apiServerAccessProfile: null,
  networkProfile: { networkPolicy: 'cilium' },
  securityProfile: { azureKeyVaultKms: null, defender: null },
};

const cases: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'EKS, as the command prints it',
    JSON.stringify({ cluster: eks }),
    [
      'eks shop',
      'v1.33',
      'audit on: logging of type audit is enabled',
      'encryption on: EKS 1.33 encrypts by default, with a key of AWS',
      'endpoint ranges: endpointPublicAccess is true, for 203.0.113.0/24',
      'control-plane/settings',
    ],
  ],
  [
    'EKS of old, open to everybody and without logs',
    JSON.stringify({
      ...eks,
      version: '1.27',
      logging: { clusterLogging: [{ types: ['api'], enabled: true }] },
      resourcesVpcConfig: { endpointPublicAccess: true, publicAccessCidrs: ['0.0.0.0/0'] },
    }),
    [
      'eks shop',
      'v1.27',
      'audit off: logging of type audit is not enabled, only api',
      'encryption off: there is no encryptionConfig for secrets, and EKS 1.27 encrypts none by default',
      'endpoint anywhere: endpointPublicAccess is true, for every address',
      'control-plane/settings',
    ],
  ],
  [
    'EKS with a key of its own and no public endpoint',
    JSON.stringify({
      ...eks,
      version: '1.27',
      encryptionConfig: [{ resources: ['secrets'], provider: { keyArn: 'arn:aws:kms:x' } }],
      resourcesVpcConfig: { endpointPublicAccess: false },
    }),
    [
      'eks shop',
      'v1.27',
      'audit on: logging of type audit is enabled',
      'encryption on: encryptionConfig names secrets and a KMS key',
      'endpoint private: endpointPublicAccess is false',
      'control-plane/settings',
    ],
  ],
  [
    'GKE, as YAML',
    gke,
    [
      'gke shop',
      'v1.33.4-gke.1172000',
      'audit on: GKE always writes admin activity to Cloud Audit Logs',
      'encryption off: databaseEncryption is DECRYPTED',
      'endpoint anywhere: its public endpoint has no authorised networks',
      'network policy off: neither Dataplane V2 nor networkPolicy.enabled',
      'control-plane/settings',
    ],
  ],
  [
    'GKE, hardened, in the older fields',
    JSON.stringify({
      name: 'shop',
      currentMasterVersion: '1.33.4-gke.1',
      databaseEncryption: { state: 'ENCRYPTED', keyName: 'projects/p' },
      masterAuthorizedNetworksConfig: { enabled: true, cidrBlocks: [{ cidrBlock: '198.51.100.0/24' }] },
      anonymousAuthenticationConfig: { mode: 'LIMITED' },
      networkConfig: { datapathProvider: 'ADVANCED_DATAPATH' },
    }),
    [
      'gke shop',
      'v1.33.4-gke.1',
      'audit on: GKE always writes admin activity to Cloud Audit Logs',
      'encryption on: databaseEncryption is ENCRYPTED',
      'endpoint ranges: its public endpoint is for 198.51.100.0/24',
      'anonymous health-only: anonymousAuthenticationConfig is LIMITED',
      'network policy on: GKE Dataplane V2',
      'control-plane/settings',
    ],
  ],
  [
    'GKE while encryption is being turned on, without a public endpoint, in a list of one',
    JSON.stringify([
      {
        name: 'shop',
        currentMasterVersion: '1.35.1-gke.1',
        databaseEncryption: { state: 'ENCRYPTED', currentState: 'CURRENT_STATE_ENCRYPTION_PENDING' },
        controlPlaneEndpointsConfig: { ipEndpointsConfig: { enabled: true, enablePublicEndpoint: false } },
        networkPolicy: { enabled: true, provider: 'CALICO' },
      },
    ]),
    [
      'gke shop',
      'v1.35.1-gke.1',
      'audit on: GKE always writes admin activity to Cloud Audit Logs',
      'encryption partly: databaseEncryption is ENCRYPTION_PENDING',
      'endpoint private: it has no public endpoint',
      'network policy on: Calico',
      'control-plane/settings',
    ],
  ],
  [
    'AKS, as the command prints it',
    JSON.stringify(aks),
    [
      'aks shop',
      'v1.33.2',
      'encryption off: neither azureKeyVaultKms nor infrastructureEncryption is enabled',
      'endpoint anywhere: there are no authorizedIpRanges, and it is no private cluster',
      'network policy on: cilium',
      'control-plane/settings',
    ],
  ],
  [
    'AKS, hardened, as the REST API nests it',
    JSON.stringify({
      type: 'Microsoft.ContainerService/managedClusters',
      name: 'shop',
      properties: {
        kubernetesVersion: '1.34',
        apiServerAccessProfile: { authorizedIPRanges: ['198.51.100.0/24'] },
        networkProfile: { networkPolicy: 'none' },
        securityProfile: { kubernetesResourceObjectEncryptionProfile: { infrastructureEncryption: 'Enabled' } },
      },
    }),
    [
      'aks shop',
      'v1.34',
      'encryption on: infrastructureEncryption is enabled',
      'endpoint ranges: authorizedIpRanges are 198.51.100.0/24',
      'network policy off: networkProfile.networkPolicy is none',
      'control-plane/settings',
    ],
  ],
  [
    'something else is said to be that',
    'apiVersion: v1\nkind: Pod\n',
    [
      'defect this describes no cluster; what is read is the output of aws eks describe-cluster, gcloud container clusters describe, az aks show',
    ],
  ],
];

for (const [name, text, expected] of cases) test(name, () => assert.deepEqual(show(text), expected));

test('every fact says which file it is from and how it was come by', () => {
  const parsed = parseProviderFacts(JSON.stringify({ cluster: eks }), 'a/eks.json');
  assert.ok(parsed.kind === 'facts');
  for (const { source, confidence, value } of parsed.evidence) {
    assert.deepEqual([source, confidence], ['aws eks describe-cluster in a/eks.json', 'certain']);
    assert.equal((value as { means?: string }).means, 'provider-file');
  }
});

test('a file that is not there, and one that is no YAML, are problems of that file', async () => {
  const context = createScriptedContext({ files: { 'bad.json': '{"cluster": ' } });
  for (const [file, message] of [
    ['none.json', /^this file does not exist$/],
    ['bad.json', /./],
  ] as const) {
    const items = [];
    for await (const item of readFactFile(file, context)) items.push(item);
    const [item] = items;
    assert.ok(items.length === 1 && item?.kind === 'problem');
    assert.equal(item.problem.span?.file, file);
    assert.match(item.problem.message, message);
  }
});

test('no description makes it throw', () => {
  const words = ['arn', 'arn:aws:eks:x', 'logging', 'clusterLogging', 'currentMasterVersion', 'type', 'properties'];
  const { tree } = fc.letrec<{ tree: unknown; leaf: unknown }>((tie) => ({
    leaf: fc.oneof(fc.constant(null), fc.boolean(), fc.constantFrom(...words), fc.integer()),
    tree: fc.oneof(
      { maxDepth: 5 },
      tie('leaf'),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...words, ...Object.keys(eks), ...Object.keys(aks)), tie('tree'), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(tree, fc.constantFrom(eks, aks, {}), (value, base) => {
      const changed = typeof value === 'object' && value !== null ? { ...base, ...value } : base;
      parseProviderFacts(JSON.stringify(changed), 'x');
    }),
  );
});
