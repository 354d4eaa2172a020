/** What one rule may do about one subject, all its queries, variables and loops together. */

import type { QueryBudget } from '../../../lang/jmespath/query.ts';
import { isJsonArray, isJsonObject, type Json } from '../../../model/json.ts';
import { RuleFault } from '../rule-context.ts';

/**
 * Elements visited, eight letters written, variables put in. A Pod asks for some thousands; whoever writes the object
 * may ask for more without end (a list in a loop over itself, a value that names a value), and a variable that names
 * another twice doubles it every time. This many take a second or two. Kyverno has its webhook's timeout for that.
 */
const mostWork = 10_000_000;

/** As long as a text of JMESPath may become. */
const longestText = 4 * 1024 * 1024;

/** Documents are read to a depth of 200; a variable that stands in another adds to it. */
const deepest = 500;

export class WorkBudget implements QueryBudget {
  left = mostWork;

  /** For the next rule. */
  renew(): void {
    this.left = mostWork;
  }

  /** Throws `RuleFault`. */
  spend(work: number): void {
    this.left -= work;
    if (this.left < 0) throw overBudget('the rule does more than is allowed for one object');
  }

  /** Before a text of this length is put together. */
  spendText(length: number): void {
    if (length > longestText) throw overBudget(`a variable makes a text of more than ${longestText} characters`);
    this.spend(1 + (length >> 3));
  }

  /** Values share parts: each counts wherever it stands, since whoever walks through the value meets it there. */
  spendValue(value: Json, each = 1): void {
    if (typeof value === 'object' && value !== null) this.#walk(value, each, 0);
  }

  #walk(value: Json, each: number, depth: number): void {
    if (depth > deepest) throw overBudget(`a variable's value nests more than ${deepest} deep`);
    if (isJsonArray(value)) {
      this.spend(value.length * each);
      for (const item of value) this.#visit(item, each, depth);
    } else if (isJsonObject(value)) {
      const keys = Object.keys(value);
      this.spend(keys.length * each);
      for (const key of keys) this.#visit(value[key], each, depth);
    }
  }

  #visit(value: Json | undefined, each: number, depth: number): void {
    if (typeof value === 'string') {
      if (value.length > 64) this.spend(value.length >> 3);
    } else if (typeof value === 'object' && value !== null) this.#walk(value, each, depth + 1);
  }
}

/** Nothing may take this for a value that is missing, for which a policy has another. */
export const overBudget = (message: string): RuleFault => new RuleFault('over-budget', message);
