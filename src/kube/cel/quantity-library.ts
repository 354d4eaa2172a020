/** `quantity()` and arithmetic on quantities, as in the API server since 1.28. */

import type { Library } from '../../lang/cel/overload.ts';
import { boolType, doubleType, intType, opaqueType, stringType } from '../../lang/cel/type.ts';
import { EvaluationFault, OpaqueValue, toDouble, toInt } from '../../lang/cel/value.ts';
import type { Value } from '../../lang/cel/value.ts';
import { parseQuantity } from '../../lang/quantity/parse-quantity.ts';
import {
  addQuantities,
  compareQuantities,
  subtractQuantities,
  toApproximateFloat,
  toInteger,
  toQuantity,
} from '../../lang/quantity/quantity.ts';
import type { Quantity } from '../../lang/quantity/quantity.ts';
import { global, libraryOf, member } from './declare-overload.ts';

const quantityType = opaqueType('kubernetes.Quantity');

export class QuantityValue extends OpaqueValue {
  readonly typeName = 'kubernetes.Quantity';
  /** Not readonly: comparing with a quantity of arbitrary precision makes this one such too, as in Go, and no integer any more. */
  quantity: Quantity;
  /** Made by arithmetic: a pointer in Go, which Kubernetes takes for no quantity where it stands right of `==`. */
  readonly isComputed: boolean;
  constructor(quantity: Quantity, isComputed = false) {
    super();
    this.quantity = quantity;
    this.isComputed = isComputed;
  }
  override get isChangeable(): boolean {
    return true;
  }
  equals(other: OpaqueValue): boolean {
    if (!(other instanceof QuantityValue) || other.isComputed) throw new EvaluationFault('no such overload');
    return compareQuantities(this.quantity, other.quantity) === 0;
  }
}

const read = (text: Value): QuantityValue => {
  const parsed = parseQuantity(text as string);
  if (parsed.kind === 'defect') throw new EvaluationFault(parsed.message);
  return new QuantityValue(parsed.quantity);
};

const of = (value: Value): Quantity => (value as QuantityValue).quantity;

const compare = (a: Value, b: Value): -1 | 0 | 1 => {
  const left = a as QuantityValue;
  if (of(b).isBig && !left.quantity.isBig) left.quantity = { ...left.quantity, isBig: true };
  return compareQuantities(left.quantity, of(b));
};

const toWhole = (value: Value): Value => {
  const whole = toInteger(of(value));
  if (whole === null) throw new EvaluationFault('cannot convert value to integer');
  return toInt(whole);
};

type Arithmetic = (a: Quantity, b: Quantity) => Quantity | null;

const calculate =
  (arithmetic: Arithmetic) =>
  (a: Value, b: Value): Value => {
    const result = arithmetic(of(a), b instanceof QuantityValue ? b.quantity : toQuantity(toBigInt(b), 'exponent'));
    if (result === null) throw new EvaluationFault('quantity out of range');
    return new QuantityValue(result, true);
  };

const toBigInt = (value: Value): bigint => BigInt(value as number | bigint);

const add = calculate(addQuantities);
const subtract = calculate(subtractQuantities);

const sign = (value: Value): number => (of(value).unscaled < 0n ? -1 : of(value).unscaled > 0n ? 1 : 0);

const pair = [quantityType, quantityType];

export const quantityLibrary: Library = libraryOf('kubernetes.quantity', [
  global('string_to_quantity', 'quantity', [stringType], quantityType, read),
  global(
    'is_quantity_string',
    'isQuantity',
    [stringType],
    boolType,
    (text) => parseQuantity(text as string).kind === 'quantity',
  ),
  // A plain function in Kubernetes, not a member.
  global('quantity_sign', 'sign', [quantityType], intType, sign),
  member('quantity_is_greater_than', 'isGreaterThan', pair, boolType, (a, b) => compare(a, b) === 1),
  member('quantity_is_less_than', 'isLessThan', pair, boolType, (a, b) => compare(a, b) === -1),
  member('quantity_compare_to', 'compareTo', pair, intType, compare),
  member('quantity_get_float', 'asApproximateFloat', [quantityType], doubleType, (value) =>
    toDouble(toApproximateFloat(of(value))),
  ),
  member('quantity_get_int', 'asInteger', [quantityType], intType, toWhole),
  member('quantity_is_integer', 'isInteger', [quantityType], boolType, (value) => toInteger(of(value)) !== null),
  member('quantity_add', 'add', pair, quantityType, add),
  member('quantity_add_int', 'add', [quantityType, intType], quantityType, add),
  member('quantity_sub', 'sub', pair, quantityType, subtract),
  member('quantity_sub_int', 'sub', [quantityType, intType], quantityType, subtract),
]);
