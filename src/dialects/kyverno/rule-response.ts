/** What a rule's body says about one subject: what Kyverno's engine calls a rule response. */

import type { Effect } from '../../model/effect.ts';
import type { Note, Reason } from '../../model/finding.ts';
import type { RuleContext } from './rule-context.ts';

export interface RuleResponse {
  readonly status: 'pass' | 'fail' | 'skip' | 'error';
  readonly message: string;
  /** In the object, as `renderFieldPath` prints it; the empty text for the whole. */
  readonly path: string;
  /** Of a skip or an error; a skip without one is `not-applicable`, an error `no-evidence`. */
  readonly reason?: Reason;
  readonly effects?: readonly Effect[];
  /** What a person reads where Kyverno has no words: the message is empty, as Kyverno's is. */
  readonly told?: string;
  /** Of an error: what to do about it, and where in the policy. */
  readonly advice?: Note;
}

/** A rule's body, compiled. Faults (`RuleFault`) thrown inside become an `error`; what else is thrown passes through. */
export type RuleHandler = (context: RuleContext) => readonly RuleResponse[];

/** What a compiler found wrong in what was written, and where in the rule. */
export interface RuleDefect {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly path: readonly (string | number)[];
}

export type HandlerCompilation =
  | { readonly kind: 'handler'; readonly handle: RuleHandler; readonly warnings: readonly RuleDefect[] }
  | { readonly kind: 'defects'; readonly defects: readonly RuleDefect[] };
