/** Looking into maps: JSON objects by their own properties alone, so that nothing of JavaScript is ever a field. */

import { DoubleValue, MapValue, toMapKey, UintValue, type Value } from './value.ts';

type PlainMap = { readonly [key: string]: Value };

/** The value at a key; `undefined` where the map has none. `map` is a JSON object or a MapValue. */
export const getEntry = (map: Value, key: Value): Value | undefined => {
  if (map instanceof MapValue) return isKey(key) ? map.entries.get(toMapKey(key))?.[1] : undefined;
  return typeof key === 'string' ? getField(map as PlainMap, key) : undefined;
};

/** What a JSON object inherits is a function, or `Object.prototype` by the name `__proto__`; what it holds is neither. */
export const getField = (map: PlainMap, name: string): Value | undefined => {
  const value: unknown = map[name];
  return typeof value === 'function' || value === Object.prototype ? undefined : (value as Value | undefined);
};

/** Whether reading a name from any JSON object, list or bytes can only give what a JSON object itself holds. */
export const isSafeName = (name: string): boolean => !inherited.has(name) && !/^\d+$/.test(name);

const inherited: ReadonlySet<string> = new Set(
  [Object.prototype, Array.prototype, Uint8Array.prototype, Object.getPrototypeOf(Uint8Array.prototype) as object]
    .flatMap((prototype) => Object.getOwnPropertyNames(prototype))
    .concat('length'),
);

/** Bools, numbers and strings can be keys. */
export const isKey = (value: Value): boolean =>
  typeof value !== 'object' || value instanceof UintValue || value instanceof DoubleValue;

/** The keys of a map, in the order they were written. */
export const keysOf = (map: Value): readonly Value[] =>
  map instanceof MapValue ? Array.from(map.entries.values(), ([key]) => key) : fieldsOf(map as PlainMap);

export const countFields = (map: PlainMap): number => {
  const known = remembered.get(map);
  if (known !== undefined) return known.length;
  let count = 0;
  for (const key in map) if (Object.hasOwn(map, key)) count += 1;
  if (count >= manyFields) fieldsOf(map);
  return count;
};

const fieldsOf = (map: PlainMap): readonly string[] => {
  const known = remembered.get(map);
  if (known !== undefined) return known;
  const names = Object.keys(map);
  if (names.length >= manyFields) remembered.set(map, names);
  return names;
};

/**
 * The engine takes milliseconds to list the fields of a large object, which costs an expression one unit, and a loop
 * could have it done a hundred thousand times: they are remembered as long as the object lives, which nobody changes.
 */
const remembered = new WeakMap<PlainMap, readonly string[]>();
const manyFields = 64;
