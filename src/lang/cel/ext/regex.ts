/** cel-go's library of regular expressions: extract, extractAll, replace. It needs the optional types. */

import { compileRe2, type Regex } from '../../regex/compile-re2.ts';
import type { Library, Overload } from '../overload.ts';
import { intType, listOf, optionalOf, stringType } from '../type.ts';
import { EvaluationFault, OptionalValue, type Value } from '../value.ts';
import { listCreation, regexFactor, sizeOf, stringFactor } from './sizes.ts';
import { quoteGo } from '../../go/quote-go.ts';

const compile = (pattern: string): Regex => {
  const regex = compileRe2(pattern);
  if (regex.kind === 'defect') throw new EvaluationFault(regex.message);
  return regex;
};

const compileForExtract = (pattern: string): Regex => {
  const regex = compile(pattern);
  if (regex.groups > 1) {
    throw new EvaluationFault(`regular expression has more than one capturing group: ${quoteGo(pattern)}`);
  }
  return regex;
};

/** The first match, or its group where there is one that took something. */
const extract = (text: string, pattern: string): Value => {
  const regex = compileForExtract(pattern);
  if (regex.groups === 0) return new OptionalValue(regex.find(text));
  const group = regex.match(text)?.groups[0];
  return new OptionalValue(group === '' ? undefined : group);
};

const extractAll = (text: string, pattern: string): readonly string[] => {
  const regex = compileForExtract(pattern);
  if (regex.groups === 0) return regex.findAll(text, -1);
  return regex.matchAll(text, -1).flatMap(({ groups: [group = ''] }) => (group === '' ? [] : [group]));
};

const replace = (text: string, pattern: string, by: string, count: number | bigint): string => {
  if (count === 0) return text;
  const regex = compile(pattern);
  let replaced = '';
  let from = 0;
  for (const { start, end, groups } of regex.matchAll(text, count < 0 ? -1 : Number(count))) {
    replaced += text.slice(from, start) + expand(by, [text.slice(start, end), ...groups]);
    from = end;
  }
  return replaced + text.slice(from);
};

/** `\0` is the match, `\1` to `\9` its groups. */
const expand = (by: string, groups: readonly (string | undefined)[]): string =>
  by.replace(/\\([^]?)/gu, (_, next: string) => {
    if (next === '\\') return next;
    if (next === '') throw new EvaluationFault(`invalid replacement string: '${by}' \\ not allowed at end`);
    if (!/[0-9]/.test(next)) {
      throw new EvaluationFault(`invalid replacement string: '${by}' \\ must be followed by a digit or \\`);
    }
    if (Number(next) >= groups.length) {
      throw new EvaluationFault(
        `replacement string references group ${next} but regex has only ${groups.length - 1} group(s)`,
      );
    }
    return groups[Number(next)] ?? '';
  });

const searchCost = (text: Value, pattern: Value): number =>
  1 + (sizeOf(text) + 1) * stringFactor * ((sizeOf(pattern) + 1) * regexFactor);

const row = (
  name: string,
  suffix: string,
  rest: Pick<Overload, 'parameters' | 'result' | 'evaluate' | 'cost'>,
): Overload => ({ id: `regex_${name}_${suffix}`, name: `regex.${name}`, isMember: false, ...rest });

export const regexLibrary: Library = {
  id: 'cel.lib.ext.regex',
  overloads: [
    row('extract', 'string_string', {
      parameters: [stringType, stringType],
      result: optionalOf(stringType),
      evaluate: (text, pattern) => extract(text as string, pattern as string),
      cost: ([text = '', pattern = ''], result) => Math.ceil(searchCost(text, pattern) + sizeOf(result)),
    }),
    row('extractAll', 'string_string', {
      parameters: [stringType, stringType],
      result: listOf(stringType),
      evaluate: (text, pattern) => extractAll(text as string, pattern as string),
      cost: ([text = '', pattern = ''], result) => Math.ceil(searchCost(text, pattern) + sizeOf(result) + listCreation),
    }),
    row('replace', 'string_string_string', {
      parameters: [stringType, stringType, stringType],
      result: stringType,
      evaluate: (text, pattern, by) => replace(text as string, pattern as string, by as string, -1),
      cost: ([text = '', pattern = ''], result) => Math.floor(searchCost(text, pattern) + sizeOf(result)),
    }),
    row('replace', 'string_string_string_int', {
      parameters: [stringType, stringType, stringType, intType],
      result: stringType,
      evaluate: (text, pattern, by, count) =>
        replace(text as string, pattern as string, by as string, count as number | bigint),
      cost: ([text = '', pattern = ''], result) => Math.floor(searchCost(text, pattern) + sizeOf(result)),
    }),
  ],
  macros: [],
  constants: [],
  literalChecks: [],
};
