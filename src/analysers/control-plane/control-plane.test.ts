/** What is concluded of control planes from facts, and what is said where there are none. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  toClusterRef,
  toFact,
  type FactKind,
  type FactOrigin,
  type FactValues,
} from '../../kube/control-plane/fact.ts';
import { responsibleFor } from '../../kube/workload/responsible.ts';
import type { Evidence } from '../../model/evidence.ts';
import { toSnapshot } from '../snapshot-of-yaml.ts';
import { controlPlaneAnalyser } from './index.ts';

const live: FactOrigin = {
  about: toClusterRef('prod'),
  means: 'metrics',
  file: null,
  source: '/metrics of the API server',
  at: null,
};
const asked: FactOrigin = { ...live, means: 'request', source: 'requests without a credential' };
const argued: FactOrigin = { ...live, means: 'arguments', source: 'arguments of Pod kube-system/kube-apiserver-a' };
const described: FactOrigin = {
  about: toClusterRef('shop'),
  means: 'provider-file',
  file: 'eks.json',
  source: 'aws eks describe-cluster in eks.json',
  at: null,
};

const fact = <Kind extends FactKind>(kind: Kind, value: FactValues[Kind], origin: FactOrigin): Evidence =>
  toFact(kind, value, 'certain', origin);

/** A line a conclusion of one rule. */
const show = (rule: string, evidence: readonly Evidence[]): readonly string[] =>
  controlPlaneAnalyser
    .analyse(toSnapshot('', controlPlaneAnalyser, { kind: 'cluster', evidence }))
    .filter((one) => one.rule.id === `control-plane/${rule}`)
    .map(
      ({ about, conclusion, rule: { severity } }) =>
        `${conclusion.status} ${conclusion.status === 'fail' ? `${conclusion.severity ?? severity} ` : ''}${responsibleFor(about.ref, about.object, about.origin)}: ${conclusion.message}`,
    );

const eksNode = fact('control-plane/provider', { name: 'eks' }, live);
const gkeNode = fact('control-plane/provider', { name: 'gke' }, live);
const noMetrics = fact(
  'control-plane/not-read',
  { what: 'metrics', reason: 'forbidden', grant: 'get on /metrics: {nonResourceURLs: ["/metrics"], verbs: ["get"]}' },
  asked,
);
const version = (server: string): Evidence => fact('control-plane/version', { server }, asked);
const audit = (state: 'on' | 'silent' | 'off', origin: FactOrigin): Evidence =>
  fact('control-plane/audit', { state, detail: 'so it is' }, origin);
const encryption = (state: FactValues['control-plane/encryption']['state'], origin: FactOrigin): Evidence =>
  fact('control-plane/encryption', { state, providers: state === 'on' ? ['kms v2'] : [], detail: 'so it is' }, origin);
const anonymous = (state: FactValues['control-plane/anonymous']['state'], origin: FactOrigin): Evidence =>
  fact('control-plane/anonymous', { state, detail: 'so it is' }, origin);

const rewrite = 'write them anew with kubectl get secrets -A -o json | kubectl replace -f -';

const cases: readonly (readonly [string, string, readonly Evidence[], readonly string[]])[] = [
  ['audit events were counted', 'audit-logging', [audit('on', live)], ['pass platform: Writes an audit log: so it is']],
  [
    'a policy that records nothing',
    'audit-logging',
    [audit('silent', live)],
    ['fail high platform: Has an audit policy that records nothing: so it is'],
  ],
  [
    'counters are believed before arguments',
    'audit-logging',
    [audit('off', argued), audit('on', live)],
    ['pass platform: Writes an audit log: so it is'],
  ],
  [
    'of several API servers the worst counts',
    'audit-logging',
    [audit('on', argued), audit('off', argued)],
    ['fail high platform: Writes no audit log: so it is'],
  ],
  [
    'what EKS counts its customers may not see',
    'audit-logging',
    [eksNode, audit('on', live)],
    [
      'skip platform: It cannot be told whether audit events are logged: EKS logs for itself whether or not it hands the log on; hand over the output of `aws eks describe-cluster --name NAME` with --facts FILE',
    ],
  ],
  [
    'a file beside one live cluster is about it',
    'audit-logging',
    [eksNode, audit('on', live), audit('off', described)],
    ['fail high platform: Writes no audit log: so it is'],
  ],
  [
    'a file alone names its cluster',
    'audit-logging',
    [audit('off', described)],
    ['fail high platform: Writes no audit log: so it is'],
  ],
  [
    'GKE always writes one',
    'audit-logging',
    [gkeNode],
    ['pass platform: Writes an audit log: GKE always writes admin activity to Cloud Audit Logs'],
  ],
  [
    'counters that may not be read',
    'audit-logging',
    [noMetrics],
    [
      'skip platform: It cannot be told whether audit events are logged: /metrics of the API server was not read (forbidden); read the arguments of kube-apiserver on a control-plane node',
    ],
  ],
  [
    'all Secrets encrypted',
    'encryption-at-rest',
    [encryption('on', live)],
    ['pass platform: Secrets are encrypted at rest (kms v2): so it is'],
  ],
  [
    'no Secret encrypted',
    'encryption-at-rest',
    [encryption('off', live)],
    ['fail high platform: Secrets are stored in plain text: so it is'],
  ],
  [
    'older Secrets are plain, whatever a description says',
    'encryption-at-rest',
    [encryption('on', described), encryption('partly', live)],
    [`fail medium platform: New Secrets are encrypted, older ones are still plain: so it is; ${rewrite}`],
  ],
  [
    'all Secrets met are plain',
    'encryption-at-rest',
    [encryption('plain', live)],
    [`fail high platform: Encryption is configured and every Secret met so far is still plain: so it is; ${rewrite}`],
  ],
  [
    'a configuration nobody could look into',
    'encryption-at-rest',
    [encryption('configured', argued), noMetrics],
    [
      'skip platform: It cannot be told whether Secrets are encrypted: so it is, and /metrics of the API server was not read (forbidden); read the file it names',
    ],
  ],
  [
    'EKS encrypts by itself',
    'encryption-at-rest',
    [eksNode, version('v1.33.3-eks-1')],
    ['pass platform: Secrets are encrypted at rest: EKS does so from 1.28 on'],
  ],
  [
    'strangers are forbidden',
    'anonymous-access',
    [anonymous('forbidden', asked)],
    ['fail low platform: Authenticates anonymous requests as system:anonymous and refuses them by RBAC: so it is'],
  ],
  [
    'strangers list the APIs',
    'anonymous-access',
    [anonymous('discovery', asked)],
    ['fail medium platform: Lets anonymous requests list its APIs: so it is'],
  ],
  [
    'strangers see the health alone, whatever the arguments say',
    'anonymous-access',
    [anonymous('forbidden', argued), anonymous('health-only', asked)],
    ['pass platform: Answers anonymous requests for its health alone: so it is'],
  ],
  [
    'strangers are refused',
    'anonymous-access',
    [anonymous('disabled', asked)],
    ['pass platform: Refuses anonymous requests: so it is'],
  ],
  [
    'what EKS lets strangers do is its own job',
    'anonymous-access',
    [eksNode, anonymous('forbidden', asked)],
    ['fail low provider: Authenticates anonymous requests as system:anonymous and refuses them by RBAC: so it is'],
  ],
  [
    'what GKE lets strangers do is a setting',
    'anonymous-access',
    [gkeNode, anonymous('forbidden', asked)],
    ['fail low platform: Authenticates anonymous requests as system:anonymous and refuses them by RBAC: so it is'],
  ],
  [
    'an endpoint for everybody',
    'api-server-reachable-from-anywhere',
    [fact('control-plane/endpoint', { state: 'anywhere', ranges: [], detail: 'so it is' }, described)],
    ['fail medium platform: Its API server is reachable from anywhere: so it is'],
  ],
  [
    'an endpoint nobody described',
    'api-server-reachable-from-anywhere',
    [gkeNode],
    [
      'skip platform: It cannot be told who can reach the API server: a cluster does not know what stands in front of it; hand over the output of `gcloud container clusters describe NAME --format json` with --facts FILE',
    ],
  ],
  [
    'two plug-ins that are off',
    'admission-plug-ins',
    [fact('control-plane/admission-plug-ins', { inForce: [], missing: ['PodSecurity', 'LimitRanger'] }, live)],
    [
      'fail high platform: Runs without the admission plug-in PodSecurity: Pod Security labels of namespaces do nothing',
      'fail low platform: Runs without the admission plug-in LimitRanger: LimitRanges do nothing',
    ],
  ],
  [
    'everybody may do everything',
    'authorization-mode',
    [fact('control-plane/authorization', { modes: ['AlwaysAllow'] }, argued)],
    ['fail critical platform: Lets everybody do everything: AlwaysAllow is among its authorisation modes'],
  ],
  [
    'RBAC decides',
    'authorization-mode',
    [fact('control-plane/authorization', { modes: ['Node', 'RBAC'] }, argued)],
    ['pass platform: Authorises by Node, RBAC'],
  ],
  [
    'ABAC alone decides',
    'authorization-mode',
    [fact('control-plane/authorization', { modes: ['ABAC'] }, argued)],
    ['fail high platform: Does not authorise by RBAC: its modes are ABAC'],
  ],
  ['a release of today', 'supported-version', [version('v1.37.2')], ['pass platform: Runs v1.37.2']],
  ['a release newer than Vauban', 'supported-version', [version('v1.41.0')], ['pass platform: Runs v1.41.0']],
  ['a release three behind', 'supported-version', [version('v1.34.1')], ['pass platform: Runs v1.34.1']],
  [
    'a release four behind',
    'supported-version',
    [version('v1.33.4-gke.11')],
    ['fail medium platform: Runs v1.33.4-gke.11, which Kubernetes has not mended since 2026-06-28; the newest is 1.37'],
  ],
  [
    'a release of long ago',
    'supported-version',
    [version('v1.9.0')],
    ['fail medium platform: Runs v1.9.0, which Kubernetes no longer mends; the newest is 1.37'],
  ],
  [
    'kubelets that are too old and too new',
    'supported-version',
    [
      version('v1.36.0'),
      fact(
        'control-plane/kubelets',
        { versions: { 'v1.36.0': 3, 'v1.32.9': 2, 'v1.37.0': 1 } },
        { ...live, means: 'object' },
      ),
    ],
    ['fail low platform: Kubelets do not fit the API server of v1.36.0: 2 of v1.32.9, 1 of v1.37.0'],
  ],
];

for (const [name, rule, evidence, expected] of cases)
  test(name, () => assert.deepEqual(show(rule, evidence), expected));

test('a refusal comes with the grant that would help', () => {
  const [untold] = controlPlaneAnalyser.analyse(
    toSnapshot('', controlPlaneAnalyser, { kind: 'cluster', evidence: [noMetrics] }),
  );
  assert.deepEqual(untold?.conclusion.evidence, [
    { text: 'Grant get on /metrics: {nonResourceURLs: ["/metrics"], verbs: ["get"]}', source: 'vauban' },
  ]);
});

test('a conclusion is about its cluster: the live one, or the one that a file names', () => {
  const nameOf = (...evidence: readonly Evidence[]): string | undefined =>
    controlPlaneAnalyser.analyse(toSnapshot('', controlPlaneAnalyser, { kind: 'cluster', evidence }))[0]?.about.ref
      .name;
  assert.deepEqual(
    [nameOf(audit('off', described)), nameOf(audit('off', live), audit('off', described))],
    ['shop', 'prod'],
  );
});

test('what was found out says from where, and how sure it is', () => {
  const unsure = toFact('control-plane/audit', { state: 'on', detail: '4 events' }, 'likely', live);
  const [known] = controlPlaneAnalyser.analyse(toSnapshot('', controlPlaneAnalyser, { evidence: [unsure] }));
  assert.deepEqual(known?.conclusion.evidence, [
    {
      text: 'read from its counters, which means this unless something unusual is configured',
      source: '/metrics of the API server',
    },
  ]);
});

const manifest = `
apiVersion: v1
kind: Pod
metadata: {name: kube-apiserver, namespace: kube-system}
spec:
  containers:
  - name: kube-apiserver
    command: [kube-apiserver, --anonymous-auth=false, --enable-admission-plugins=NodeRestriction, --authorization-mode, "Node,RBAC"]
    args: [--audit-log-path=/var/log/audit.log, --encryption-provider-config=/etc/enc.yaml]
`;

test('the manifest of a static Pod tells as much as its arguments do', () => {
  const said = controlPlaneAnalyser
    .analyse(toSnapshot(manifest, controlPlaneAnalyser))
    .map(
      ({ about, rule, conclusion }) =>
        `${conclusion.status} ${rule.id.slice('control-plane/'.length)} of ${about.ref.name}`,
    );
  assert.deepEqual(said, [
    'fail audit-logging of estate.yaml',
    'skip encryption-at-rest of estate.yaml',
    'pass anonymous-access of estate.yaml',
    'pass authorization-mode of estate.yaml',
    'pass admission-plug-ins of estate.yaml',
    'skip api-server-reachable-from-anywhere of estate.yaml',
  ]);
});

test('an API server in somebody’s namespace is not the cluster’s', () => {
  const theirs = manifest.replace('kube-system', 'tenant');
  assert.deepEqual(controlPlaneAnalyser.analyse(toSnapshot(theirs, controlPlaneAnalyser)), []);
});
