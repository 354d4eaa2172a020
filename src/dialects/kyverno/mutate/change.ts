/** What a mutation makes of an object, and how what went wrong is said. */

import type { JsonObject } from '../../../model/json.ts';
import type { MutateChange } from '../classic-policy.ts';
import { RuleFault, type RuleContext } from '../rule-context.ts';
import type { RuleDefect } from '../rule-response.ts';
import type { Work } from './work.ts';

/** What becomes of an object. `nesting` counts the loops around. */
export type ApplyChange = (context: RuleContext, object: JsonObject, work: Work, nesting: number) => Changed;

export type Changed =
  | { readonly kind: 'changed'; readonly object: JsonObject }
  | { readonly kind: 'unchanged'; readonly message: string }
  | { readonly kind: 'error'; readonly message: string; readonly reason: 'no-evidence' | 'over-budget' };

export type ChangeCompilation =
  | { readonly kind: 'change'; readonly apply: ApplyChange }
  | { readonly kind: 'defects'; readonly defects: readonly RuleDefect[] };

/** What is no fault of the rule passes through: signals, and that there is no evidence. */
export const toFault = (thrown: unknown, what: string): Extract<Changed, { kind: 'error' }> => {
  if (!(thrown instanceof RuleFault) || !thrown.isOfPolicy) throw thrown;
  return { kind: 'error', message: `${what}: ${thrown.message}`, reason: 'no-evidence' };
};

/** `at` is where the change stands in the rule; `inside` where it stands in what Kyverno substitutes as a whole. */
export type CompileChange = (
  change: MutateChange,
  at: readonly (string | number)[],
  inside: readonly string[],
) => ChangeCompilation;
