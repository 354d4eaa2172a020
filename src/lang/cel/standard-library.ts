/** CEL's own functions, operators, macros and type names, with the checks of literals the API server makes. */

import { compileRe2 } from '../regex/compile-re2.ts';
import type { Library, LiteralCheck } from './overload.ts';
import { standardMacros } from './standard-macros.ts';
import { functionTable } from './standard/function-table.ts';
import { operatorTable } from './standard/operator-table.ts';
import { parseGoDuration } from '../go/parse-go-duration.ts';
import { parseTimestamp } from './standard/timestamps.ts';
import {
  boolType,
  bytesType,
  doubleType,
  durationType,
  dynType,
  intType,
  listOf,
  mapOf,
  nullType,
  stringType,
  timestampType,
  typeOf,
  uintType,
  type Type,
} from './type.ts';
import { TypeValue } from './value.ts';

const typeNames: readonly (readonly [name: string, type: Type])[] = [
  ['bool', boolType],
  ['bytes', bytesType],
  ['double', doubleType],
  ['google.protobuf.Duration', durationType],
  ['int', intType],
  ['list', listOf(dynType)],
  ['map', mapOf(dynType, dynType)],
  ['null_type', nullType],
  ['string', stringType],
  ['google.protobuf.Timestamp', timestampType],
  ['type', typeOf(null)],
  ['uint', uintType],
];

const literalChecks: readonly LiteralCheck[] = [
  {
    name: 'matches',
    parameter: 1,
    check: (pattern) => {
      if (typeof pattern !== 'string') return null;
      return compileRe2(pattern).kind === 'defect' ? 'invalid matches argument' : null;
    },
  },
  {
    name: 'duration',
    parameter: 0,
    check: (text) => (typeof text === 'string' && parseGoDuration(text) === null ? 'invalid duration argument' : null),
  },
  {
    name: 'timestamp',
    parameter: 0,
    check: (text) => (typeof text === 'string' && !isTimestamp(text) ? 'invalid timestamp argument' : null),
  },
];

const isTimestamp = (text: string): boolean => {
  try {
    return parseTimestamp(text) !== null;
  } catch {
    return false;
  }
};

export const standardLibrary: Library = {
  id: 'cel.lib.std',
  overloads: [...operatorTable, ...functionTable],
  macros: standardMacros,
  constants: typeNames.map(([name, type]) => ({ name, type: typeOf(type), value: new TypeValue(name) })),
  literalChecks,
};
