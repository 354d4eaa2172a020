/** What expressions read as `variables`: each computed when it is first asked for, and once. */

import type { Meter } from '../../lang/cel/program.ts';
import { EvaluationFault, ObjectValue, type Value } from '../../lang/cel/value.ts';
import type { KeptResults } from './kept-results.ts';
import { variablesTypeName } from './variable-types.ts';
import type { SharedProgram } from './shared-programs.ts';

/** A variable's place among the others of its policy. */
export interface NumberedProgram {
  readonly number: number;
  readonly shared: SharedProgram;
}

/**
 * Of one run of a policy's expressions: the server, too, computes them anew for conditions, validations and messages.
 * What other policies compute alike for the same subject is looked up in `kept`, and costs what computing it would.
 */
export class LazyVariables extends ObjectValue {
  readonly typeName = variablesTypeName;
  readonly #programs: ReadonlyMap<string, NumberedProgram>;
  readonly #values: readonly (Value | undefined)[];
  readonly #meter: Meter;
  readonly #kept: KeptResults | null;
  readonly #known: (Value | EvaluationFault | undefined)[] = [];
  /** The variables that the one being computed asks for; `null` where nobody wants to know. */
  #asked: string[] | null = null;
  /** What those cost. */
  #costOfAsked = 0;
  /** Once the budget is spent, what comes of an expression is no longer a matter of the subject alone. */
  #isSpent = false;
  #isTooLong = false;
  #depth = 0;

  constructor(
    programs: ReadonlyMap<string, NumberedProgram>,
    values: readonly (Value | undefined)[],
    meter: Meter,
    kept: KeptResults | null,
  ) {
    super();
    this.#programs = programs;
    this.#values = values;
    this.#meter = meter;
    this.#kept = kept;
  }

  field(name: string): Value | undefined {
    const found = this.#programs.get(name);
    if (found === undefined) return undefined;
    this.#asked?.push(name);
    const value = this.#valueOf(found);
    if (!(value instanceof EvaluationFault)) return value;
    throw this.toFault(this.explain(name, value), value);
  }

  /** What is said where the variable `name` cannot be computed. */
  protected explain(name: string, { message }: EvaluationFault): string {
    return `composited variable ${JSON.stringify(name)} fails to evaluate: ${message}`;
  }

  /** On the server who uses a variable that spent too much may absorb that, as any fault; a bound of ours nobody may. */
  protected toFault(message: string, { reason }: EvaluationFault): EvaluationFault {
    if (reason !== 'over-budget') return new EvaluationFault(message);
    return this.#isTooLong ? new EvaluationFault(message, reason) : new SpentVariable(message);
  }

  equals(other: ObjectValue): boolean {
    return this === other;
  }

  #valueOf({ number, shared }: NumberedProgram): Value | EvaluationFault {
    const known = this.#known[number];
    if (known !== undefined) return known;
    const value = this.#lookUp(shared) ?? this.#compute(shared);
    this.#known[number] = value;
    return value;
  }

  #lookUp({ place }: SharedProgram): Value | EvaluationFault | undefined {
    const result = this.#kept?.[place];
    const { spent, limit } = this.#meter;
    if (result === undefined || result.cost > limit - spent) return undefined;
    for (const name of result.asked) {
      const asked = this.#programs.get(name);
      if (asked !== undefined) this.#valueOf(asked);
    }
    if (this.#isSpent) return undefined;
    this.#meter.spent += result.cost;
    this.#costOfAsked += result.cost;
    return result.value;
  }

  #compute({ program, place }: SharedProgram): Value | EvaluationFault {
    const isKept = place >= 0 && this.#kept !== null;
    const asked: string[] | null = isKept ? [] : null;
    if (this.#depth >= longestChain) {
      this.#isTooLong = true;
      return new EvaluationFault(`more than ${longestChain} variables are needed, one by another`, 'over-budget');
    }
    this.#depth += 1;
    const askedAround = this.#asked;
    const costAround = this.#costOfAsked;
    const { spent } = this.#meter;
    this.#asked = asked;
    this.#costOfAsked = 0;
    let cost = 0;
    let value: Value | EvaluationFault;
    try {
      value = program.evaluate(this.#values, this.#meter);
    } finally {
      this.#depth -= 1;
      const all = this.#meter.spent - spent;
      cost = all - this.#costOfAsked;
      this.#asked = askedAround;
      this.#costOfAsked = costAround + all;
    }
    if (value instanceof EvaluationFault && value.reason === 'over-budget') this.#isSpent = true;
    if (asked !== null && this.#kept !== null && !this.#isSpent) this.#kept[place] = { value, cost, asked };
    return value;
  }
}

/** Each is computed inside the one that asks for it, and the stack is not endless. */
const longestChain = 200;

/** A fault as any other to the expressions that meet it, and still one of the budget. */
class SpentVariable extends EvaluationFault {}

export const isOverBudget = (fault: EvaluationFault): boolean =>
  fault.reason === 'over-budget' || fault instanceof SpentVariable;
