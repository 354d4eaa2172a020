/** Kyverno's policies and exceptions in small clusters: each gap and its healthy twin. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { join, livedIn, tellOf, type Told } from '../../told-of-yaml.ts';
import { enforcementAnalyser } from '../index.ts';

const engine = (version = 'v1.19.1', replicas = 2): string =>
  join(
    `
apiVersion: apps/v1
kind: Deployment
metadata: {name: kyverno-admission-controller, namespace: kyverno}
spec: {replicas: ${replicas}, template: {spec: {containers: [{name: kyverno, image: 'reg.kyverno.io/kyverno/kyverno:${version}'}]}}}`,
    `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: kyverno-resource-validating-webhook-cfg}
webhooks: [{name: validate.kyverno.svc-fail, clientConfig: {service: {namespace: kyverno, name: kyverno-svc}}}]`,
  );

const policy = (validate = '{failureAction: Enforce}', spec = '', status = 'status: {ready: true}'): string => `
apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: owners}
spec:
  rules: [{name: owner, validate: ${validate}}]
${spec}
${status}`;

const celPolicy = (spec = 'validationActions: [Deny]', kind = 'ValidatingPolicy', ready = 'true'): string => `
apiVersion: policies.kyverno.io/v1
kind: ${kind}
metadata: {name: owners}
spec: {${spec}}
status: {conditionStatus: {ready: ${ready}, message: ''}}`;

const exception = (spec: string, metadata = ''): string => `
apiVersion: kyverno.io/v2
kind: PolicyException
metadata: {name: legacy, namespace: shop${metadata}}
spec: ${spec}`;

const narrow =
  '{exceptions: [{policyName: owners, ruleNames: [owner]}], match: {any: [{resources: {kinds: [Deployment], namespaces: [shop], names: [web]}}]}}';

const cases: readonly (readonly [
  name: string,
  rule: string,
  text: string,
  expected: readonly string[],
  more?: Omit<Told, 'rule'>,
])[] = [
  [
    'policies without an engine judge nothing',
    'kyverno-absent',
    join(policy(), celPolicy()),
    [
      'fail: ClusterPolicy owners: Judges nothing: there is no Kyverno in the cluster',
      'fail: ValidatingPolicy owners: Judges nothing: there is no Kyverno in the cluster',
    ],
  ],
  [
    'with an engine they are carried out',
    'kyverno-absent',
    join(policy(), engine()),
    ['pass: ClusterPolicy owners: Has Kyverno to carry it out'],
  ],
  [
    'an engine scaled to nothing carries out nothing',
    'kyverno-absent',
    join(policy(), engine('v1.19.1', 0)),
    ['fail: ClusterPolicy owners: Judges nothing: Kyverno is there, but its Deployment is scaled to no replica'],
  ],
  [
    'an engine that no webhook asks carries out nothing',
    'kyverno-absent',
    join(policy(), engine().split('\n---\n')[0] ?? ''),
    [
      'fail: ClusterPolicy owners: Judges nothing: Kyverno is there, but no webhook configuration asks it about anything',
    ],
  ],
  [
    'a folder of policies does not say whether there is an engine',
    'kyverno-absent',
    policy(),
    [
      'skip (manual): ClusterPolicy owners: Whether Kyverno carries it out cannot be told from manifests without Kyverno',
    ],
    { kind: 'manifests' },
  ],
  [
    'nor do some namespaces of a cluster',
    'kyverno-absent',
    policy().replace('ClusterPolicy', 'Policy').replace('name: owners', 'name: owners, namespace: shop'),
    ['skip (manual): Policy shop/owners: Whether Kyverno carries it out cannot be told from some namespaces alone'],
    {
      extras: {
        evidence: [
          {
            kind: 'scan/namespaces',
            about: null,
            value: ['shop'],
            source: 'this scan',
            confidence: 'certain',
            at: null,
          },
        ],
      },
    },
  ],
  [
    'from 1.20 on the older kinds do nothing, policies and exceptions alike',
    'kyverno-old-kinds',
    join(policy(), exception(narrow), engine('v1.20.0')),
    [
      'fail: ClusterPolicy owners: Does nothing: Kyverno v1.20.0 keeps objects of kyverno.io and carries none out',
      'fail: PolicyException shop/legacy: Does nothing: Kyverno v1.20.0 keeps objects of kyverno.io and carries none out',
    ],
  ],
  [
    'a newer major and a pre-release count too',
    'kyverno-old-kinds',
    join(policy(), engine('v2.0.0-rc.1')),
    ['fail: ClusterPolicy owners: Does nothing: Kyverno v2.0.0-rc.1 keeps objects of kyverno.io and carries none out'],
  ],
  [
    'up to 1.19 they are carried out',
    'kyverno-old-kinds',
    join(policy(), engine('v1.19.1')),
    ['pass: ClusterPolicy owners: Is of a kind that Kyverno v1.19.1 still carries out'],
  ],
  [
    'a tag that is no version says none',
    'kyverno-old-kinds',
    join(policy(), engine('latest')),
    [
      'skip (manual): ClusterPolicy owners: Which version of Kyverno runs cannot be told, and 1.20 and newer do nothing with objects of kyverno.io',
    ],
  ],
  [
    'policies without a Kyverno beside them are told to do nothing under a newer one',
    'kyverno-old-kinds',
    join(policy(), exception(narrow), celPolicy()),
    [
      'skip (manual): ClusterPolicy owners: Does nothing from Kyverno 1.20 on, and which version runs here cannot be told',
      'skip (manual): PolicyException shop/legacy: Does nothing from Kyverno 1.20 on, and which version runs here cannot be told',
    ],
    { kind: 'manifests' },
  ],
  ['a cluster without Kyverno has none of a wrong version', 'kyverno-old-kinds', policy(), []],
  ['the newer kinds are not among them', 'kyverno-old-kinds', join(celPolicy(), engine('v1.20.0')), []],
  [
    'Audit is the default of the older kinds',
    'kyverno-only-audits',
    join(policy('{message: no}'), engine()),
    ['fail: ClusterPolicy owners: Only reports: its failureAction is Audit'],
  ],
  [
    'the older field counts for rules without their own',
    'kyverno-only-audits',
    join(policy('{message: no}', '  validationFailureAction: enforce'), engine()),
    ['pass: ClusterPolicy owners: Enforces'],
  ],
  [
    'a rule’s own word counts before the policy’s',
    'kyverno-only-audits',
    join(policy('{failureAction: Audit}', '  validationFailureAction: Enforce'), engine()),
    ['fail: ClusterPolicy owners: Only reports: its failureAction is Audit'],
  ],
  [
    'one rule of two that audits is named',
    'kyverno-only-audits',
    join(
      policy().replace(
        'validate: {failureAction: Enforce}}]',
        'validate: {failureAction: Enforce}}, {name: image, verifyImages: [{failureAction: Audit}]}]',
      ),
      engine(),
    ),
    ['fail: ClusterPolicy owners: Only reports by its rule image'],
  ],
  [
    'Audit with a namespace that enforces says which',
    'kyverno-only-audits',
    join(policy('{failureAction: Audit, failureActionOverrides: [{action: Enforce, namespaces: [shop]}]}'), engine()),
    ['fail: ClusterPolicy owners: Only reports but for Enforce in namespace shop: its failureAction is Audit'],
  ],
  [
    'Enforce with a namespace that audits is less bad',
    'kyverno-only-audits',
    join(policy('{failureAction: Enforce, failureActionOverrides: [{action: Audit, namespaces: [till]}]}'), engine()),
    ['fail low: ClusterPolicy owners: Enforces but for Audit in namespace till'],
  ],
  [
    'a policy that only mutates refuses nothing by design',
    'kyverno-only-audits',
    join(policy().replace('validate: {failureAction: Enforce}', 'mutate: {}'), engine()),
    [],
  ],
  [
    'under 1.20 nothing is said to enforce that does nothing',
    'kyverno-only-audits',
    join(policy(), engine('v1.20.0')),
    [],
  ],
  [
    'a policy of the newer kinds that warns',
    'kyverno-only-audits',
    join(celPolicy('validationActions: [Warn, Audit]'), engine()),
    ['fail: ValidatingPolicy owners: Only warns: its validationActions are Warn, Audit'],
  ],
  [
    'an image policy that audits',
    'kyverno-only-audits',
    join(celPolicy('validationActions: [Audit]', 'ImageValidatingPolicy'), engine()),
    ['fail: ImageValidatingPolicy owners: Only reports: its validationActions are Audit'],
  ],
  [
    'Deny is the default of the newer kinds',
    'kyverno-only-audits',
    join(celPolicy(''), engine()),
    ['pass: ValidatingPolicy owners: Denies'],
  ],
  [
    'a policy for other JSON is another program’s',
    'kyverno-only-audits',
    join(celPolicy('validationActions: [Audit], evaluation: {mode: JSON}'), engine()),
    [],
  ],
  [
    'background alone refuses nothing',
    'kyverno-not-at-admission',
    join(policy(undefined, '  admission: false'), celPolicy('evaluation: {admission: {enabled: false}}'), engine()),
    [
      'fail: ClusterPolicy owners: Runs in the background alone: it refuses nothing',
      'fail: ValidatingPolicy owners: Runs in the background alone: it refuses nothing',
    ],
  ],
  [
    'admission is the default',
    'kyverno-not-at-admission',
    join(policy(), celPolicy(), engine()),
    ['pass: ClusterPolicy owners: Is asked at admission', 'pass: ValidatingPolicy owners: Is asked at admission'],
  ],
  [
    'policies that are not ready judge nothing, and say why',
    'kyverno-not-ready',
    join(
      policy(undefined, '', 'status: {conditions: [{type: Ready, status: "False", message: no permission}]}'),
      celPolicy('', 'MutatingPolicy', 'false'),
      engine(),
    ),
    [
      'fail: ClusterPolicy owners: Is not ready: it judges nothing (no permission)',
      'fail: MutatingPolicy owners: Is not ready: it judges nothing',
    ],
  ],
  [
    'policies that are ready',
    'kyverno-not-ready',
    join(
      policy(undefined, '', 'status: {conditions: [{type: Ready, status: "True"}]}'),
      celPolicy('', 'MutatingPolicy'),
      engine(),
    ),
    ['pass: ClusterPolicy owners: Is ready', 'pass: MutatingPolicy owners: Is ready'],
  ],
  ['manifests have no status to look at', 'kyverno-not-ready', join(policy(), engine()), [], { kind: 'manifests' }],
  [
    'an exclusion of a whole namespace',
    'kyverno-excluded-namespaces',
    join(
      policy().replace(
        'name: owner,',
        'name: owner, exclude: {any: [{resources: {namespaces: ["sh*", kube-system]}}]},',
      ),
      engine(),
      livedIn('shop'),
      livedIn('till'),
      livedIn('kube-system'),
    ),
    ['fail medium: ClusterPolicy owners: Leaves out namespace shop'],
  ],
  [
    'an exclusion of one object in a namespace is narrow',
    'kyverno-excluded-namespaces',
    join(
      policy().replace(
        'name: owner,',
        'name: owner, exclude: {any: [{resources: {namespaces: [shop], names: [web]}}]},',
      ),
      engine(),
      livedIn('shop'),
    ),
    ['pass: ClusterPolicy owners: Leaves out no namespace with workloads'],
  ],
  [
    'a selector of the newer kinds that leaves out all',
    'kyverno-excluded-namespaces',
    join(
      celPolicy('matchConstraints: {namespaceSelector: {matchLabels: {guarded: yes-please}}}'),
      engine(),
      livedIn('shop'),
    ),
    ['fail high: ValidatingPolicy owners: Leaves out every namespace with workloads (shop)'],
  ],
  [
    'resourceFilters with a namespace of workloads',
    'kyverno-excluded-namespaces',
    join(
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: kyverno, namespace: kyverno}\ndata: {resourceFilters: "[Event,*,*] [*/*,kube-system,*] [*/*,shop,*] [Node,*,*]"}',
      livedIn('shop'),
      livedIn('till'),
    ),
    [
      'fail high: ConfigMap kyverno/kyverno: Its resourceFilters leave out namespace shop: no policy of Kyverno judges it',
    ],
  ],
  [
    'resourceFilters as they are shipped',
    'kyverno-excluded-namespaces',
    join(
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: kyverno, namespace: kyverno}\ndata: {resourceFilters: "[*/*,kube-system,*] [*/*,kyverno,*] [ReplicaSet,*,*] [Pod/binding,*,*] [*,kyverno,kyverno*]"}',
      livedIn('shop'),
      livedIn('kyverno'),
    ),
    ['pass: ConfigMap kyverno/kyverno: Its resourceFilters leave out no namespace with workloads'],
  ],
];

for (const [name, rule, text, expected, more] of cases)
  test(name, () =>
    assert.deepEqual(tellOf(enforcementAnalyser, text, { rule: `enforcement/${rule}`, ...more }), expected),
  );

test('webhook configurations that could not be read: Kyverno is not said to be absent', () => {
  const unread = [
    {
      kind: 'ValidatingWebhookConfiguration',
      group: 'admissionregistration.k8s.io',
      cluster: 'test',
      namespace: null,
      reason: 'forbidden',
      grant: null,
    },
  ];
  assert.deepEqual(tellOf(enforcementAnalyser, policy(), { rule: 'enforcement/kyverno-absent', extras: { unread } }), [
    'error (no-evidence): ValidatingWebhookConfiguration *: Could not be read: forbidden',
  ]);
});
