/** What GitHub takes of one SARIF file, and which findings go in when there are more. */

import { compareSeverity } from '../../model/severity.ts';
import type { MergedFinding } from '../../engine/merge/merge-findings.ts';
import type { Status } from '../../model/finding.ts';

/**
 * Above this GitHub refuses the whole file, so that nothing would be shown. A result takes about 1.2 KB and its text
 * repeats: 25,000 of them are 30 MB and under 3 MB compressed, well below the limit of 10 MB for an upload.
 * https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit
 */
export const mostResults = 25_000;

/** https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit */
export const mostTags = 10;

export interface Choice {
  readonly chosen: readonly MergedFinding[];
  /** How many did not fit. */
  readonly left: number;
}

/** All in their order; where they do not fit, failures before errors before the rest, the worst first. */
export const choose = (entries: readonly MergedFinding[], most = mostResults): Choice => {
  if (entries.length <= most) return { chosen: entries, left: 0 };
  const ranked = [...entries.keys()].sort((a, b) => compareEntries(entries[a], entries[b]) || a - b).slice(0, most);
  const kept = new Set(ranked);
  return { chosen: entries.filter((_, index) => kept.has(index)), left: entries.length - most };
};

const ranks: Readonly<Record<Status, number>> = { fail: 0, error: 1, skip: 2, pass: 3 };

const compareEntries = (a: MergedFinding | undefined, b: MergedFinding | undefined): number =>
  a === undefined || b === undefined
    ? 0
    : ranks[a.finding.status] - ranks[b.finding.status] || compareSeverity(a.finding.severity, b.finding.severity);
