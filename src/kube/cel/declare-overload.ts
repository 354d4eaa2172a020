/** The rows that Kubernetes' CEL libraries are made of. Their costs are not here: Kubernetes gives them by name, see cost.ts. */

import type { Library, LiteralCheck, Overload } from '../../lang/cel/overload.ts';
import type { Type } from '../../lang/cel/type.ts';
import type { Value } from '../../lang/cel/value.ts';

type Evaluate = (...parameters: Value[]) => Value;

/** `receiver.name(…)`; the receiver is the first of `parameters`. */
export const member = (
  id: string,
  name: string,
  parameters: readonly Type[],
  result: Type,
  evaluate: Evaluate,
): Overload => ({ id, name, isMember: true, parameters, result, evaluate });

/** `name(…)`, where the name may be dotted: `format.named`. */
export const global = (
  id: string,
  name: string,
  parameters: readonly Type[],
  result: Type,
  evaluate: Evaluate,
): Overload => ({ id, name, isMember: false, parameters, result, evaluate });

export const libraryOf = (
  id: string,
  overloads: readonly Overload[],
  constants: Library['constants'] = [],
  literalChecks: readonly LiteralCheck[] = [],
): Library => ({ id, overloads, macros: [], constants, literalChecks });
