/** The checks that may stand in a rule and in a foreach. */

import type { ForeachValidation } from '../classic-policy.ts';
import type { At, CheckCompilation, CheckedRule } from './check.ts';
import { compileDeny } from './compile-deny.ts';
import { compileForeach } from './compile-foreach.ts';
import { compileAnyPatternCheck, compilePatternCheck } from './compile-pattern-check.ts';

/** `at` is where what holds the check stands in the rule. */
export const compileCheck = (rule: CheckedRule, check: ForeachValidation['check'], at: At): CheckCompilation => {
  switch (check.kind) {
    case 'pattern':
      return compilePatternCheck(rule, check.pattern, [...at, 'pattern']);
    case 'anyPattern':
      return compileAnyPatternCheck(rule, check.patterns, [...at, 'anyPattern']);
    case 'deny':
      return compileDeny(rule, check.conditions, [...at, 'deny']);
    case 'foreach':
      return compileForeach(rule, check.foreach, [...at, 'foreach'], compileCheck);
  }
};
