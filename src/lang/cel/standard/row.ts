/** How the tables of the standard library are written: one line an overload. */

import type { Overload } from '../overload.ts';
import { listOf, mapOf, parameterType, type Type } from '../type.ts';

export const overload = (
  id: string,
  name: string,
  parameters: readonly Type[],
  result: Type,
  evaluate: Overload['evaluate'],
): Overload => ({ id, name, isMember: false, parameters, result, evaluate });

export const member = (
  id: string,
  name: string,
  parameters: readonly Type[],
  result: Type,
  evaluate: Overload['evaluate'],
): Overload => ({ id, name, isMember: true, parameters, result, evaluate });

export const a = parameterType('A');
export const b = parameterType('B');
export const listOfA = listOf(a);
export const mapOfAB = mapOf(a, b);
