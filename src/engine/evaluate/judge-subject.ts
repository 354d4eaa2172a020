/** The need loop: asks one rule about one subject, answering what it needs, for at most eight rounds. */

import { WildcardTooCostly } from '../../lang/pattern/wildcard.ts';
import type { Facts } from '../../model/request.ts';
import type { Conclusion, Judgement, Rule } from '../../model/rule.ts';
import type { Effect } from '../../model/effect.ts';
import type { Subject } from '../../model/subject.ts';
import { noFacts, resolveRequests, type Asking, type FactSource } from './fact-source.ts';

/** A rule that still asks after this many answers would ask for ever. */
export const mostRounds = 8;

export type Outcome =
  | { readonly kind: 'done'; readonly conclusions: readonly Conclusion[]; readonly effects: readonly Effect[] }
  /** An answer may still come: call `resume` when the input has ended. */
  | { readonly kind: 'waiting'; readonly resume: (source: FactSource) => Outcome };

/** `asking` is shared by all rules that are asked about the subject. */
export const judgeSubject = (rule: Rule, subject: Subject, asking: Asking, source: FactSource): Outcome =>
  run(rule, subject, null, noFacts, source, asking, 0);

/** Where a rule goes on once it was answered; `null` where it judges the subject from the beginning. */
type Step = ((facts: Facts) => Judgement) | null;

/** One step after another until the rule is done, waits, or has used up its rounds. */
const run = (
  rule: Rule,
  subject: Subject,
  firstStep: Step,
  firstFacts: Facts,
  source: FactSource,
  asking: Asking,
  firstRound: number,
): Outcome => {
  let step = firstStep;
  let facts = firstFacts;
  for (let round = firstRound; round <= mostRounds; round += 1) {
    let judgement: Judgement;
    try {
      judgement = step === null ? rule.judge(subject, facts) : step(facts);
    } catch (error) {
      // A bug in a rule must neither end the scan nor let the subject pass: the failure policy decides.
      return failed(
        `the rule could not be run: ${error instanceof Error ? error.message : String(error)}`,
        error instanceof WildcardTooCostly ? 'over-budget' : 'no-evidence',
      );
    }
    if (judgement.kind === 'done') return judgement;
    const { requests, resume } = judgement;
    step = resume ?? step;
    const resolved = resolveRequests(rule, requests, asking, source);
    switch (resolved.kind) {
      case 'facts':
        facts = resolved.facts;
        break;
      case 'pending':
        return toWaiting(rule, subject, step, requests, asking, round);
      case 'forbidden':
        return failed(
          `the rule asked for ${resolved.request}, which it does not declare among its capabilities`,
          'no-evidence',
        );
    }
  }
  return failed(`the rule still asked for more after ${mostRounds} rounds of answers`, 'over-budget');
};

const toWaiting = (
  rule: Rule,
  subject: Subject,
  step: Step,
  requests: Parameters<typeof resolveRequests>[1],
  asking: Asking,
  round: number,
): Outcome => ({
  kind: 'waiting',
  resume: (source) => {
    const resolved = resolveRequests(rule, requests, asking, source);
    return resolved.kind === 'facts'
      ? run(rule, subject, step, resolved.facts, source, asking, round + 1)
      : failed('what the rule asked for was never answered', 'no-evidence');
  },
});

/** What the policy would ask for was never learnt: with the action `none`, `decide` leaves it to the failure policy. */
const failed = (message: string, reason: 'no-evidence' | 'over-budget'): Outcome => ({
  kind: 'done',
  conclusions: [{ status: 'error', reason, action: 'none', enforcement: 'unknown', message, path: '' }],
  effects: [],
});
