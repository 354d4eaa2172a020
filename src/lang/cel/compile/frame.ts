/** What one evaluation works on: values, variables of macros, and what it may still cost. */

import { EvaluationFault, type Value } from '../value.ts';

/** What a variable of a macro holds before it is first asked for. */
export const unset = undefined as unknown as Value;

/** Steps, of some ten nanoseconds, of operations that cel-go counts as a few units however long they take. */
const freeWork = 4_000_000;

/** What throwing a fault and catching it takes: an item of a list may be one, and cel-go counts nothing for it. */
export const faultWork = 150;

/** What compiling a pattern made at run time takes, and each instruction of its program: a few hundred patterns are enough. */
export const patternWork = 20_000;
export const patternNodeWork = 80;

/** What looking for a time zone takes. */
export const zoneWork = 20_000;

/** The longest list that joining lists makes: doubling one costs one unit each time. */
const longestList = 4_000_000;

export class Frame {
  values: readonly (Value | undefined)[] = [];
  readonly locals: Value[];
  /** Units that may still be spent; below 0 the evaluation ends. */
  left = 0;
  private work = 0;

  constructor(localCount: number) {
    this.locals = Array.from({ length: localCount }, () => unset);
  }

  start(values: readonly (Value | undefined)[], allowed: number): void {
    this.values = values;
    this.left = allowed;
    this.work = freeWork;
  }

  /** Takes what a step costs: before it where that is known, so that nothing large is begun for nothing. */
  charge(units: number): void {
    if ((this.left -= units) < 0) throw exhausted();
  }

  /** Ends here what will cost at least so much. */
  demand(units: number): void {
    if (this.left < units) throw exhausted();
  }

  /**
   * For a step over many elements that cel-go counts as one: it would let an expression keep the server busy for
   * minutes. No honest expression comes near the bound.
   */
  toil(steps: number): void {
    if ((this.work -= steps) < 0 || steps > longestList) throw exhausted();
  }
}

const exhausted = (): EvaluationFault =>
  new EvaluationFault('operation cancelled: actual cost limit exceeded', 'over-budget');
