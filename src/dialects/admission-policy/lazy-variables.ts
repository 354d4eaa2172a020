/** What expressions read as `variables`: each computed when it is first asked for, and once. */

import type { Meter, Program } from '../../lang/cel/program.ts';
import { EvaluationFault, ObjectValue, type Value } from '../../lang/cel/value.ts';
import { variablesTypeName } from './policy-environments.ts';

/** A variable's place among the others. */
export interface NumberedProgram {
  readonly number: number;
  readonly program: Program;
}

/** Of one run of a policy's expressions: the server, too, computes them anew for conditions, validations and messages. */
export class LazyVariables extends ObjectValue {
  readonly typeName = variablesTypeName;
  readonly #programs: ReadonlyMap<string, NumberedProgram>;
  readonly #values: readonly (Value | undefined)[];
  readonly #meter: Meter;
  readonly #known: (Value | EvaluationFault | undefined)[] = [];

  constructor(programs: ReadonlyMap<string, NumberedProgram>, values: readonly (Value | undefined)[], meter: Meter) {
    super();
    this.#programs = programs;
    this.#values = values;
    this.#meter = meter;
  }

  field(name: string): Value | undefined {
    const found = this.#programs.get(name);
    if (found === undefined) return undefined;
    const known = this.#known[found.number];
    const value = known ?? found.program.evaluate(this.#values, this.#meter);
    if (known === undefined) this.#known[found.number] = value;
    if (!(value instanceof EvaluationFault)) return value;
    // Who uses a variable that spent too much may absorb that, as any fault.
    throw new EvaluationFault(`composited variable ${JSON.stringify(name)} fails to evaluate: ${value.message}`);
  }

  equals(other: ObjectValue): boolean {
    return this === other;
  }
}
