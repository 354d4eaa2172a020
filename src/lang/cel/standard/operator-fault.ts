/** What is said where an operator has no meaning for its values: cel-go names the operator only for some. */

import { typeNameOf } from '../value-type.ts';
import { EvaluationFault, type Value } from '../value.ts';

export type Ability = 'adder' | 'subtractor' | 'multiplier' | 'modder' | 'negator' | 'comparer' | 'sizer' | 'matcher';

/**
 * A left operand that has the ability, but not with this right one, and one that has functions of its own, are told
 * without a name.
 */
export const noOperator = (operator: string, ability: Ability, left: Value): EvaluationFault => {
  const type = typeNameOf(left);
  return receivers.has(type) || abilities[ability].has(type) ? noSuchOverload() : noSuchOverload(operator);
};

export const noSuchOverload = (name?: string): EvaluationFault =>
  new EvaluationFault(name === undefined ? 'no such overload' : `no such overload: ${name}`);

/** Where a function is chosen by values. */
export const noFunction = (name: string, parameters: readonly Value[]): EvaluationFault =>
  noSuchOverload(`${name}(${parameters.map(typeNameOf).join(', ')})`);

const timestamp = 'google.protobuf.Timestamp';
const duration = 'google.protobuf.Duration';

const receivers: ReadonlySet<string> = new Set(['string', timestamp, duration]);

const abilities: Readonly<Record<Ability, ReadonlySet<string>>> = {
  adder: new Set(['int', 'uint', 'double', 'bytes', 'list']),
  subtractor: new Set(['int', 'uint', 'double']),
  multiplier: new Set(['int', 'uint', 'double']),
  modder: new Set(['int', 'uint']),
  negator: new Set(['int', 'double', 'bool']),
  comparer: new Set(['bool', 'int', 'uint', 'double', 'bytes']),
  sizer: new Set(['bytes', 'list', 'map']),
  matcher: new Set(),
};
