/** Two questions about JSON values: are they equal, and how large are they. */

import { isJsonArray, isJsonObject, type Json } from '../../model/json.ts';

/** Objects are equal whatever the order of their fields. */
export const isEqualJson = (left: Json, right: Json): boolean => {
  if (left === right) return true;
  if (isJsonArray(left)) {
    if (!isJsonArray(right) || left.length !== right.length) return false;
    return left.every((item, index) => isEqualJson(item, right[index] ?? null));
  }
  if (!isJsonObject(left) || !isJsonObject(right)) return false;
  const fields = Object.keys(left);
  if (fields.length !== Object.keys(right).length) return false;
  return fields.every((field) => {
    const value = left[field];
    const other = Object.hasOwn(right, field) ? right[field] : undefined;
    return value !== undefined && other !== undefined && isEqualJson(value, other);
  });
};

/** About the bytes of its JSON, parts that stand in several places counted in each; `undefined` beyond the bounds. */
export const measure = (root: Json, mostBytes: number, deepest: number): number | undefined => {
  let bytes = 0;
  const open: { readonly value: Json; readonly depth: number }[] = [{ value: root, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, depth } = next;
    bytes += typeof value === 'string' ? value.length + 2 : 2;
    if (depth > deepest || bytes > mostBytes) return undefined;
    if (isJsonArray(value)) for (const item of value) open.push({ value: item, depth: depth + 1 });
    else if (isJsonObject(value))
      for (const [name, field] of Object.entries(value)) {
        bytes += name.length + 3;
        open.push({ value: field, depth: depth + 1 });
      }
  }
  return bytes;
};
