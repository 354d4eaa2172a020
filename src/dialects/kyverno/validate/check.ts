/** What a compiled check of an object says, and what it is told of where it stands. */

import type { JsonObject } from '../../../model/json.ts';
import type { RuleContext } from '../rule-context.ts';
import type { RuleDefect, RuleResponse } from '../rule-response.ts';
import type { Message } from './compile-message.ts';

/** `null` where there was nothing to check. Faults are errors of the response. */
export type Check = (context: RuleContext, place: Place) => RuleResponse | null;

export interface Place {
  /** The element that patterns are matched against inside a foreach; `null` where it is the object. */
  readonly element: JsonObject | null;
  /** How many loops there are around it. */
  readonly nesting: number;
}

export type CheckCompilation =
  | { readonly kind: 'check'; readonly check: Check }
  | { readonly kind: 'defects'; readonly defects: readonly RuleDefect[] };

/** Of the rule: the same for all its checks, however deep. */
export interface CheckedRule {
  readonly name: string;
  readonly message: Message;
}

export type At = readonly (string | number)[];
