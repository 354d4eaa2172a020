/** Exceptions from rules that nobody has: a misspelt rule hides nothing, and would wait for ever without a word. */

import { closest } from '../../lang/pattern/closest.ts';
import { compileWildcard } from '../../lang/pattern/wildcard.ts';
import type { Exception } from '../../model/exception.ts';
import type { Problem } from '../../model/problem.ts';

/** A warning for each exception whose rule fits none of `ids`; those for rules still to come are no mistake. */
export const findUnknownRules = (exceptions: readonly Exception[], ids: readonly string[]): readonly Problem[] => {
  const known = new Map<string, boolean>();
  return exceptions.flatMap(({ scope: { rule }, notApplicable, span }): readonly Problem[] => {
    if (rule === null || notApplicable !== null) return [];
    const fits = known.get(rule) ?? ids.some(compileWildcard(rule));
    known.set(rule, fits);
    if (fits) return [];
    const meant = closest(rule, ids);
    const hint = meant === undefined ? '; `vauban explain` lists them' : `; did you mean ${meant}?`;
    const message = `this exception hides nothing: there is no rule ${rule}${hint}`;
    return [{ severity: 'warning', message, span, policy: null }];
  });
};
