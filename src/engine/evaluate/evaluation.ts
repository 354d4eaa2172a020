/** Judges resources one at a time, as they are read, and turns what the rules concluded into findings when the input has ended. */

import type { Effect } from '../../model/effect.ts';
import type { Finding } from '../../model/finding.ts';
import type { Resource } from '../../model/resource.ts';
import type { Conclusion, Rule } from '../../model/rule.ts';
import type { Unread } from '../../model/unread.ts';
import { createRuleIndex } from '../match/rule-index.ts';
import type { FactSource } from './fact-source.ts';
import { foldOwned } from './fold-owned.ts';
import { judgeSubject, type Outcome } from './judge-subject.ts';
import { createRecord, toRecordFinding, type JudgedRecord, type Waiting } from './judged-record.ts';
import { orderFindings } from './order-findings.ts';
import { createSalts } from './salts.ts';
import { toUnreadFindings } from './unread-findings.ts';

export interface EvaluationOptions {
  readonly rules: readonly Rule[];
  readonly facts: FactSource;
  /** Keep findings of status `pass` and `skip`; they are counted in any case. */
  readonly includePasses: boolean;
  readonly includeSkips: boolean;
}

export interface Evaluation {
  /** Judges one resource. Memory grows with what failed, not with what was read. */
  add(resource: Resource): void;
  /** Call once, when the input has ended: what waited is answered, owned objects are folded into their owners. */
  finish(unread: readonly Unread[]): Evaluated;
}

export interface Evaluated {
  /** In order of file, document and rule; objects of a cluster by namespace, kind, name and rule. */
  readonly findings: readonly Finding[];
  readonly effects: readonly Effect[];
  readonly counts: Counts;
  /** Ids of the rules that concluded pass, fail or error about anything. */
  readonly judged: ReadonlySet<string>;
}

/** `subjects` counts objects, with those no rule asks about and without those folded into their owner; `evaluated` judgements (a rule on a subject); the others findings. */
export interface Counts {
  readonly subjects: number;
  readonly evaluated: number;
  readonly pass: number;
  readonly fail: number;
  readonly error: number;
  readonly skip: number;
}

export const createEvaluation = (options: EvaluationOptions): Evaluation => {
  const { rules, facts } = options;
  const index = createRuleIndex(rules);
  const ranks = new Map(rules.map(({ id }, rank) => [id, rank]));
  const records: JudgedRecord[] = [];
  const waiting: Waiting[] = [];
  const effects: Effect[] = [];
  const judgedBy = new Set<string>();
  const salts = createSalts();
  let unasked = 0;

  const settle = (record: JudgedRecord, rule: Rule, outcome: Outcome): void => {
    if (outcome.kind === 'waiting') {
      waiting.push({ record, rule, resume: outcome.resume });
      return;
    }
    for (const conclusion of outcome.conclusions) {
      record.counts[conclusion.status] += 1;
      if (conclusion.status !== 'skip') judgedBy.add(rule.id);
      if (isKept(conclusion, options)) record.conclusions.push({ rule, conclusion });
    }
    effects.push(...outcome.effects);
  };

  return {
    add(resource) {
      const subject = { kind: 'resource', resource } as const;
      const asked = index.rulesFor(subject);
      if (asked.length === 0) {
        unasked += 1;
        return;
      }
      const record = createRecord(resource, asked.length);
      for (const rule of asked) settle(record, rule, judgeSubject(rule, subject, facts));
      records.push(record);
      salts.note(record.subject);
    },

    finish(unread) {
      for (const { record, rule, resume } of waiting) settle(record, rule, resume(facts));
      waiting.length = 0;
      const judged = foldOwned(records);
      const findings = orderFindings(
        judged.flatMap((record) =>
          record.conclusions.map((concluded) => toRecordFinding(record, concluded, salts.saltOf(record.subject))),
        ),
        ranks,
      );
      const missing = toUnreadFindings(unread, index);
      return {
        findings: [...findings, ...missing],
        effects,
        counts: countAll(judged, unasked, missing.length),
        judged: judgedBy,
      };
    },
  };
};

const isKept = ({ status }: Conclusion, { includePasses, includeSkips }: EvaluationOptions): boolean =>
  status === 'pass' ? includePasses : status === 'skip' ? includeSkips : true;

const countAll = (records: readonly JudgedRecord[], unasked: number, missing: number): Counts => {
  const counts = { subjects: records.length + unasked, evaluated: missing, pass: 0, fail: 0, error: missing, skip: 0 };
  for (const record of records) {
    counts.evaluated += record.evaluated;
    counts.pass += record.counts.pass;
    counts.fail += record.counts.fail;
    counts.error += record.counts.error;
    counts.skip += record.counts.skip;
  }
  return counts;
};
