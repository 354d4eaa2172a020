/** What a macro goes over: the items of a list, the keys of a map, or both keys and values. */

import { keysOf, getEntry } from '../map-access.ts';
import { isPlainMap, typeNameOf } from '../value-type.ts';
import { EvaluationFault, MapValue, type Value } from '../value.ts';

export interface Range {
  /** Of a map, its keys where only one variable is set, else its values. */
  readonly items: readonly Value[];
  /** Of a map whose values are the items; `null` where the index is the key. */
  readonly keys: readonly Value[] | null;
}

export const openRange = (value: Value, isPaired: boolean): Range => {
  if (Array.isArray(value)) return { items: value as readonly Value[], keys: null };
  if (!(value instanceof MapValue || isPlainMap(value))) {
    const type = goTypes[typeNameOf(value)] ?? '*types.Unknown';
    throw new EvaluationFault(
      isPaired ? `unsupported comprehension range type: ${type}` : `got '${type}', expected iterable type`,
    );
  }
  const keys = keysOf(value);
  if (!isPaired) return { items: keys, keys: null };
  return { items: keys.map((key) => getEntry(value, key) as Value), keys };
};

/** cel-go names the Go type here. */
const goTypes: Readonly<Record<string, string>> = {
  null_type: 'types.Null',
  bool: 'types.Bool',
  int: 'types.Int',
  uint: 'types.Uint',
  double: 'types.Double',
  string: 'types.String',
  bytes: 'types.Bytes',
  type: '*types.Type',
  optional_type: '*types.Optional',
  'google.protobuf.Timestamp': 'types.Timestamp',
  'google.protobuf.Duration': 'types.Duration',
};
