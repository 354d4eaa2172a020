/** The operators that policies use most, by what JavaScript knows of their operands: `==`, `<`, `in`, `+`, `!`. */

import { compareValues } from '../compare.ts';
import type { IsStrict } from '../environment.ts';
import { equalValues, isFound } from '../equality.ts';
import type { CallExpression } from '../expression.ts';
import { isPlainMap } from '../value-type.ts';
import { toMapKey, DoubleValue, MapValue, OpaqueValue, UintValue, type MapKey, type Value } from '../value.ts';
import { addValues } from '../standard/arithmetic.ts';
import { isIn } from '../standard/containers.ts';
import { noSuchOverload } from '../standard/operator-fault.ts';
import { comparisonCost, sizeForCost, textTraversal, traversal } from './cost-units.ts';
import type { Frame } from './frame.ts';
import { literal, step, type Context, type Part, type Run } from './part.ts';

/** `undefined` for what is called as any function is. */
export const compileOperator = (context: Context, node: CallExpression, parts: readonly Part[]): Part | undefined => {
  const overloads = context.checked.overloadsOf(node);
  const [left, right] = parts as readonly [Part, Part];
  const only = overloads.length === 1 ? overloads[0]?.id : undefined;
  switch (node.name) {
    case '_==_':
      return step(compileEquality(context, left, right, true));
    case '_!=_':
      return step(compileEquality(context, left, right, false));
    case '!_':
      return step(negate(left.run));
    case '_<_':
    case '_<=_':
    case '_>_':
    case '_>=_':
      return step(compileOrder(left, right, node.name, only?.endsWith('_string') || only?.endsWith('_bytes') || false));
    case '_+_':
      return step(compileAddition(left.run, right.run, only === 'add_string' || only === 'add_bytes'));
    case '@in':
      return only === 'in_list' ? compileInList(left, right) : step(compileIn(left.run, right.run));
    default:
      return undefined;
  }
};

const negate =
  (operand: Run): Run =>
  (frame) => {
    const value = operand(frame);
    frame.charge(1);
    if (typeof value !== 'boolean') throw noSuchOverload();
    return !value;
  };

const compileEquality = (context: Context, left: Part, right: Part, expected: boolean): Run => {
  const differ = tellDifferent(context.environment.isStrict);
  const constant = right.constant ?? left.constant;
  const other = right.constant === undefined ? right.run : left.run;
  if (constant?.isLiteral === true) {
    const { value } = constant;
    // What stands left says with what it can be compared; a fault of `==` is true of `!=`.
    const differs: Differs =
      right.constant === undefined || !expected ? () => !expected : (found, frame) => differ(found, value, frame);
    if (typeof value === 'string') return compareWithText(other, value, expected, differs);
    if (value === null) return compareWithToken(other, value, expected, () => !expected);
    if (typeof value === 'boolean') return compareWithToken(other, value, expected, differs);
    if (typeof value === 'number' && Number.isSafeInteger(value))
      return compareWithInt(other, value, expected, differs);
  }
  const { run: first } = left;
  const { run: second } = right;
  return (frame) => {
    const one = first(frame);
    const two = second(frame);
    frame.charge(comparisonCost(one, two));
    // A tenth of a unit an element is less than looking at it takes.
    if (Array.isArray(one) && Array.isArray(two)) frame.toil(2 * Math.min(one.length, two.length));
    // What cannot be compared is a fault of `==` and true of `!=`.
    return expected ? equalValues(one, two, frame) || differ(one, two, frame) : !isFound(one, two, frame);
  };
};

type Differs = (value: Value, frame: Frame) => boolean;

/** Of two that are not equal: a fault where they cannot be compared. */
const tellDifferent =
  (isStrict: IsStrict | undefined) =>
  (one: Value, two: Value, frame: Frame): false => {
    if (typeof one !== 'object' || one === null || two === null || isOfOneKind(one, two)) return false;
    if (one instanceof OpaqueValue) throw noSuchOverload();
    if (isStrict === undefined) return false;
    if (isStrict(one, frame.values, (steps) => frame.toil(steps))) throw noSuchOverload();
    return false;
  };

/** Of what can be compared with anything it is not asked. */
const isOfOneKind = (one: Value, two: Value): boolean => {
  if (Array.isArray(one)) return Array.isArray(two);
  if (one instanceof OpaqueValue) return two instanceof OpaqueValue;
  return !isPlainMap(one) || isPlainMap(two) || two instanceof MapValue;
};

const compareWithText = (operand: Run, text: string, expected: boolean, differs: Differs): Run => {
  const most = textTraversal(text);
  return (frame) => {
    const value = operand(frame);
    frame.charge(most === 0 ? 0 : Math.min(most, traversal(value)));
    return value === text ? expected : differs(value, frame);
  };
};

/** Only the same token is equal to true, false or null, and no type has to be looked at. */
const compareWithToken =
  (operand: Run, token: boolean | null, expected: boolean, differs: Differs): Run =>
  (frame) => {
    const value = operand(frame);
    frame.charge(typeof value === 'boolean' ? 1 : Math.min(1, traversal(value)));
    return value === token ? expected : differs(value, frame);
  };

const compareWithInt =
  (operand: Run, int: number, expected: boolean, differs: Differs): Run =>
  (frame) => {
    const value = operand(frame);
    if (typeof value === 'number') {
      frame.charge(1);
      return (value === int) === expected;
    }
    frame.charge(Math.min(1, traversal(value)));
    const isSame = !(value instanceof OpaqueValue) && equalValues(value, int);
    return isSame ? expected : differs(value, frame);
  };

/** As numbers, so that one closure serves all four without a call. */
const orders: Readonly<Record<string, number>> = { '_<_': 0, '_<=_': 1, '_>_': 2, '_>=_': 3 };

const isOrdered = (order: number, a: number, b: number): boolean => {
  if (order === 0) return a < b;
  if (order === 1) return a <= b;
  return order === 2 ? a > b : a >= b;
};

const compileOrder = ({ run: left }: Part, { run: right, constant }: Part, name: string, isText: boolean): Run => {
  const order = orders[name] as number;
  const bound = constant?.isLiteral === true ? constant.value : undefined;
  if (typeof bound === 'number' && !Number.isNaN(bound)) return compareWithNumber(left, bound, order, name);
  return (frame) => {
    const one = left(frame);
    const two = right(frame);
    frame.charge(isText ? comparisonCost(one, two) : 1);
    // Both texts are read, unit by unit.
    if (!isText && typeof one === 'string' && typeof two === 'string') frame.toil(2 * Math.min(one.length, two.length));
    return isOrdered(order, compareValues(one, two, name), 0);
  };
};

const compareWithNumber =
  (operand: Run, bound: number, order: number, name: string): Run =>
  (frame) => {
    const value = operand(frame);
    frame.charge(1);
    if (typeof value === 'number' && !Number.isNaN(value)) return isOrdered(order, value, bound);
    return isOrdered(order, compareValues(value, bound, name), 0);
  };

const compileAddition =
  (left: Run, right: Run, isTraversed: boolean): Run =>
  (frame) => {
    const one = left(frame);
    const two = right(frame);
    if (typeof one === 'number' && typeof two === 'number') {
      const sum = one + two;
      if (Number.isSafeInteger(sum) && Number.isSafeInteger(one) && Number.isSafeInteger(two)) {
        frame.charge(1);
        return sum;
      }
    }
    // Joining lists is one unit, and a copy here: checked before it is made.
    if (Array.isArray(one) && Array.isArray(two)) frame.toil(one.length + two.length);
    if (typeof one === 'string' && typeof two === 'string' && !isTraversed) frame.toil(one.length + two.length);
    frame.charge(isTraversed ? joiningCost(frame, one, two) : 1);
    return addValues(one, two);
  };

/** Counting the characters of a long text is the work itself: not begun where even the fewest there can be are too many. */
const joiningCost = (frame: Frame, one: Value, two: Value): number => {
  if (typeof one === 'string' && typeof two === 'string') frame.demand((one.length + two.length) / 2 / 10);
  const size = sizeForCost(one);
  return Math.ceil((size + (one === two ? size : sizeForCost(two))) * 0.1);
};

const compileIn =
  (left: Run, right: Run): Run =>
  (frame) => {
    const value = left(frame);
    const container = right(frame);
    if (Array.isArray(container)) frame.toil(container.length);
    frame.charge(1);
    return isIn(value, container, frame);
  };

const compileInList = (left: Part, right: Part): Part => {
  const { constant } = right;
  if (constant?.isLiteral === true && Array.isArray(constant.value)) {
    const set = toSet(constant.value as readonly Value[]);
    // cel-go makes `false` of `x in []` without a look at x.
    if (constant.value.length === 0) return literal(false);
    if (set !== null) return step(lookUpIn(left.run, set));
  }
  const { run: first } = left;
  const { run: second } = right;
  return step((frame) => {
    const value = first(frame);
    const list = second(frame);
    frame.charge(sizeForCost(list));
    return isIn(value, list, frame);
  });
};

/** cel-go makes a set of a list of numbers, texts and bools, and looking into that costs nothing. */
const toSet = (list: readonly Value[]): ReadonlySet<MapKey> | null =>
  list.every((item) => isPrimitive(item)) ? new Set(list.filter((item) => !Number.isNaN(item)).map(toMapKey)) : null;

const isPrimitive = (value: Value): boolean =>
  typeof value !== 'object' || value instanceof UintValue || value instanceof DoubleValue;

const lookUpIn = (operand: Run, set: ReadonlySet<MapKey>): Run => {
  const texts = new Set([...set].filter((key) => typeof key === 'string').map((key) => key.slice(1)));
  return (frame) => {
    const value = operand(frame);
    if (typeof value === 'string') return texts.has(value);
    return isPrimitive(value) && set.has(toMapKey(value));
  };
};
