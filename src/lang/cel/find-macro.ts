/** Finds the macro that a call uses. */

import type { Macro } from './overload.ts';

/** One of the very number of arguments before one of any number; the later of two that are alike. */
export const findMacro = (
  macros: readonly Macro[],
  name: string,
  isMember: boolean,
  arity: number,
): Macro | undefined => {
  const named = byName(macros).get(name);
  return (
    named?.findLast((macro) => macro.isMember === isMember && macro.arity === arity) ??
    named?.findLast((macro) => macro.isMember === isMember && macro.arity === null)
  );
};

const indexes = new WeakMap<readonly Macro[], ReadonlyMap<string, readonly Macro[]>>();

const byName = (macros: readonly Macro[]): ReadonlyMap<string, readonly Macro[]> => {
  const known = indexes.get(macros);
  if (known !== undefined) return known;
  const index = Map.groupBy(macros, ({ name }) => name);
  indexes.set(macros, index);
  return index;
};
