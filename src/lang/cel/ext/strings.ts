/** cel-go's library of string functions, in the version asked for: the API server has version 2. */

import { findLastText, findText, splitText } from '../../pattern/find-text.ts';
import type { Library, Overload } from '../overload.ts';
import { dynType, intType, listOf, stringType } from '../type.ts';
import { DoubleValue, EvaluationFault, UintValue, type Value } from '../value.ts';
import { checkFormat } from './check-format.ts';
import { countCodePoints, toIndex, toOffset, widthAt } from './code-points.ts';
import { assertShort, formatText, type Formatter } from './format.ts';
import { formatLocalised } from './format-localised.ts';
import { formatPlain } from './format-plain.ts';
import { listCreation, sizeOf, stringFactor } from './sizes.ts';

/** With version 5 the functions have costs of their own; before it each call costs 1, but for two that cel-go knows. */
export const stringsLibrary = (version: number): Library => ({
  id: 'cel.lib.ext.strings',
  overloads: [...rows, toFormat(version)]
    .filter((row) => row.since <= version)
    .map(({ since: _since, cost, ...overload }) =>
      cost !== undefined && (version >= 5 || isOldCost(overload.id)) ? { ...overload, cost } : overload,
    ),
  macros: [],
  constants: [],
  literalChecks: [],
  callChecks: [{ name: 'format', check: (call, typeOf) => checkFormat(call, typeOf, version) }],
});

const isOldCost = (id: string): boolean => id === 'string_format' || id === 'strings_quote';

type Int = number | bigint;
type Cost = NonNullable<Overload['cost']>;

const outOfRange = (index: Int): EvaluationFault => new EvaluationFault(`index out of range: ${index}`);

const charAt = (text: string, index: Int): string => {
  const offset = toOffset(text, Number(index));
  if (offset === null) throw outOfRange(index);
  return text.slice(offset, offset + widthAt(text, offset));
};

const indexOf = (text: string, sought: string, from: Int): number => {
  if (from < 0) throw outOfRange(from);
  const start = toOffset(text, Number(from));
  if (sought === '') return start === null ? countCodePoints(text) : Number(from);
  if (start === null) return -1;
  const found = findText(text, sought, start);
  return found === -1 ? -1 : toIndex(text, found);
};

const lastIndexOf = (text: string, sought: string): number => {
  const found = findLastText(text, sought);
  return found === -1 ? -1 : toIndex(text, found);
};

const lastIndexOfFrom = (text: string, sought: string, from: Int): number => {
  if (from < 0) throw outOfRange(from);
  const start = toOffset(text, Number(from));
  if (sought === '') return start === null ? countCodePoints(text) : Number(from);
  // A start at or behind the end finds nothing, where one before it is moved back to what can still match.
  if (start === null || start >= text.length) return -1;
  const found = findLastText(text.slice(0, start + sought.length), sought);
  return found === -1 ? -1 : toIndex(text, found);
};

const replace = (text: string, old: string, by: string, limit: Int): string => {
  if (limit === 0 || old === by) return text;
  const most = limit < 0 ? Infinity : Number(limit);
  const pieces = old === '' ? spread(text, most) : splitText(text, old, most + 1);
  assertShort(text.length + pieces.length * by.length);
  return pieces.join(by);
};

/** The pieces between which an empty text is found: before each code point and at the end. */
const spread = (text: string, most: number): readonly string[] => {
  const points = Array.from(text);
  if (most > points.length) return ['', ...points, ''];
  return ['', ...points.slice(0, most - 1), points.slice(most - 1).join('')];
};

const split = (text: string, separator: string, limit: Int): readonly string[] => {
  if (limit === 0) return [];
  const most = limit < 0 ? Infinity : Number(limit);
  if (separator !== '') return splitText(text, separator, most);
  const points = Array.from(text);
  if (most >= points.length) return points;
  return [...points.slice(0, most - 1), points.slice(most - 1).join('')];
};

const substring = (text: string, start: Int): string => {
  const offset = toOffset(text, Number(start));
  if (offset === null) throw outOfRange(start);
  return text.slice(offset);
};

const substringBetween = (text: string, start: Int, end: Int): string => {
  if (start > end) throw new EvaluationFault(`invalid substring range. start: ${start}, end: ${end}`);
  const from = toOffset(text, Number(start));
  if (from === null) throw outOfRange(start);
  const to = toOffset(text, Number(end));
  if (to === null) throw outOfRange(end);
  return text.slice(from, to);
};

/** White space as Unicode has it: with U+0085, which the engine's `trim` leaves, and without U+FEFF, which it takes. */
const space = '[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const spaceBefore = new RegExp(`^${space}+`);
const isSpace = new RegExp(`^${space}$`);

const trim = (text: string): string => {
  const rest = text.replace(spaceBefore, '');
  // A search for space at the end would try again at every run of spaces: this looks at each character once.
  let end = rest.length;
  while (end > 0 && isSpace.test(rest.charAt(end - 1))) end--;
  return rest.slice(0, end);
};

const lowerAscii = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
const upperAscii = (text: string): string => text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());

const join = (items: readonly Value[], separator: string): string => {
  let length = 0;
  const texts = items.map((item) => {
    if (typeof item !== 'string') throw new EvaluationFault(`join: invalid input: ${renderPlain(item)}`);
    length += item.length + separator.length;
    return item;
  });
  assertShort(length);
  return texts.join(separator);
};

/** As Go prints it, for values that are one word. */
const renderPlain = (value: Value): string => {
  if (value instanceof UintValue) return String(value.uint);
  if (value instanceof DoubleValue) return String(value.double);
  return value === null || typeof value !== 'object' ? String(value) : 'a value';
};

const reverse = (text: string): string => Array.from(text).reverse().join('');

const escapes: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  '"': '\\"',
};

const quote = (text: string): string =>
  `"${text.replace(/[\p{Cc}\\"]/gu, (character) => escapes[character] ?? character)}"`;

const scanCost: Cost = ([text = '']) => Math.ceil(sizeOf(text) * stringFactor);
const characterCost: Cost = ([text = '']) => 2 + Math.ceil(sizeOf(text) * stringFactor);
const transformCost: Cost = ([text = ''], result) => 1 + Math.ceil(sizeOf(text) * stringFactor) + sizeOf(result);
const searchCost: Cost = ([text = '', sought = '']) => 1 + Math.ceil(sizeOf(text) * sizeOf(sought) * stringFactor);
const replaceCost: Cost = ([text = '', old = ''], result) =>
  1 + Math.ceil((sizeOf(text) || 1) * (sizeOf(old) || 1) * stringFactor) + sizeOf(result);
const splitCost: Cost = ([text = ''], result) =>
  1 + Math.ceil((sizeOf(text) + 1) * stringFactor) + sizeOf(result) + listCreation;
const joinCost: Cost = ([items = []], result) => 1 + Math.ceil((sizeOf(items) + 1) * stringFactor) + sizeOf(result);

interface Row extends Overload {
  readonly since: number;
}

const strings = listOf(stringType);

/** From version 4 values are printed as CEL's specification has it; before it as cel-go had it first. */
const toFormat = (version: number): Row => {
  const print: Formatter = version >= 4 ? formatPlain : formatLocalised;
  const mostDigits = version >= 5 ? 100 : 0;
  return {
    since: 1,
    id: 'string_format',
    name: 'format',
    isMember: true,
    parameters: [stringType, listOf(dynType)],
    result: stringType,
    evaluate: (format, values) => formatText(format as string, values as readonly Value[], print, mostDigits),
    cost: scanCost,
  };
};

const rows: readonly Row[] = [
  {
    since: 0,
    id: 'string_char_at_int',
    name: 'charAt',
    isMember: true,
    parameters: [stringType, intType],
    result: stringType,
    evaluate: (text, index) => charAt(text as string, index as Int),
    cost: characterCost,
  },
  {
    since: 0,
    id: 'string_index_of_string',
    name: 'indexOf',
    isMember: true,
    parameters: [stringType, stringType],
    result: intType,
    evaluate: (text, sought) => indexOf(text as string, sought as string, 0),
    cost: searchCost,
  },
  {
    since: 0,
    id: 'string_index_of_string_int',
    name: 'indexOf',
    isMember: true,
    parameters: [stringType, stringType, intType],
    result: intType,
    evaluate: (text, sought, from) => indexOf(text as string, sought as string, from as Int),
    cost: searchCost,
  },
  {
    since: 0,
    id: 'string_last_index_of_string',
    name: 'lastIndexOf',
    isMember: true,
    parameters: [stringType, stringType],
    result: intType,
    evaluate: (text, sought) => lastIndexOf(text as string, sought as string),
    cost: searchCost,
  },
  {
    since: 0,
    id: 'string_last_index_of_string_int',
    name: 'lastIndexOf',
    isMember: true,
    parameters: [stringType, stringType, intType],
    result: intType,
    evaluate: (text, sought, from) => lastIndexOfFrom(text as string, sought as string, from as Int),
    cost: searchCost,
  },
  {
    since: 0,
    id: 'string_lower_ascii',
    name: 'lowerAscii',
    isMember: true,
    parameters: [stringType],
    result: stringType,
    evaluate: (text) => lowerAscii(text as string),
    cost: transformCost,
  },
  {
    since: 0,
    id: 'string_replace_string_string',
    name: 'replace',
    isMember: true,
    parameters: [stringType, stringType, stringType],
    result: stringType,
    evaluate: (text, old, by) => replace(text as string, old as string, by as string, -1),
    cost: replaceCost,
  },
  {
    since: 0,
    id: 'string_replace_string_string_int',
    name: 'replace',
    isMember: true,
    parameters: [stringType, stringType, stringType, intType],
    result: stringType,
    evaluate: (text, old, by, limit) => replace(text as string, old as string, by as string, limit as Int),
    cost: replaceCost,
  },
  {
    since: 0,
    id: 'string_split_string',
    name: 'split',
    isMember: true,
    parameters: [stringType, stringType],
    result: strings,
    evaluate: (text, separator) => split(text as string, separator as string, -1),
    cost: splitCost,
  },
  {
    since: 0,
    id: 'string_split_string_int',
    name: 'split',
    isMember: true,
    parameters: [stringType, stringType, intType],
    result: strings,
    evaluate: (text, separator, limit) => split(text as string, separator as string, limit as Int),
    cost: splitCost,
  },
  {
    since: 0,
    id: 'string_substring_int',
    name: 'substring',
    isMember: true,
    parameters: [stringType, intType],
    result: stringType,
    evaluate: (text, start) => substring(text as string, start as Int),
    cost: transformCost,
  },
  {
    since: 0,
    id: 'string_substring_int_int',
    name: 'substring',
    isMember: true,
    parameters: [stringType, intType, intType],
    result: stringType,
    evaluate: (text, start, end) => substringBetween(text as string, start as Int, end as Int),
    cost: transformCost,
  },
  {
    since: 0,
    id: 'string_trim',
    name: 'trim',
    isMember: true,
    parameters: [stringType],
    result: stringType,
    evaluate: (text) => trim(text as string),
    cost: transformCost,
  },
  {
    since: 0,
    id: 'string_upper_ascii',
    name: 'upperAscii',
    isMember: true,
    parameters: [stringType],
    result: stringType,
    evaluate: (text) => upperAscii(text as string),
    cost: transformCost,
  },
  {
    since: 1,
    id: 'strings_quote',
    name: 'strings.quote',
    isMember: false,
    parameters: [stringType],
    result: stringType,
    evaluate: (text) => quote(text as string),
    cost: scanCost,
  },
  {
    since: 0,
    id: 'list_join',
    name: 'join',
    isMember: true,
    parameters: [strings],
    result: stringType,
    evaluate: (items) => join(items as readonly Value[], ''),
    cost: joinCost,
  },
  {
    since: 0,
    id: 'list_join_string',
    name: 'join',
    isMember: true,
    parameters: [strings, stringType],
    result: stringType,
    evaluate: (items, separator) => join(items as readonly Value[], separator as string),
    cost: joinCost,
  },
  {
    since: 3,
    id: 'string_reverse',
    name: 'reverse',
    isMember: true,
    parameters: [stringType],
    result: stringType,
    evaluate: (text) => reverse(text as string),
    cost: transformCost,
  },
];
