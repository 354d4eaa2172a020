/** Test fixture: reports for the tests of every format, small, hostile or as large as asked for. */

import { absent, present } from '../model/change.ts';
import type { ExceptionReview } from '../model/exception.ts';
import type { Finding, FindingSubject } from '../model/finding.ts';
import type { RuleMetadata } from '../model/rule.ts';
import type { Severity } from '../model/severity.ts';
import { exampleWalls } from './example-attack.ts';
import { exampleRoadmap } from './example-roadmap.ts';
import type { RenderOptions, Report } from './report.ts';

export const plainOptions: RenderOptions = { colour: false, brief: false, all: false, width: 100 };

const toRule = (
  id: string,
  title: string,
  severity: Severity,
  layer: RuleMetadata['layer'],
  control: string | null,
): RuleMetadata => ({
  id,
  title,
  severity,
  layer,
  control,
  what: `${title}, in every container.`,
  why: 'An attacker who takes the container takes more than the container.',
  fine: 'Where the workload is a node agent.',
  remediation: `${title}. Then roll the workload out again.`,
  references: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/'],
});

const rules: readonly RuleMetadata[] = [
  toRule('pod-security/baseline/privileged', 'Run no privileged container', 'high', 'runtime', 'pod/privileged'),
  toRule('pod-security/baseline/host-ports', 'Use no host port', 'high', 'network', null),
  toRule('pod-security/baseline/proc-mount', 'Keep the default /proc mount', 'high', 'runtime', null),
  toRule('pod-security/restricted/seccomp', 'Use a seccomp profile', 'medium', 'runtime', 'pod/seccomp'),
  toRule('pod-security/baseline/seccomp', 'Do not switch seccomp off', 'high', 'runtime', 'pod/seccomp'),
  toRule(
    'pod-security/restricted/run-as-non-root',
    'Run as a user other than root',
    'medium',
    'runtime',
    'pod/non-root',
  ),
  toRule('rbac/secrets', 'Let nobody read every Secret', 'critical', 'identity', null),
];

const deployment = (name: string, document: number): FindingSubject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  namespace: 'shop',
  name,
  origin: {
    kind: 'file',
    file: 'manifests/shop.yaml',
    document,
    item: null,
    start: document * 500,
    end: document * 500 + 499,
  },
});

const hostile: FindingSubject = {
  apiVersion: 'v1',
  kind: 'Pod',
  namespace: '',
  name: 'x\u001b]0;owned\u0007|<img src=x onerror=alert(1)>\u202e\u009b2J`@everyone`',
  origin: { kind: 'file', file: 'manifests/odd name & "quotes".yaml', document: 0, item: 2, start: 0, end: 9 },
};

const live: FindingSubject = {
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  namespace: 'kube-system',
  name: 'cloud-agent',
  origin: { kind: 'cluster', cluster: 'prod', uid: '0b5c' },
};

const rendered: FindingSubject = {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  namespace: 'billing',
  name: 'invoices',
  origin: { kind: 'rendered', by: 'helm', folder: 'chart', template: 'templates/cron.yaml', document: 0, item: null },
};

const template = 'spec.template.spec';

export const toFinding = (id: string, rule: string, subject: FindingSubject, more: Partial<Finding> = {}): Finding => ({
  id: id.padEnd(16, '0'),
  rule,
  status: 'fail',
  reason: null,
  severity: rules.find((each) => each.id === rule)?.severity ?? 'low',
  action: 'deny',
  enforcement: 'not-enforced',
  message: `The pod fails ${rule}.`,
  path: template,
  subject,
  owner: null,
  responsible: 'you',
  fix: null,
  evidence: [],
  ...more,
});

const nonRoot = (id: string, subject: FindingSubject): Finding =>
  toFinding(id, 'pod-security/restricted/run-as-non-root', subject, {
    message: 'Container "web" may run as root.',
    path: `${template}.securityContext.runAsNonRoot`,
    fix: {
      target: { apiVersion: subject.apiVersion, kind: subject.kind, namespace: subject.namespace, name: subject.name },
      edits: [{ path: `${template}.securityContext.runAsNonRoot`, before: absent, after: present(true) }],
      reason: 'Run as a user other than root',
      permissions: [{ group: 'apps', resource: 'deployments', verb: 'patch' }],
    },
  });

const findings: readonly Finding[] = [
  toFinding('a1', 'pod-security/baseline/privileged', deployment('web', 0), {
    message: 'Container "web" is privileged: it can do on the node whatever root can.',
    path: `${template}.containers[name=web].securityContext.privileged`,
  }),
  toFinding('a2', 'pod-security/restricted/seccomp', deployment('web', 0), {
    message: 'No seccomp profile is set.',
    path: `${template}.securityContext.seccompProfile`,
    fix: {
      target: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' },
      edits: [
        {
          path: `${template}.securityContext.seccompProfile`,
          before: absent,
          after: present({ type: 'RuntimeDefault' }),
        },
      ],
      reason: 'Use a seccomp profile',
      permissions: [],
    },
  }),
  toFinding('a3', 'pod-security/baseline/seccomp', deployment('web', 0), {
    message: 'The seccomp profile is Unconfined.',
    path: `${template}.securityContext.seccompProfile`,
    evidence: [{ text: 'type: Unconfined', source: 'manifest' }],
  }),
  nonRoot('a4', deployment('web', 0)),
  nonRoot('b4', deployment('カート', 1)),
  toFinding('b1', 'pod-security/baseline/privileged', deployment('カート', 1), {
    status: 'skip',
    reason: 'excepted',
    message: 'Container "agent" is privileged.',
    evidence: [
      {
        text: 'Accepted until 2026-03-01 by platform@example.com: the node agent needs it',
        source: 'vauban-exceptions.yaml:4',
      },
    ],
  }),
  toFinding('c1', 'pod-security/baseline/host-ports', hostile, {
    message: 'Container "\u001b[31mx" uses host port 80.',
  }),
  toFinding('c2', 'pod-security/baseline/proc-mount', hostile, { status: 'pass', message: 'Nothing to say.' }),
  toFinding('c3', 'pod-security/baseline/host-ports', rendered, {
    status: 'skip',
    reason: 'not-applicable',
    message: 'A Windows pod.',
  }),
  toFinding('d1', 'pod-security/baseline/privileged', live, {
    message: 'Container "agent" is privileged.',
    responsible: 'provider',
  }),
  toFinding('d2', 'pod-security/baseline/host-ports', live, { message: 'Host port 9100.', responsible: 'provider' }),
  toFinding(
    'e1',
    'rbac/secrets',
    { ...live, kind: 'ClusterRole', namespace: null, name: '*', apiVersion: 'rbac.authorization.k8s.io/v1' },
    {
      status: 'error',
      reason: 'no-evidence',
      message: 'ClusterRole could not be read: forbidden',
      evidence: [{ text: 'Grant list on clusterroles', source: 'vauban' }],
    },
  ),
  toFinding('f1', 'custom/unknown-rule', rendered, { message: 'A rule nobody described.', owner: live }),
];

const review: ExceptionReview = {
  exception: {
    scope: { rule: 'pod-security/*', finding: null, kind: 'Deployment', namespace: 'shop', name: 'カート', labels: {} },
    reason: 'the node agent needs it',
    owner: 'platform@example.com',
    expires: '2026-03-01',
    format: 'vauban',
    span: { file: 'vauban-exceptions.yaml', line: 4, column: 3 },
    notApplicable: null,
  },
  states: ['active', 'ending'],
  covered: 1,
  message: 'Ends in 9 days, on 2026-03-01: mend it or renew it.',
};

/** Nothing found, nothing scanned. */
export const emptyReport: Report = {
  version: '0.1.0',
  policySet: 'sha256:0000',
  asOf: '2026-02-20T00:00:00Z',
  cluster: null,
  complete: true,
  walls: null,
  roadmap: null,
  unread: [],
  findings: [],
  rules: new Map(),
  judged: new Set(),
  summary: { subjects: 0, evaluated: 0, pass: 0, fail: 0, error: 0, skip: 0 },
  problems: [],
  exceptions: [],
  baseline: null,
  otherDocuments: 0,
  next: [],
  locate: () => null,
};

/** Every status, a hostile name, every origin, a problem, an exception, a baseline, and something unread. */
export const fullReport: Report = {
  ...emptyReport,
  cluster: 'prod',
  complete: false,
  walls: exampleWalls,
  roadmap: exampleRoadmap,
  unread: [
    {
      kind: 'ClusterRole',
      group: 'rbac.authorization.k8s.io',
      cluster: 'prod',
      namespace: null,
      reason: 'forbidden',
      grant: 'list on clusterroles',
    },
    { kind: 'chart', group: null, cluster: null, namespace: null, reason: 'no helm on the PATH', grant: null },
  ],
  findings,
  rules: new Map(rules.map((rule) => [rule.id, rule])),
  judged: new Set(rules.slice(0, 6).map(({ id }) => id)),
  summary: { subjects: 5, evaluated: 31, pass: 18, fail: 9, error: 1, skip: 3 },
  problems: [
    {
      severity: 'error',
      message: 'this line is indented less than the list it belongs to\u001b[2J',
      span: { file: 'manifests/broken.yaml', line: 7, column: 3 },
      policy: null,
    },
    { severity: 'warning', message: 'the policy names no kind', span: null, policy: 'custom/p' },
  ],
  exceptions: [review],
  baseline: {
    file: 'baseline.json',
    known: new Set([findings[1]?.id ?? '', findings[2]?.id ?? '']),
    fixed: ['ff00000000000000'],
  },
  otherDocuments: 2,
  next: [
    { command: 'vauban explain pod-security/baseline/privileged', why: 'what it is and how to mend it' },
    { command: 'vauban preview pod-security=restricted', why: 'what would break if it were enforced' },
  ],
  locate: (origin, path) => (origin.kind === 'file' ? { line: origin.document * 20 + path.length, column: 5 } : null),
};

/** As many failing findings as asked for, six to an object, in one file. */
export const toLargeReport = (size: number): Report => ({
  ...fullReport,
  complete: true,
  unread: [],
  problems: [],
  findings: Array.from({ length: size }, (_, index): Finding => {
    const rule = rules[index % 6];
    const subject = deployment(`app-${Math.floor(index / 6)}`, Math.floor(index / 6));
    if (rule?.id === 'pod-security/restricted/run-as-non-root') return nonRoot(index.toString(16), subject);
    return toFinding(index.toString(16), rule?.id ?? '', subject, {
      message: `Container "web" of app ${index} fails.`,
    });
  }),
  summary: { subjects: Math.ceil(size / 6), evaluated: size * 5, pass: size * 4, fail: size, error: 0, skip: 0 },
});
