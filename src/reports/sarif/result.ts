/** A finding as a SARIF result. */

import type { Finding } from '../../model/finding.ts';
import type { JsonObject } from '../../model/json.ts';
import type { MergedFinding } from '../../engine/merge/merge-findings.ts';
import { isCounted, isKnown, toAcceptance } from '../overview.ts';
import { renderRef } from '../place.ts';
import type { Report } from '../report.ts';
import { toLocation } from './location.ts';
import { toLevel } from './rule-descriptor.ts';

export const toResult = (entry: MergedFinding, report: Report, ranks: ReadonlyMap<string, number>): JsonObject => {
  const { finding, also } = entry;
  const kind = toKind(finding);
  return {
    ruleId: finding.rule,
    ruleIndex: ranks.get(finding.rule) ?? -1,
    kind,
    // Section 3.27.10: a result of any other kind than `fail` has the level `none`.
    level: kind === 'fail' ? toLevel(finding.severity) : 'none',
    message: { text: toMessage(entry) },
    locations: [toLocation(report, finding)],
    partialFingerprints: { 'vauban/v1': finding.id },
    ...(report.baseline !== null && isCounted(finding)
      ? { baselineState: isKnown(entry, report) ? 'unchanged' : 'new' }
      : {}),
    ...(isExcepted(finding) ? { suppressions: [toSuppression(finding)] } : {}),
    properties: {
      severity: finding.severity,
      status: finding.status,
      reason: finding.reason,
      action: finding.action,
      enforcement: finding.enforcement,
      responsible: finding.responsible,
      also: also.map(({ id, rule }) => ({ id, rule })),
    },
  };
};

/** Section 3.27.9; an excepted failure is a failure, suppressed. */
const toKind = (finding: Finding): 'fail' | 'pass' | 'open' | 'review' | 'notApplicable' => {
  if (finding.status === 'fail' || isExcepted(finding)) return 'fail';
  if (finding.status === 'pass') return 'pass';
  if (finding.status === 'error') return 'open';
  return finding.reason === 'manual' ? 'review' : 'notApplicable';
};

const isExcepted = ({ status, reason }: Finding): boolean => status === 'skip' && reason === 'excepted';

const toSuppression = (finding: Finding): JsonObject => ({
  kind: 'external',
  status: 'accepted',
  justification: toAcceptance(finding),
});

const toMessage = ({ finding, also }: MergedFinding): string => {
  const others = also.length === 0 ? '' : ` (also ${also.map(({ rule }) => rule).join(', ')})`;
  return `${renderRef(finding.subject)}: ${finding.message}${others}`;
};
