/** What files and the cluster itself tell of the audit log and of encryption at rest. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toClusterRef, toFact, type FactOrigin } from '../../kube/control-plane/fact.ts';
import type { Evidence } from '../../model/evidence.ts';
import { surveyYaml } from '../surveyed-of-yaml.ts';
import { controlPlaneSurvey } from './survey.ts';

const origin: FactOrigin = {
  about: toClusterRef('test'),
  means: 'metrics',
  file: null,
  source: 'metrics of the API server',
  at: null,
};
const audit = (state: 'on' | 'silent' | 'off', detail: string, means: FactOrigin['means'] = 'metrics'): Evidence =>
  toFact('control-plane/audit', { state, detail }, 'certain', { ...origin, means });
const encryption = (state: 'on' | 'configured' | 'partly' | 'off'): Evidence =>
  toFact('control-plane/encryption', { state, providers: [], detail: '' }, 'certain', origin);
const document: Evidence = {
  kind: 'document/audit-policy',
  about: null,
  value: { file: 'audit.yaml' },
  source: 'audit.yaml',
  confidence: 'likely',
  at: null,
};

const policy = (rules: string): string =>
  `apiVersion: audit.k8s.io/v1\nkind: Policy\nmetadata: {name: audit}\nrules: ${rules}`;
const server = (...flags: readonly string[]): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: kube-apiserver-a, namespace: kube-system}\nspec: {containers: [{name: kube-apiserver, command: [kube-apiserver, ${flags.join(', ')}]}]}`;

const doubt = 'doubt: whether the API server writes an audit log only the cluster tells';
const nothing = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}';

const cases: readonly (readonly [
  name: string,
  text: string,
  evidence: readonly Evidence[],
  told: readonly string[],
])[] = [
  ['files without a word of it', nothing, [], [doubt]],
  [
    'a policy among the files',
    policy('[{level: Metadata}]'),
    [],
    ['met (declared): Audit policy: says what the API server is to record', doubt],
  ],
  [
    'a policy that records nothing',
    policy('[{level: None}]'),
    [],
    ['unmet: Audit policy: records nothing: no rule has a level above None', doubt],
  ],
  [
    'a policy beside the objects',
    nothing,
    [document],
    ['met (declared): Audit policy: says what the API server is to record', doubt],
  ],
  [
    'the manifest of an API server with one',
    server('--audit-policy-file=/a', '--audit-log-path=/b'),
    [],
    ['met (declared): Audit log of the API server: is started with --audit-policy-file', doubt],
  ],
  [
    'the manifest of an API server without',
    server('--secure-port=6443'),
    [],
    ['unmet: Audit log of the API server: is started without --audit-policy-file', doubt],
  ],
  [
    'a policy that is written nowhere',
    server('--audit-policy-file=/a'),
    [],
    [
      'unmet: Audit log of the API server: is started with a policy, and with nowhere to write to: --audit-log-path',
      doubt,
    ],
  ],
  [
    'an API server that records',
    nothing,
    [audit('on', '4,210 events since it started')],
    ['met (enforced): Audit log of the API server: 4,210 events since it started'],
  ],
  ['an API server that records nothing', nothing, [audit('off', '')], ['unmet: Audit log of the API server: is off']],
  [
    'a policy that records nothing in force',
    nothing,
    [audit('silent', '')],
    ['unmet: Audit log of the API server: is silent'],
  ],
  [
    'the cluster is believed before the files',
    policy('[{level: Metadata}]'),
    [audit('off', '')],
    ['unmet: Audit log of the API server: is off'],
  ],
  [
    'of two the provider is believed',
    nothing,
    [audit('off', ''), audit('on', 'eks.json', 'provider-file')],
    ['met (enforced): Audit log of the API server: eks.json'],
  ],
];

for (const [name, text, evidence, told] of cases)
  test(`audit/logging: ${name}`, () =>
    assert.deepEqual(surveyYaml(controlPlaneSurvey, text, { criterion: 'audit/logging', extras: { evidence } }), told));

const states = [
  ['on', 'met (enforced): Encryption of Secrets at rest: is on'],
  ['off', 'unmet: Encryption of Secrets at rest: is off'],
  ['partly', 'unmet: Encryption of Secrets at rest: is partly'],
  ['configured', 'unknown: Encryption of Secrets at rest: is configured'],
] as const;

for (const [state, told] of states)
  test(`secrets/encryption: ${state}`, () =>
    assert.deepEqual(
      surveyYaml(controlPlaneSurvey, nothing, {
        criterion: 'secrets/encryption',
        kind: 'cluster',
        extras: { evidence: [encryption(state)] },
      }),
      [told],
    ));

test('secrets/encryption: files tell nothing', () => {
  assert.deepEqual(surveyYaml(controlPlaneSurvey, nothing, { criterion: 'secrets/encryption' }), [
    'doubt: whether Secrets are encrypted in etcd only the cluster tells',
  ]);
});
