/** Surveys compliance: whether a benchmark is run, and whether somebody wrote down what holds. */

import { at } from '../../model/read-object.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Item } from '../../posture/item.ts';
import { findRunning } from '../find-running.ts';
import { isOneOf } from '../is-one-of.ts';
import type { Survey, Where } from '../survey.ts';
import { toItem, toLack } from '../to-item.ts';

const reports = [
  { group: 'aquasecurity.github.io', kind: 'ClusterComplianceReport' },
  { group: 'aquasecurity.github.io', kind: 'CISKubeBenchReport' },
  { group: 'compliance.openshift.io', kind: 'ScanSettingBinding' },
  { group: 'compliance.openshift.io', kind: 'ComplianceSuite' },
] as const;

export const complianceSurvey: Survey = {
  id: 'compliance',
  kinds: reports,
  keep: ({ ref, origin }) => (isOneOf(ref, reports) ? { ref, origin, object: {} } : null),
  observe: (snapshot, where) => [
    { criterion: 'compliance/benchmark', items: listBenchmarks(snapshot, where), doubt: null },
    { criterion: 'compliance/document', items: listDocuments(snapshot), doubt: null },
  ],
};

const listBenchmarks = (snapshot: Snapshot, where: Where): readonly Item[] => {
  const found = reports.flatMap(({ group, kind }) => snapshot.list(group, kind));
  const running = findRunning(snapshot, new Map([['kube-bench', 'kube-bench']]));
  if (found.length + running.length === 0)
    return [toLack('A CIS benchmark', 'no kube-bench, compliance report or compliance scan was read', snapshot)];
  return [
    ...found.map((about) => toItem({ about, state: 'met', why: 'reports on a benchmark' }, where)),
    ...running.map(({ workload: { resource: about } }) =>
      at(about.object, 'spec', 'suspend') === true
        ? toItem({ about, state: 'unmet', why: 'would run kube-bench, and is suspended', path: 'spec.suspend' }, where)
        : toItem({ about, state: 'met', why: 'runs kube-bench' }, where),
    ),
  ];
};

/** Found by its mark, wherever it lies. */
const listDocuments = (snapshot: Snapshot): readonly Item[] => {
  const documents = snapshot.evidence.filter(({ kind }) => kind === 'document/policy');
  if (documents.length === 0) return [noDocument];
  return documents.map(({ source }) => ({
    what: 'Security policy document',
    ref: null,
    state: 'met',
    proof: 'declared',
    why: 'says what is enforced, what is accepted and who answers for it',
    source,
    controls: [],
  }));
};

/** It lies in files or nowhere. */
const noDocument: Item = {
  what: 'A security policy document',
  ref: null,
  state: 'unmet',
  proof: null,
  why: 'no document with the mark of one lies in what was read',
  source: '',
  controls: [],
};
