/** Makes findings up as a large estate has them: some hundred rules, workloads in many namespaces, a file for each. */

import { layers } from '../src/model/layer.ts';
import { severities } from '../src/model/severity.ts';
import type { FindingRecord } from '../src/stores/finding-record.ts';

export interface StoreSize {
  /** In all estates together. */
  readonly findings: number;
  readonly estates: number;
  readonly namespaces: number;
}

export const kinds = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'Pod', 'Service', 'RoleBinding'] as const;

const subjects = [
  'privileged',
  'capabilities',
  'seccomp',
  'root',
  'tokens',
  'limits',
  'volumes',
  'ports',
  'digests',
  'mesh',
];

export const rules = Array.from({ length: 120 }, (_, number) => ({
  id: `pod-security/${number % 2 === 0 ? 'baseline' : 'restricted'}/${subjects[number % 10] ?? ''}-${number}`,
  title: `A container must set ${subjects[number % 10] ?? ''} in its security context`,
}));

export const toNamespace = (number: number): string => `team-${number}`;

/** `changed` is part of the message: another one makes it another finding of the same id. */
export const generateFinding = (number: number, namespaces: number, changed: string): FindingRecord => {
  // A workload has ten findings, and a namespace many workloads.
  const workload = Math.floor(number / 10);
  const namespace = toNamespace(workload % namespaces);
  const name = `app${workload % 300}-${workload}`;
  const rule = rules[(number * 7 + workload) % rules.length];
  const kind = kinds[workload % kinds.length] ?? 'Pod';
  const file = `manifests/${namespace}/${name}.yaml`;
  const isAccepted = number % 23 === 0;
  return {
    finding: {
      id: (number * 2_654_435_761).toString(16).padStart(16, '0').slice(-16),
      rule: rule?.id ?? '',
      status: isAccepted ? 'skip' : number % 401 === 0 ? 'error' : 'fail',
      reason: isAccepted ? 'excepted' : null,
      severity: severities[(number * 7 + workload) % 5] ?? 'info',
      action: 'deny',
      enforcement: 'declared',
      message: `container ${name} of ${namespace} does not set ${subjects[number % 10] ?? ''}${changed}: whoever takes it over keeps what it holds`,
      path: `spec.template.spec.containers[${number % 3}].securityContext`,
      subject: {
        apiVersion: 'apps/v1',
        kind,
        namespace,
        name,
        origin: { kind: 'file', file, document: number % 10, item: null, start: 1000, end: 2000 },
      },
      owner: null,
      responsible: 'you',
      fix: null,
      evidence: [{ text: 'the field is absent, which the API server takes for true', source: 'Kubernetes 1.37' }],
    },
    layer: layers[(number * 7 + workload) % layers.length] ?? 'cluster',
    title: rule?.title ?? '',
    fix: number % 5 === 0 ? null : { key: `fix-${number % 40}`, title: `Set ${subjects[number % 10] ?? ''}` },
    place: { file, line: 10 + (number % 50) },
    accepted: isAccepted ? { reason: 'until the vendor mends it', owner: 'team', until: '2027-01-01' } : null,
    exposes: number % 97 === 0,
  };
};
