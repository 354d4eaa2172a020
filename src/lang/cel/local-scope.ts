/** The variables of macros in reach while an expression is checked. */

import type { Type } from './type.ts';

/** Innermost first. */
export interface Scope {
  readonly name: string;
  readonly type: Type;
  readonly outer: Scope | null;
}

export const findLocal = (innermost: Scope | null, name: string): Scope | undefined => {
  for (let scope = innermost; scope !== null; scope = scope.outer) if (scope.name === name) return scope;
  return undefined;
};
