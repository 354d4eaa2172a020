/** In, AnyIn, AllIn and their negations: is the key, or what it lists, among the values? */

import { isJsonArray, type Json } from '../../../model/json.ts';
import { RuleFault } from '../rule-context.ts';
import { isAlike, toMatcher, type Operand, type TextMatcher } from './operand.ts';

/** `null` where one side has a type the operator knows nothing of: then neither it nor its negation holds. */
export type Membership = boolean | null;

/** AnyIn: at least one of the key's items. */
export const isAnyIn = (key: Operand, value: Operand): Membership => {
  const keys = toKeys(key);
  if (keys === null) return null;
  if (keys.kind === 'one') return isOneIn(keys.key, value);
  const found = readSet(keys.keys, value, 'scalars');
  if (found === null || found === 'same') return found === null ? null : true;
  if (found === 'range') return keys.keys.some(({ text }) => value.range?.(text) === true);
  return keys.keys.some((one) => found.some((other) => isAlike(one, other)));
};

/** AnyNotIn: at least one of the key's items is not among the values. */
export const isAnyNotIn = (key: Operand, value: Operand): Membership => {
  const keys = toKeys(key);
  if (keys === null) return null;
  if (keys.kind === 'one') return negate(isOneIn(keys.key, value));
  const found = readSet(keys.keys, value, 'scalars');
  if (found === null || found === 'same') return found === null ? null : false;
  if (found === 'range') return keys.keys.some(({ text }) => value.gap(text));
  return keys.keys.some((one) => !found.some((other) => isAlike(one, other)));
};

/** AllIn: each of the key's items. */
export const isAllIn = (key: Operand, value: Operand): Membership => {
  const keys = toKeys(key);
  if (keys === null) return null;
  if (keys.kind === 'one') return isOneIn(keys.key, value);
  const found = readSet(keys.keys, value, 'lists');
  if (found === null || found === 'same') return found === null ? null : true;
  if (found === 'range') return keys.keys.every(({ text }) => value.range?.(text) === true);
  return keys.keys.every((one) => found.some((other) => isAlike(one, other)));
};

/** AllNotIn: none of the key's items is among the values. */
export const isAllNotIn = (key: Operand, value: Operand): Membership => {
  const keys = toKeys(key);
  if (keys === null) return null;
  if (keys.kind === 'one') return negate(isOneIn(keys.key, value));
  const found = readSet(keys.keys, value, 'lists');
  if (found === null || found === 'same') return found === null ? null : false;
  if (found === 'range') return !keys.keys.some(({ text }) => value.range?.(text) === true);
  return !keys.keys.some((one) => found.some((other) => isAlike(one, other)));
};

/** In, which is older: lists hold texts alone, and wildcards count for a single key only. */
export const isIn = (key: Operand, value: Operand): Membership => isOldIn(key, value, 'In');

export const isNotIn = (key: Operand, value: Operand): Membership => isOldIn(key, value, 'NotIn');

type Keys =
  | { readonly kind: 'one'; readonly key: TextMatcher }
  | { readonly kind: 'many'; readonly keys: readonly TextMatcher[] };

const toKeys = (key: Operand): Keys | null => {
  if (isJsonArray(key.value)) return { kind: 'many', keys: key.items };
  return key.value === null || typeof key.value === 'object' ? null : { kind: 'one', key: key.text };
};

const negate = (membership: Membership): Membership => (membership === null ? null : !membership);

const isOneIn = (key: TextMatcher, value: Operand): Membership => {
  if (isJsonArray(value.value)) return value.items.some((item) => isAlike(item, key));
  if (typeof value.value !== 'string') return null;
  if (value.text.matches(key.text)) return true;
  if (value.range !== null) return value.range(key.text);
  const listed = readJsonTexts(value.value);
  if (listed === 'no-json') return key.text === value.value;
  return listed === 'no-texts' ? null : listed.includes(key.text);
};

/** What a list of keys is looked for in. `same` where the only key is the value itself. */
const readSet = (
  keys: readonly TextMatcher[],
  value: Operand,
  takes: 'scalars' | 'lists',
): readonly TextMatcher[] | 'same' | 'range' | null => {
  if (isJsonArray(value.value)) return value.items;
  if (typeof value.value !== 'string') {
    return takes === 'scalars' && value.value !== null && typeof value.value !== 'object' ? [value.text] : null;
  }
  if (keys.length === 1 && keys[0]?.text === value.value) return 'same';
  if (value.range !== null) return 'range';
  const listed = readJsonTexts(value.value);
  if (listed === 'no-json') return [value.text];
  return listed === 'no-texts' ? null : listed.map(toMatcher);
};

const isOldIn = (key: Operand, value: Operand, operator: 'In' | 'NotIn'): Membership => {
  const keys = toKeys(key);
  if (keys === null) return null;
  if (keys.kind === 'one') {
    const found = isOneInOld(keys.key, value);
    return operator === 'In' ? found : negate(found);
  }
  if (!isTexts(key.value)) {
    throw new RuleFault('error', `the operator ${operator} takes lists of texts, and the key has something else in it`);
  }
  // Kyverno says so for both operators.
  if (typeof value.value === 'string' && keys.keys.length === 1 && keys.keys[0]?.text === value.value) return true;
  const listed = toTexts(value.value);
  if (listed === null) return null;
  const isSubset = keys.keys.every(({ text }) => listed.has(text));
  return operator === 'In' ? isSubset : !isSubset;
};

const isOneInOld = (key: TextMatcher, value: Operand): Membership => {
  if (isJsonArray(value.value)) return value.items.some((item) => isAlike(item, key));
  if (typeof value.value !== 'string') return null;
  if (value.text.matches(key.text)) return true;
  const listed = readJsonTexts(value.value);
  return typeof listed === 'string' ? null : listed.includes(key.text);
};

const toTexts = (value: Json): ReadonlySet<string> | null => {
  if (isTexts(value)) return new Set(value);
  if (typeof value !== 'string') return null;
  const listed = readJsonTexts(value);
  return typeof listed === 'string' ? null : new Set(listed);
};

const isTexts = (value: Json): value is readonly string[] =>
  isJsonArray(value) && value.every((item) => typeof item === 'string');

/** A list of texts written as JSON inside a text; null counts as the empty list, and inside as the empty text. */
const readJsonTexts = (text: string): readonly string[] | 'no-json' | 'no-texts' => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'no-json';
  }
  if (value === null) return [];
  if (!Array.isArray(value)) return 'no-texts';
  const texts: string[] = [];
  for (const item of value as readonly unknown[]) {
    if (item !== null && typeof item !== 'string') return 'no-texts';
    texts.push(item ?? '');
  }
  return texts;
};
