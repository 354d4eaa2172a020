/** The order in which findings are shown: files as they were read, a cluster's objects by name, rules as they are listed. */

import type { Finding } from '../../model/finding.ts';

/**
 * Findings of files stay in the order read (file, document) with the rules in rank order; findings of a cluster are
 * sorted by namespace, kind, name and rule, since the order of a list says nothing. Files come before clusters.
 */
export const orderFindings = (findings: readonly Finding[], ranks: ReadonlyMap<string, number>): readonly Finding[] => {
  const read: Finding[] = [];
  const live: Finding[] = [];
  for (const finding of findings) (finding.subject.origin.kind === 'cluster' ? live : read).push(finding);
  return [...orderRead(read, ranks), ...live.sort((a, b) => compareLive(a, b) || rank(a, ranks) - rank(b, ranks))];
};

/** Within one subject by rule; across subjects as read. Subjects are contiguous, so each run is sorted in place. */
const orderRead = (findings: Finding[], ranks: ReadonlyMap<string, number>): Finding[] => {
  const ordered: Finding[] = [];
  for (let start = 0; start < findings.length;) {
    let end = start + 1;
    while (end < findings.length && findings[end]?.subject === findings[start]?.subject) end += 1;
    // One by one: a manifest may have more findings than a call takes arguments.
    for (const finding of findings.slice(start, end).sort((a, b) => rank(a, ranks) - rank(b, ranks)))
      ordered.push(finding);
    start = end;
  }
  return ordered;
};

const rank = ({ rule }: Finding, ranks: ReadonlyMap<string, number>): number => ranks.get(rule) ?? ranks.size;

const compareLive = ({ subject: a }: Finding, { subject: b }: Finding): number =>
  compareText(toCluster(a), toCluster(b)) ||
  compareText(a.namespace ?? '', b.namespace ?? '') ||
  compareText(a.kind, b.kind) ||
  compareText(a.name, b.name);

const toCluster = ({ origin }: Finding['subject']): string => (origin.kind === 'cluster' ? origin.cluster : '');

/** By code unit, not by locale: the same order on every machine. */
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
