/** What expressions read as `variables`: each computed when it is first asked for, and once. */

import type { Meter, Program } from '../../lang/cel/program.ts';
import { EvaluationFault, ObjectValue, type Value } from '../../lang/cel/value.ts';
import { variablesType } from './policy-environments.ts';

/** Of one run of a policy's expressions: the server, too, computes them anew for conditions, validations and messages. */
export class LazyVariables extends ObjectValue {
  readonly typeName = variablesType.name;
  readonly #programs: ReadonlyMap<string, Program>;
  readonly #values: readonly (Value | undefined)[];
  readonly #meter: Meter;
  readonly #known = new Map<string, Value | EvaluationFault>();

  constructor(programs: ReadonlyMap<string, Program>, values: readonly (Value | undefined)[], meter: Meter) {
    super();
    this.#programs = programs;
    this.#values = values;
    this.#meter = meter;
  }

  field(name: string): Value | undefined {
    const known = this.#known.get(name);
    const program = this.#programs.get(name);
    if (program === undefined) return undefined;
    const value = known ?? program.evaluate(this.#values, this.#meter);
    if (known === undefined) this.#known.set(name, value);
    if (!(value instanceof EvaluationFault)) return value;
    // Who uses a variable that spent too much may absorb that, as any fault.
    throw new EvaluationFault(`composited variable ${JSON.stringify(name)} fails to evaluate: ${value.message}`);
  }

  equals(other: ObjectValue): boolean {
    return this === other;
  }
}
