/** A value as Go prints it with `%v`, which is what Kyverno compares and what its messages show. */

import { isJsonArray, type Json } from '../../model/json.ts';
import { sortedKeys } from '../go/compare-texts.ts';
import { renderGoFloat } from '../go/render-float.ts';

/**
 * `map[a:1 b:[x y]]`, `<nil>`, texts without quotes. Numbers a document holds are whole numbers to Go; numbers that
 * came out of a query are doubles, and large ones have an exponent.
 */
export const renderGoValue = (value: Json, numbers: 'written' | 'queried' = 'written', depth = 0): string => {
  switch (typeof value) {
    case 'string':
      return value;
    case 'boolean':
      return value ? 'true' : 'false';
    case 'bigint':
      return numbers === 'written' && isInt64(value) ? String(value) : renderGoFloat(Number(value));
    case 'number':
      return numbers === 'written' && Number.isSafeInteger(value) ? String(value) : renderGoFloat(value);
    default:
      return depth > deepest ? '…' : renderComposite(value, numbers, depth + 1);
  }
};

/** A whole number that Go's decoders keep as one. */
export const isInt64 = (value: bigint): boolean => value === BigInt.asIntN(64, value);

/** Documents are read to a lesser depth; what a query puts together might exhaust the stack. */
const deepest = 1000;

const renderComposite = (
  value: Exclude<Json, boolean | number | bigint | string>,
  numbers: 'written' | 'queried',
  depth: number,
): string => {
  if (value === null) return '<nil>';
  if (isJsonArray(value)) return `[${value.map((item) => renderGoValue(item, numbers, depth)).join(' ')}]`;
  const fields: string[] = [];
  for (const key of sortedKeys(value)) {
    fields.push(`${key}:${renderGoValue(value[key] ?? null, numbers, depth)}`);
  }
  return `map[${fields.join(' ')}]`;
};
