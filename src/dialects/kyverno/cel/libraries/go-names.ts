/** Kyverno's libraries have each function in two spellings: `Get`, as first written, and `get`. */

import { member } from '../../../../kube/cel/declare-overload.ts';
import type { Overload } from '../../../../lang/cel/overload.ts';
import type { Type } from '../../../../lang/cel/type.ts';

export const bothNames = (
  id: string,
  name: string,
  parameters: readonly Type[],
  result: Type,
  evaluate: Overload['evaluate'],
): readonly Overload[] => [
  member(`${id}_pascal`, name.charAt(0).toUpperCase() + name.slice(1), parameters, result, evaluate),
  member(`${id}_camel`, name, parameters, result, evaluate),
];
