/** `find()` and `findAll()`: what a pattern matches in a text. */

import type { Library } from '../../lang/cel/overload.ts';
import { intType, listOf, stringType } from '../../lang/cel/type.ts';
import { EvaluationFault } from '../../lang/cel/value.ts';
import type { Value } from '../../lang/cel/value.ts';
import { compileRe2 } from '../../lang/regex/compile-re2.ts';
import type { CompiledRegex, Regex } from '../../lang/regex/compile-re2.ts';
import { matchCost, sizeOf } from './cost.ts';
import { perExpressionLimit } from './cost-limits.ts';
import { libraryOf, member } from './declare-overload.ts';

/** The last patterns used. A policy has few, and most are spelt out; a hostile one could make any number, of any size. */
const mostKept = 256;
const largestKept = 4000;
const kept = new Map<string, CompiledRegex>();

const compile = (pattern: string): CompiledRegex => {
  const known = kept.get(pattern);
  if (known !== undefined) return known;
  const compiled = compileRe2(pattern);
  if (pattern.length > largestKept || (compiled.kind === 'regex' && compiled.nodes > largestKept)) return compiled;
  if (kept.size >= mostKept) kept.clear();
  kept.set(pattern, compiled);
  return compiled;
};

/** Calls are charged when they are done; one that no budget allows is not begun. */
const regexFor = (text: Value, pattern: Value): Regex => {
  if (matchCost(text, sizeOf(pattern)) > perExpressionLimit) {
    throw new EvaluationFault('operation cancelled: actual cost limit exceeded', 'over-budget');
  }
  const compiled = compile(pattern as string);
  if (compiled.kind === 'defect') throw new EvaluationFault(`Illegal regex: ${compiled.message}`);
  return compiled;
};

const find = (text: Value, pattern: Value): Value => regexFor(text, pattern).find(text as string) ?? '';

const findAll = (text: Value, pattern: Value, limit: Value = -1): Value =>
  regexFor(text, pattern).findAll(text as string, Number(limit));

/** A pattern that is spelt out is the author's mistake, told when the policy is compiled. */
const check = (pattern: Value): string | null => {
  const compiled = compile(pattern as string);
  return compiled.kind === 'defect' ? compiled.message : null;
};

export const regexLibrary: Library = libraryOf(
  'kubernetes.regex',
  [
    member('string_find_string', 'find', [stringType, stringType], stringType, find),
    member('string_find_all_string', 'findAll', [stringType, stringType], listOf(stringType), (text, pattern) =>
      findAll(text, pattern),
    ),
    member('string_find_all_string_int', 'findAll', [stringType, stringType, intType], listOf(stringType), findAll),
  ],
  [],
  [
    { name: 'find', parameter: 1, check },
    { name: 'findAll', parameter: 1, check },
  ],
);
