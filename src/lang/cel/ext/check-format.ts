/** Looks, while compiling, at calls of `format` whose format and list are spelled out, as cel-go's validator does. */

import type { CallExpression, Expression } from '../expression.ts';
import type { Type } from '../type.ts';
import { type Clause, parseFormat } from './format-clauses.ts';

export interface FormatDefect {
  readonly offset: number;
  readonly message: string;
}

/** `version` is that of the strings library; `null` where nothing is wrong or the call is no such call. */
export const checkFormat = (
  call: CallExpression,
  typeOf: (node: Expression) => Type,
  version: number,
): FormatDefect | null => {
  const { name, target, offset } = call;
  const [values] = call.parameters;
  if (name !== 'format' || call.parameters.length !== 1 || values?.kind !== 'list') return null;
  if (target?.kind !== 'literal' || typeof target.value !== 'string') return null;
  let next = 0;
  for (const part of parseFormat(target.value, version >= 5 ? 100 : 0)) {
    if (part.kind === 'text') continue;
    if (part.kind === 'defect' && part.message === 'unexpected end of string') return { offset, message: part.message };
    const value = values.elements[next]?.value;
    if (value === undefined) return { offset, message: `index ${next} out of range` };
    if (part.kind === 'defect') return { offset, message: part.message };
    const wrong = checkValue(part, value, typeOf, version >= 4);
    if (wrong !== null) return wrong;
    next++;
  }
  const given = values.elements.length;
  if (given <= next) return null;
  return { offset, message: `too many arguments supplied to string.format (expected ${next}, got ${given})` };
};

const checkValue = (
  { letter }: Clause,
  value: Expression,
  typeOf: (node: Expression) => Type,
  isNew: boolean,
): FormatDefect | null => {
  if (letter === 's') {
    const wrong = findUnprintable(value, typeOf);
    return wrong && refuse(wrong, stringRule, typeOf);
  }
  const [kinds, rule] = (isNew ? rulesFrom4 : rulesBefore4)[letter];
  return isOneOf(typeOf(value), kinds) ? null : refuse(value, rule, typeOf);
};

const refuse = (value: Expression, rule: string, typeOf: (node: Expression) => Type): FormatDefect => ({
  offset: value.offset,
  message: `error during formatting: ${rule}, was given ${nameOf(typeOf(value))}`,
});

const isOneOf = (type: Type, kinds: readonly string[]): boolean => type.kind === 'dyn' || kinds.includes(type.kind);

/** The value itself, or what is in it where it is spelled out. */
const findUnprintable = (value: Expression, typeOf: (node: Expression) => Type): Expression | null => {
  if (!isOneOf(typeOf(value), printable)) return value;
  const inner =
    value.kind === 'list'
      ? value.elements.map((element) => element.value)
      : value.kind === 'map'
        ? value.entries.flatMap((entry) => [entry.key, entry.value])
        : [];
  for (const one of inner) {
    const wrong = findUnprintable(one, typeOf);
    if (wrong !== null) return wrong;
  }
  return null;
};

const printable = [
  'list',
  'map',
  'int',
  'uint',
  'double',
  'bool',
  'string',
  'timestamp',
  'bytes',
  'duration',
  'type',
  'null',
];

/** Without what is in it: `list`, not `list(int)`. */
const nameOf = (type: Type): string => {
  switch (type.kind) {
    case 'opaque':
    case 'object':
    case 'parameter':
      return type.name;
    case 'optional':
      return 'optional_type';
    case 'null':
      return 'null_type';
    case 'timestamp':
      return 'google.protobuf.Timestamp';
    case 'duration':
      return 'google.protobuf.Duration';
    default:
      return type.kind;
  }
};

const stringRule =
  'string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps';

type Rules = Readonly<Record<Exclude<Clause['letter'], 's'>, readonly [kinds: readonly string[], rule: string]>>;

const integers = ['int', 'uint'];
const numbers = ['int', 'uint', 'double'];
/** A text may be the name of a double that has no digits: `'%f'.format(['NaN'])`. */
const doubles = ['double', 'string'];
const withBytes = ['int', 'uint', 'string', 'bytes'];

const rulesBefore4: Rules = {
  d: [integers, 'decimal clause can only be used on integers'],
  f: [doubles, 'fixed-point clause can only be used on doubles'],
  e: [doubles, 'scientific clause can only be used on doubles'],
  b: [[...integers, 'bool'], 'only integers and bools can be formatted as binary'],
  x: [withBytes, 'only integers, byte buffers, and strings can be formatted as hex'],
  X: [withBytes, 'only integers, byte buffers, and strings can be formatted as hex'],
  o: [integers, 'octal clause can only be used on integers'],
};

const rulesFrom4: Rules = {
  d: [numbers, 'decimal clause can only be used on ints, uints, and doubles'],
  f: [numbers, 'fixed-point clause can only be used on ints, uints, and doubles'],
  e: [numbers, 'scientific clause can only be used on ints, uints, and doubles'],
  b: [[...integers, 'bool'], 'only ints, uints, and bools can be formatted as binary'],
  x: [withBytes, 'only ints, uints, bytes, and strings can be formatted as hex'],
  X: [withBytes, 'only ints, uints, bytes, and strings can be formatted as hex'],
  o: [integers, 'octal clause can only be used on ints and uints'],
};
