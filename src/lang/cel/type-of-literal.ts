/** The type of a value that an expression spells out. */

import { boolType, bytesType, doubleType, intType, nullType, stringType, uintType, type Type } from './type.ts';
import { isInt, UintValue, type Value } from './value.ts';

export const typeOfLiteral = (value: Value): Type => {
  if (typeof value === 'string') return stringType;
  if (typeof value === 'boolean') return boolType;
  if (value === null) return nullType;
  if (isInt(value)) return intType;
  if (value instanceof UintValue) return uintType;
  return value instanceof Uint8Array ? bytesType : doubleType;
};
