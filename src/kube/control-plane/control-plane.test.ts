/** What counters, arguments, answers and nodes tell: each state told apart from its neighbours. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSample } from '../../lang/prometheus/read-samples.ts';
import type { JsonObject } from '../../model/json.ts';
import { toAnonymousFacts, type AnonymousAnswer } from './anonymous-answers.ts';
import { readApiServerArguments, toArgumentFacts } from './api-server-arguments.ts';
import { createMetricsReading, metricNames } from './api-server-metrics.ts';
import { listFacts, toClusterRef, type FactKind, type FactOrigin } from './fact.ts';
import { providerOfNode, providerOfVersion } from './provider-of.ts';

const origin: FactOrigin = { about: toClusterRef('prod'), means: 'metrics', file: null, source: 'test', at: null };

const read = (text: string) => {
  const reading = createMetricsReading();
  for (const line of text.split('\n')) {
    const sample = parseSample(line.trim());
    if (sample !== undefined && metricNames.has(sample.name)) reading.take(sample);
  }
  return reading.facts(origin);
};

/** `state confidence: detail`, or what else the value holds. */
const show = (text: string, kind: FactKind): readonly string[] =>
  listFacts(read(text), kind).map(({ value, confidence }) => {
    const { means: _means, file: _file, ...rest } = value;
    return 'state' in rest && 'detail' in rest
      ? `${rest.state} ${confidence}: ${rest.detail}`
      : `${confidence} ${JSON.stringify(rest)}`;
  });

const operation = (type: 'to' | 'from', prefix: string, count: number, resource = 'resource="secrets",'): string =>
  `apiserver_storage_transformation_operations_total{${resource}status="OK",transformation_type="${type}_storage",transformer_prefix="${prefix}"} ${count}`;

const stored = 'apiserver_resource_objects{group="",resource="secrets"} 4';
const kms = 'k8s:enc:kms:v2:';

const metricCases: readonly (readonly [string, FactKind, string, readonly string[]])[] = [
  ['no counters tell nothing', 'control-plane/audit', '', []],
  [
    'audit events',
    'control-plane/audit',
    'apiserver_audit_event_total 7',
    ['on certain: 7 audit events since the API server started'],
  ],
  [
    'audit events that got lost',
    'control-plane/audit',
    'apiserver_audit_event_total 7\napiserver_audit_error_total{plugin="webhook"} 2',
    ['on certain: 7 audit events since the API server started, and 2 could not be delivered'],
  ],
  [
    'no audit events',
    'control-plane/audit',
    'apiserver_audit_event_total 0',
    ['off certain: not one audit event since the API server started'],
  ],
  [
    'a policy of level None',
    'control-plane/audit',
    'apiserver_audit_event_total 0\napiserver_audit_level_total{level="None"} 9',
    ['silent certain: all 9 requests since the API server started are of level None'],
  ],
  [
    'no Secret at all tells nothing',
    'control-plane/encryption',
    'apiserver_resource_objects{group="",resource="secrets"} 0',
    [],
  ],
  [
    'a count that failed tells nothing',
    'control-plane/encryption',
    'apiserver_storage_objects{resource="secrets"} -1',
    [],
  ],
  [
    'Secrets and no transformation',
    'control-plane/encryption',
    stored,
    ['off certain: Secrets were stored and none was ever encrypted since the API server started'],
  ],
  [
    'a Secret written and not yet counted',
    'control-plane/encryption',
    'apiserver_request_total{code="201",dry_run="",group="",resource="secrets",verb="POST"} 1',
    ['off certain: Secrets were stored and none was ever encrypted since the API server started'],
  ],
  [
    'a Secret that was refused tells nothing',
    'control-plane/encryption',
    'apiserver_request_total{code="403",dry_run="",group="",resource="secrets",verb="POST"} 1',
    [],
  ],
  [
    'a dry run tells nothing',
    'control-plane/encryption',
    'apiserver_request_total{code="201",dry_run="All",group="",resource="secrets",verb="POST"} 1',
    [],
  ],
  [
    'secrets of another group tell nothing',
    'control-plane/encryption',
    'apiserver_resource_objects{group="example.com",resource="secrets"} 4',
    [],
  ],
  [
    'all encrypted',
    'control-plane/encryption',
    [stored, operation('to', kms, 1), operation('from', kms, 3)].join('\n'),
    ['on certain: 1 write and 3 reads encrypted, none in plain text, since the API server started'],
  ],
  [
    'older ones plain',
    'control-plane/encryption',
    [operation('to', kms, 2), operation('from', 'identity', 1)].join('\n'),
    ['partly likely: 2 writes encrypted and 1 read in plain text since the API server started'],
  ],
  [
    'all met plain',
    'control-plane/encryption',
    operation('from', 'identity', 3),
    ['plain certain: 3 reads of Secrets in plain text since the API server started, and none was written'],
  ],
  [
    'identity first',
    'control-plane/encryption',
    operation('to', '', 2),
    ['off certain: 2 Secrets written in plain text since the API server started'],
  ],
  [
    'encryption being undone',
    'control-plane/encryption',
    [operation('to', '', 2), operation('from', kms, 5)].join('\n'),
    ['off certain: 2 Secrets written in plain text since the API server started, though older ones are encrypted'],
  ],
  ['transformations of other kinds', 'control-plane/encryption', operation('to', kms, 2, 'resource="configmaps",'), []],
  [
    'servers before 1.32 do not say of what',
    'control-plane/encryption',
    operation('to', kms, 2, ''),
    ['on likely: 2 writes and 0 reads encrypted, none in plain text, since the API server started'],
  ],
  [
    'a failed transformation is none',
    'control-plane/encryption',
    operation('to', kms, 2).replace('OK', 'Unavailable'),
    [],
  ],
  [
    'authorisers that decided',
    'control-plane/authorization',
    'apiserver_authorization_decisions_total{decision="allowed",name="rbac",type="RBAC"} 4',
    ['likely {"modes":["RBAC"]}'],
  ],
  [
    'gates that stand otherwise',
    'control-plane/feature-gates',
    'kubernetes_feature_enabled{name="New",stage="ALPHA"} 1\nkubernetes_feature_enabled{name="Other",stage="ALPHA"} 0\nkubernetes_feature_enabled{name="Old",stage=""} 0',
    ['certain {"alphaOn":["New"],"stableOff":["Old"]}'],
  ],
];

for (const [name, kind, text, expected] of metricCases)
  test(`counters: ${name}`, () => assert.deepEqual(show(text, kind), expected));

test('counters: the provider and version of a cipher are told, the name of a key never', () => {
  const text = [operation('to', 'k8s:enc:aescbc:v1:', 1), operation('to', 'my-key:', 1)].join('\n');
  const evidence = read(text);
  assert.deepEqual(listFacts(evidence, 'control-plane/encryption')[0]?.value.providers, ['aescbc']);
  assert.doesNotMatch(JSON.stringify(evidence), /my-key/);
});

const plugIn = (name: string, operation = 'CREATE'): string =>
  `apiserver_admission_controller_admission_duration_seconds_count{name="${name}",operation="${operation}",rejected="false",type="validate"} 3`;

test('counters: a plug-in is missing where another one saw a creation, and the version has it', () => {
  const missing = (...lines: readonly string[]) =>
    listFacts(read(lines.join('\n')), 'control-plane/admission-plug-ins')[0]?.value.missing;
  const others = ['ServiceAccount', 'NamespaceLifecycle', 'ResourceQuota', 'LimitRanger', 'NodeRestriction'];
  const more = ['ValidatingAdmissionWebhook', 'MutatingAdmissionWebhook', 'CertificateSubjectRestriction'];
  const seen = [...others, ...more].map((name) => plugIn(name));
  const build = (minor: string): string => `kubernetes_build_info{major="1",minor="${minor}"} 1`;
  assert.deepEqual(missing(...seen, build('37')), ['PodSecurity', 'ValidatingAdmissionPolicy']);
  assert.deepEqual(missing(...seen, build('29+')), ['PodSecurity']);
  assert.equal(missing(plugIn('ServiceAccount', 'UPDATE')), undefined);
});

const toPod = (...words: readonly string[]): JsonObject => ({
  spec: { containers: [{ name: 'kube-apiserver', command: ['kube-apiserver', ...words] }] },
});

const argumentCases: readonly (readonly [string, readonly string[], FactKind, unknown])[] = [
  ['audit', ['--audit-policy-file=/p', '--audit-log-path', '/l'], 'control-plane/audit', 'on'],
  ['a policy that goes nowhere', ['--audit-policy-file=/p'], 'control-plane/audit', 'off'],
  ['a log without a policy', ['--audit-log-path=/l'], 'control-plane/audit', 'off'],
  ['encryption', ['--encryption-provider-config=/e'], 'control-plane/encryption', 'configured'],
  ['no encryption', [], 'control-plane/encryption', 'off'],
  ['strangers by default', [], 'control-plane/anonymous', 'forbidden'],
  ['no strangers', ['--anonymous-auth=false'], 'control-plane/anonymous', 'disabled'],
  [
    'the last of two counts',
    ['--anonymous-auth=false', '--anonymous-auth=true'],
    'control-plane/anonymous',
    'forbidden',
  ],
  ['strangers as a file says', ['--authentication-config=/a'], 'control-plane/anonymous', undefined],
];

const factsOf = (pod: JsonObject) => toArgumentFacts(readApiServerArguments(pod) ?? new Map(), origin);

for (const [name, words, kind, expected] of argumentCases) {
  test(`arguments: ${name}`, () => {
    const value = listFacts(factsOf(toPod(...words)), kind)[0]?.value;
    assert.equal(value !== undefined && 'state' in value ? value.state : undefined, expected);
  });
}

test('arguments: without a mode everybody may do everything; a configuration file is not guessed at', () => {
  const modes = (...words: readonly string[]) =>
    listFacts(factsOf(toPod(...words)), 'control-plane/authorization')[0]?.value.modes;
  assert.deepEqual(modes(), ['AlwaysAllow']);
  assert.deepEqual(modes('--authorization-mode=Node,RBAC'), ['Node', 'RBAC']);
  assert.equal(modes('--authorization-config=/a'), undefined);
});

test('arguments: plug-ins are the defaults, less and more', () => {
  const facts = factsOf(toPod('--disable-admission-plugins=PodSecurity', '--enable-admission-plugins=NodeRestriction'));
  assert.deepEqual(listFacts(facts, 'control-plane/admission-plug-ins')[0]?.value.missing, ['PodSecurity']);
});

test('arguments: of an API server alone, however it is started', () => {
  const containers = (...list: readonly JsonObject[]): JsonObject => ({ spec: { containers: list } });
  assert.equal(readApiServerArguments(containers({ name: 'etcd', command: ['etcd', '--name=a'] })), null);
  assert.equal(readApiServerArguments({ spec: null }), null);
  const wrapped = containers({ name: 'x', command: ['/go-runner', '/usr/local/bin/kube-apiserver', '--profiling'] });
  assert.equal(readApiServerArguments(wrapped)?.get('profiling'), 'true');
  const bare = containers({ name: 'kube-apiserver', args: ['--etcd-servers=https://e', '--v=2'] });
  assert.equal(readApiServerArguments(bare)?.get('v'), '2');
});

const answer = (status: number, said = ''): AnonymousAnswer => ({ status, said, isApiServer: true });
const forbidden = answer(403, 'forbidden: User "system:anonymous" cannot get path "/api"');

const answerCases: readonly (readonly [string, AnonymousAnswer, AnonymousAnswer, string | undefined])[] = [
  ['both answered', answer(200), answer(200), 'discovery'],
  ['forbidden', forbidden, answer(200), 'forbidden'],
  ['health alone', answer(401), answer(200), 'health-only'],
  ['health alone, of a server that is ill', answer(401), answer(500), 'health-only'],
  ['health alone, and forbidden', answer(401), forbidden, 'health-only'],
  ['nothing', answer(401), answer(401), 'disabled'],
  ['a firewall’s refusal tells nothing', answer(403), answer(403), undefined],
  ['a proxy’s error tells nothing', answer(502), answer(502), undefined],
];

for (const [name, api, livez, expected] of answerCases) {
  test(`answers to strangers: ${name}`, () => {
    const [fact] = listFacts(toAnonymousFacts(api, livez, origin), 'control-plane/anonymous');
    assert.equal(fact?.value.state, expected);
  });
}

test('answers to strangers: without the API server’s own mark they are only likely its own', () => {
  const [fact] = toAnonymousFacts({ ...answer(401), isApiServer: false }, answer(401), origin);
  assert.equal(fact?.confidence, 'likely');
});

test('providers: managed nodes and servers say whose they are, machines of a cloud alone do not', () => {
  const node = (labels: JsonObject, kubeletVersion = 'v1.36.0'): JsonObject => ({
    metadata: { labels },
    spec: { providerID: 'aws:///eu-west-1a/i-1' },
    status: { nodeInfo: { kubeletVersion } },
  });
  assert.deepEqual(
    [
      node({ 'eks.amazonaws.com/nodegroup': 'a' }),
      node({ 'cloud.google.com/gke-nodepool': 'a' }),
      node({ 'kubernetes.azure.com/cluster': 'a' }),
      node({}, 'v1.36.0-eks-abc'),
      node({ 'node.kubernetes.io/instance-type': 'm5.large' }),
    ].map(providerOfNode),
    ['eks', 'gke', 'aks', 'eks', null],
  );
  assert.deepEqual(['v1.33.1-gke.1584000', 'v1.33.3-eks-ace6451', 'v1.33.3+k3s1'].map(providerOfVersion), [
    'gke',
    'eks',
    null,
  ]);
});
