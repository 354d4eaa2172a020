/** Turns what analysers concluded about a snapshot into findings, by the same identity, owner and counts as any other. */

import type { Finding } from '../../model/finding.ts';
import type { Resource } from '../../model/resource.ts';
import type { Conclusion, RuleMetadata } from '../../model/rule.ts';
import type { Counts } from './evaluation.ts';
import { createRecord, toRecordFinding, type JudgedRecord } from './judged-record.ts';
import { orderFindings } from './order-findings.ts';
import type { Salts } from './salts.ts';

export interface Analysed {
  readonly rule: RuleMetadata;
  readonly about: Resource;
  readonly conclusion: Conclusion;
}

export interface AnalysisOptions {
  /** In the order reports list them. */
  readonly rules: readonly RuleMetadata[];
  readonly salts: Salts;
  readonly includePasses: boolean;
  readonly includeSkips: boolean;
}

/** `subjects` of the counts is 0: what a snapshot holds was counted when it was read. */
export interface AnalysisFindings {
  readonly findings: readonly Finding[];
  readonly counts: Counts;
  /** Ids of the rules that concluded pass, fail or error about anything. */
  readonly judged: ReadonlySet<string>;
}

export const toAnalysisFindings = (
  analysed: readonly Analysed[],
  { rules, salts, includePasses, includeSkips }: AnalysisOptions,
): AnalysisFindings => {
  const known = new Set(rules.map(({ id }) => id));
  const records = new Map<Resource, JudgedRecord>();
  const counts = { subjects: 0, evaluated: 0, pass: 0, fail: 0, error: 0, skip: 0 };
  const judged = new Set<string>();
  for (const { rule, about, conclusion } of analysed) {
    if (!known.has(rule.id)) continue;
    counts.evaluated += 1;
    counts[conclusion.status] += 1;
    if (conclusion.status !== 'skip') judged.add(rule.id);
    if (conclusion.status === 'pass' ? !includePasses : conclusion.status === 'skip' && !includeSkips) continue;
    let record = records.get(about);
    if (record === undefined) {
      record = createRecord(about, 0);
      salts.note(record.subject);
      records.set(about, record);
    }
    record.conclusions.push({ rule, conclusion });
  }
  const findings = [...records.values()].flatMap((record) =>
    record.conclusions.map((concluded) => toRecordFinding(record, concluded, salts.saltOf(record.subject))),
  );
  return { findings: orderFindings(findings, new Map(rules.map(({ id }, rank) => [id, rank]))), counts, judged };
};
