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

/**
 * About the bytes of its JSON, parts that stand in several places counted in each; `undefined` beyond the bounds.
 * What stands at the same place in `known`, being the same in memory, is not counted.
 */
export const measure = (root: Json, mostBytes: number, deepest: number, known?: Json): number | undefined => {
  const bytes = add(root, known, { most: mostBytes, depth: deepest }, 0);
  return bytes > mostBytes ? undefined : bytes;
};

interface Left {
  readonly most: number;
  depth: number;
}

/** Beyond `most` it stops counting. It nests no deeper than it may count. */
const add = (value: Json, known: Json | undefined, left: Left, before: number): number => {
  let bytes = before + (typeof value === 'string' ? value.length + 2 : 2);
  if (value === null || typeof value !== 'object' || value === known) return bytes;
  if (left.depth === 0) return Infinity;
  left.depth -= 1;
  if (isJsonArray(value)) {
    const items = isJsonArray(known ?? null) ? (known as readonly Json[]) : [];
    for (let index = 0; index < value.length && bytes <= left.most; index += 1)
      bytes = add(value[index] ?? null, items[index], left, bytes);
  } else if (isJsonObject(value)) {
    const fields = isJsonObject(known) ? known : {};
    for (const name of Object.keys(value)) {
      if (bytes > left.most) break;
      const field = value[name] ?? null;
      const other = Object.hasOwn(fields, name) ? fields[name] : undefined;
      if (field !== other) bytes = add(field, other, left, bytes + name.length + 3);
    }
  }
  left.depth += 1;
  return bytes;
};
