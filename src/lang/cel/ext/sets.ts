/** cel-go's library that takes lists for sets. */

import type { Library, Overload } from '../overload.ts';
import { boolType, listOf, parameterType } from '../type.ts';
import type { Value } from '../value.ts';
import { sizeOf } from './sizes.ts';
import { ValueIndex } from './value-index.ts';

const anyList = listOf(parameterType('T'));

type List = readonly Value[];

const containsAll = (all: List, some: List): boolean => {
  const index = new ValueIndex(all);
  return some.every((value) => index.has(value));
};

const haveCommon = (one: List, other: List): boolean => {
  const index = new ValueIndex(other);
  return one.some((value) => index.has(value));
};

const row = (name: string, factor: number, evaluate: (one: List, other: List) => boolean): Overload => ({
  id: `list_sets_${name}_list`,
  name: `sets.${name}`,
  isMember: false,
  parameters: [anyList, anyList],
  result: boolType,
  evaluate: (one, other) => evaluate(one as List, other as List),
  cost: ([one = [], other = []]) => 1 + factor * sizeOf(one) * sizeOf(other),
});

export const setsLibrary: Library = {
  id: 'cel.lib.ext.sets',
  overloads: [
    row('contains', 1, containsAll),
    row('equivalent', 2, (one, other) => containsAll(one, other) && containsAll(other, one)),
    row('intersects', 1, haveCommon),
  ],
  macros: [],
  constants: [],
  literalChecks: [],
};
