/** One evaluation of a query: what it may call, and how much it may still do. */

import type { Json } from '../../model/json.ts';
import type { QueryCalls, QueryFault } from './query.ts';
import type { QueryValue } from './query-value.ts';

/** A missing key is a fault of kind `not-found`, made once when the query is compiled and returned, never thrown. */
export type Evaluate = (value: QueryValue, run: Run) => QueryValue | QueryFault;

/**
 * Elements visited and characters written. An expression visits each part of a document a few times; only one that
 * multiplies lists by lists comes near, and it would stall the process. Kyverno has no bound.
 */
const mostSteps = 2_000_000;

/** No text an expression makes is longer: a Kubernetes object has 1.5 MiB at most, a context of Kyverno 2 MiB. */
export const longestText = 4 * 1024 * 1024;

/** The value of a `$name`, or `undefined`. */
export type Bindings = (name: string) => Json | undefined;

export class Run {
  readonly calls: QueryCalls;
  readonly bindings: Bindings;
  private left: number;
  private readonly most: number;
  private seeds = 0;
  /** A value was made that is no JSON: what leaves must be looked through. */
  hasMadeGoValue = false;

  constructor(calls: QueryCalls, bindings: Bindings) {
    this.calls = calls;
    this.bindings = bindings;
    this.most = Math.min(mostSteps, calls.budget?.left ?? mostSteps);
    this.left = this.most;
  }

  /** Whatever came of it: takes what was done off what the asker may do. */
  settle(): void {
    const { budget } = this.calls;
    if (budget !== undefined) budget.left -= this.most - this.left + 1;
  }

  /** Throws `LimitReached`, which `evaluate` turns into a fault. */
  spend(steps: number): void {
    this.left -= steps;
    if (this.left < 0) throw new LimitReached('the expression takes more steps than any policy needs');
  }

  /** A host remembers what it answered to a question: each call asks for one byte more than the one before. */
  nextSeed(): string {
    const seed = this.calls.random(8 + this.seeds);
    this.seeds += 1;
    return /^[0-9a-fA-F]+$/.test(seed) ? seed.slice(-16) : '0';
  }

  /** Before a text of this many characters is made. */
  spendText(length: number): void {
    if (length > longestText)
      throw new LimitReached(`the expression makes a text of more than ${longestText} characters`);
    this.left -= length >> 3;
    if (this.left < 0) this.spend(0);
  }
}

/** The one exception inside evaluation: off the hot path, and never seen by callers. */
export class LimitReached {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
}
