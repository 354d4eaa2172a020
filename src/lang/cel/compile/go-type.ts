/** Go's names of types, which cel-go says in some faults. */

import { isPlainMap, typeNameOf } from '../value-type.ts';
import type { Value } from '../value.ts';

export const goTypeOf = (value: Value): string => goTypes[typeNameOf(value)] ?? '*types.Unknown';

/** Of what was read from an object and is no value of CEL yet. */
export const nativeTypeOf = (value: Value): string => {
  if (value === null) return '<nil>';
  if (Array.isArray(value)) return '[]interface {}';
  return isPlainMap(value) ? 'map[string]interface {}' : goTypeOf(value);
};

const goTypes: Readonly<Record<string, string>> = {
  null_type: 'types.Null',
  bool: 'types.Bool',
  int: 'types.Int',
  uint: 'types.Uint',
  double: 'types.Double',
  string: 'types.String',
  bytes: 'types.Bytes',
  list: '*types.baseList',
  map: '*types.baseMap',
  type: '*types.Type',
  optional_type: '*types.Optional',
  'google.protobuf.Timestamp': 'types.Timestamp',
  'google.protobuf.Duration': 'types.Duration',
};
