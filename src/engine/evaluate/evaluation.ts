/** Judges resources one at a time, as they are read, and turns what the rules concluded into findings when the input has ended. */

import type { Effect } from '../../model/effect.ts';
import type { Finding, FindingSubject } from '../../model/finding.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import type { Answer } from '../../model/request.ts';
import type { Resource } from '../../model/resource.ts';
import type { Conclusion, Rule } from '../../model/rule.ts';
import type { Unread } from '../../model/unread.ts';
import { createRuleIndex } from '../match/rule-index.ts';
import type { FactSource } from './fact-source.ts';
import { foldOwned } from './fold-owned.ts';
import { judgeSubject, type Outcome } from './judge-subject.ts';
import { createRecord, toRecordFinding, type JudgedRecord, type Waiting } from './judged-record.ts';
import { orderFindings } from './order-findings.ts';
import type { Salts } from './salts.ts';
import { toUnreadFindings } from './unread-findings.ts';

export interface EvaluationOptions {
  readonly rules: readonly Rule[];
  readonly facts: FactSource;
  /** Keep findings of status `pass` and `skip`; they are counted in any case. */
  readonly includePasses: boolean;
  readonly includeSkips: boolean;
  /** Shared by all evaluations of one report, so that no two subjects of it have one id. */
  readonly salts: Salts;
  /** Keep the labels of what findings are about, for exceptions that ask for them. */
  readonly keepLabels: boolean;
}

type Labels = Readonly<Record<string, string>>;

export interface Evaluation {
  /** Judges one resource. Memory grows with what failed and with the names of what was read, not with its size. */
  add(resource: Resource): void;
  /** Call once, when the input has ended: what waited is answered, owned objects are folded into their owners. */
  finish(unread: readonly Unread[]): Evaluated;
}

export interface Evaluated {
  /** In order of file, document and rule; objects of a cluster by namespace, kind, name and rule. */
  readonly findings: readonly Finding[];
  readonly effects: readonly Effect[];
  /** By the subject of a finding, the very object; empty unless `keepLabels`. */
  readonly labels: ReadonlyMap<FindingSubject, Labels>;
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
  const { rules, facts, salts, keepLabels } = options;
  const index = createRuleIndex(rules);
  const ranks = new Map(rules.map(({ id }, rank) => [id, rank]));
  const records: JudgedRecord[] = [];
  const waiting: Waiting[] = [];
  const effects: Effect[] = [];
  const labels = new Map<FindingSubject, Labels>();
  const judgedBy = new Set<string>();
  const settled = { subjects: 0, evaluated: 0, pass: 0, fail: 0, error: 0, skip: 0 };

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
    for (const effect of outcome.effects) effects.push(effect);
    // It was asked and the object was none of its business: no judgement was made.
    if (outcome.conclusions.length === 0) record.passedOver += 1;
  };

  return {
    add(resource) {
      const subject = { kind: 'resource', resource } as const;
      const asked = index.rulesFor(subject);
      if (asked.length === 0) {
        settled.subjects += 1;
        return;
      }
      const record = createRecord(resource, asked.length);
      const asking = { asker: record.subject, known: new Map<string, Answer>() };
      const before = waiting.length;
      for (const rule of asked) settle(record, rule, judgeSubject(rule, subject, asking, facts));
      salts.note(record.subject);
      // Nothing more will be said of it, and nothing can be owned by it: a sum is all that is kept.
      if (waiting.length === before && record.conclusions.length === 0 && record.uid === null) {
        addCounts(settled, record);
        return;
      }
      records.push(record);
      if (keepLabels) labels.set(record.subject, toLabels(resource.object));
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
      const missing = toUnreadFindings(unread, rules, index);
      const counts = {
        ...settled,
        evaluated: settled.evaluated + missing.length,
        error: settled.error + missing.length,
      };
      for (const record of judged) addCounts(counts, record);
      return { findings: [...findings, ...missing], effects, labels, counts, judged: judgedBy };
    },
  };
};

const isKept = ({ status }: Conclusion, { includePasses, includeSkips }: EvaluationOptions): boolean =>
  status === 'pass' ? includePasses : status === 'skip' ? includeSkips : true;

const addCounts = (
  sum: { -readonly [Key in keyof Counts]: number },
  { evaluated, passedOver, counts }: JudgedRecord,
): void => {
  sum.subjects += 1;
  sum.evaluated += evaluated - passedOver;
  sum.pass += counts.pass;
  sum.fail += counts.fail;
  sum.error += counts.error;
  sum.skip += counts.skip;
};

const toLabels = ({ metadata }: JsonObject): Labels => {
  const labels = isJsonObject(metadata) ? metadata['labels'] : undefined;
  if (!isJsonObject(labels)) return {};
  return Object.fromEntries(
    Object.entries(labels).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
};
