/** cel-go's library of numbers: least and greatest, rounding, signs, bits. */

import { compareValues } from '../compare.ts';
import type { Expression } from '../expression.ts';
import type { Library, Macro, MacroDefect, Overload } from '../overload.ts';
import { boolType, doubleType, dynType, intType, listOf, type Type, uintType } from '../type.ts';
import { DoubleValue, EvaluationFault, isDouble, isInt, toDouble, toInt, UintValue, type Value } from '../value.ts';

export const mathLibrary = (version: number): Library => ({
  id: 'cel.lib.ext.math',
  overloads: [...extremes, ...(version >= 1 ? functions : []), ...(version >= 2 ? roots : [])],
  macros: [toMacro('least', 'math.@min'), toMacro('greatest', 'math.@max')],
  constants: [],
  literalChecks: [],
});

/** `math.least(a, b, …)` is a call of one list or of two numbers. */
const toMacro = (name: string, call: string): Macro => ({
  name,
  isMember: true,
  arity: null,
  expand: ({ target, parameters, offset }) => {
    if (target?.kind !== 'identifier' || target.name !== 'math') return null;
    const [first] = parameters;
    if (first === undefined) return defect(target, `math.${name}() requires at least one argument`);
    const toCall = (given: readonly Expression[]): Expression => ({
      kind: 'call',
      name: call,
      target: null,
      parameters: given,
      offset,
    });
    if (parameters.length === 1) {
      return mayBeNumber(first) || isListOfNumbers(first)
        ? toCall([first])
        : defect(first, `math.${name}() invalid single argument value`);
    }
    const wrong = parameters.find((parameter) => !mayBeNumber(parameter));
    if (wrong !== undefined) return defect(wrong, `math.${name}() simple literal arguments must be numeric`);
    if (parameters.length === 2) return toCall(parameters);
    const elements = parameters.map((value) => ({ value, isOptional: false }));
    return toCall([{ kind: 'list', elements, offset }]);
  },
});

const defect = ({ offset }: Expression, message: string): MacroDefect => ({ kind: 'defect', message, offset });

const mayBeNumber = (node: Expression): boolean => {
  switch (node.kind) {
    case 'literal':
      return isInt(node.value) || isDouble(node.value) || node.value instanceof UintValue;
    case 'list':
    case 'map':
    case 'message':
      return false;
    default:
      return true;
  }
};

const isListOfNumbers = (node: Expression): boolean =>
  node.kind === 'list' && node.elements.length > 0 && node.elements.every(({ value }) => mayBeNumber(value));

type Choice = 'min' | 'max';

/** The first of two that are equal. */
const chooseOf = (choice: Choice, one: Value, other: Value): Value => {
  const order = compareValues(one, other, `math.@${choice}`);
  return (choice === 'min' ? order > 0 : order < 0) ? other : one;
};

const choosePair = (choice: Choice, one: Value, other: Value): Value => {
  if (isNaNValue(one) || isNaNValue(other)) {
    throw new EvaluationFault(`NaN values cannot be ordered: math.@${choice}`);
  }
  return chooseOf(choice, one, other);
};

const chooseFrom = (choice: Choice, list: readonly Value[]): Value => {
  const [first, ...rest] = list;
  if (first === undefined) throw new EvaluationFault(`math.@${choice}(list) argument must not be empty`);
  if (rest.length > 0 && list.some(isNaNValue)) throw new EvaluationFault(`no such overload: math.@${choice}`);
  return rest.reduce((chosen, value) => chooseOf(choice, chosen, value), first);
};

const isNaNValue = (value: Value): boolean => Number.isNaN(value);

const numbers: readonly (readonly [name: string, type: Type])[] = [
  ['double', doubleType],
  ['int', intType],
  ['uint', uintType],
];

const extremes: readonly Overload[] = (['min', 'max'] as const).flatMap((choice) => {
  const name = `math.@${choice}`;
  const row = (
    suffix: string,
    parameters: readonly Type[],
    result: Type,
    evaluate: Overload['evaluate'],
  ): Overload => ({
    id: `${name.replace('.', '_')}_${suffix}`,
    name,
    isMember: false,
    parameters,
    result,
    evaluate,
  });
  return [
    ...numbers.map(([of, type]) => row(of, [type], type, (value) => value)),
    ...numbers.flatMap(([of, type]) =>
      numbers.map(([by, other]) =>
        row(`${of}_${by}`, [type, other], of === by ? type : dynType, (one, two) => choosePair(choice, one, two)),
      ),
    ),
    ...numbers.map(([of, type]) =>
      row(`list_${of}`, [listOf(type)], type, (list) => chooseFrom(choice, list as readonly Value[])),
    ),
  ];
});

const readDouble = (value: Value): number => (value instanceof DoubleValue ? value.double : (value as number));
const readUint = (value: Value): bigint => (value as UintValue).uint;
const readInt = (value: Value): bigint => BigInt(value as number | bigint);

/** Half away from zero. */
const round = (double: number): number => {
  const whole = Math.trunc(double);
  return Math.abs(double - whole) >= 0.5 ? whole + Math.sign(double) : whole;
};

/** The sign of nothing has none. */
const signOf = (double: number): number => (double === 0 ? 0 : Math.sign(double));

const absolute = (int: bigint): Value => toInt(int < 0n ? -int : int);

const shift = (direction: 'Left' | 'Right', bits: bigint, by: Value): bigint => {
  const places = readInt(by);
  if (places < 0n) throw new EvaluationFault(`math.bitShift${direction}() negative offset: ${places}`);
  if (places > 63n) return 0n;
  return direction === 'Left' ? bits << places : BigInt.asUintN(64, bits) >> places;
};

const toSigned = (bits: bigint): Value => toInt(BigInt.asIntN(64, bits));
const toUnsigned = (bits: bigint): Value => new UintValue(BigInt.asUintN(64, bits));

const onDouble = (name: string, result: Type, evaluate: (double: number) => Value): Overload => ({
  id: `math_${name}_double`,
  name: `math.${name}`,
  isMember: false,
  parameters: [doubleType],
  result,
  evaluate: (value) => evaluate(readDouble(value)),
});

const onIntegers = (
  name: string,
  suffix: string,
  parameters: readonly Type[],
  evaluate: Overload['evaluate'],
): Overload => ({
  id: `math_${name}_${suffix}`,
  name: `math.${name}`,
  isMember: false,
  parameters,
  result: parameters[0] ?? intType,
  evaluate,
});

const onBits = (name: string, combine: (one: bigint, other: bigint) => bigint): readonly Overload[] => [
  onIntegers(name, 'int_int', [intType, intType], (a, b) => toSigned(combine(readInt(a), readInt(b)))),
  onIntegers(name, 'uint_uint', [uintType, uintType], (a, b) => toUnsigned(combine(readUint(a), readUint(b)))),
];

const functions: readonly Overload[] = [
  onDouble('ceil', doubleType, (double) => toDouble(Math.ceil(double))),
  onDouble('floor', doubleType, (double) => toDouble(Math.floor(double))),
  onDouble('round', doubleType, (double) => toDouble(round(double))),
  onDouble('trunc', doubleType, (double) => toDouble(Math.trunc(double))),
  onDouble('isInf', boolType, (double) => Math.abs(double) === Infinity),
  onDouble('isNaN', boolType, (double) => Number.isNaN(double)),
  onDouble('isFinite', boolType, (double) => Number.isFinite(double)),
  onDouble('abs', doubleType, (double) => toDouble(Math.abs(double))),
  onIntegers('abs', 'int', [intType], (value) => absolute(readInt(value))),
  onIntegers('abs', 'uint', [uintType], (value) => value),
  onDouble('sign', doubleType, (double) => toDouble(signOf(double))),
  onIntegers('sign', 'int', [intType], (value) => signOf(Number(value))),
  onIntegers('sign', 'uint', [uintType], (value) => new UintValue(readUint(value) === 0n ? 0n : 1n)),
  ...onBits('bitAnd', (one, other) => one & other),
  ...onBits('bitOr', (one, other) => one | other),
  ...onBits('bitXor', (one, other) => one ^ other),
  onIntegers('bitNot', 'int_int', [intType], (value) => toSigned(~readInt(value))),
  onIntegers('bitNot', 'uint_uint', [uintType], (value) => toUnsigned(~readUint(value))),
  onIntegers('bitShiftLeft', 'int_int', [intType, intType], (value, by) => toSigned(shift('Left', readInt(value), by))),
  onIntegers('bitShiftLeft', 'uint_int', [uintType, intType], (value, by) =>
    toUnsigned(shift('Left', readUint(value), by)),
  ),
  onIntegers('bitShiftRight', 'int_int', [intType, intType], (value, by) =>
    toSigned(shift('Right', readInt(value), by)),
  ),
  onIntegers('bitShiftRight', 'uint_int', [uintType, intType], (value, by) =>
    toUnsigned(shift('Right', readUint(value), by)),
  ),
];

const root = (suffix: string, type: Type, read: (value: Value) => number): Overload => ({
  id: `math_sqrt_${suffix}`,
  name: 'math.sqrt',
  isMember: false,
  parameters: [type],
  result: doubleType,
  evaluate: (value) => toDouble(Math.sqrt(read(value))),
});

const roots: readonly Overload[] = [
  root('double', doubleType, readDouble),
  root('int', intType, Number),
  root('uint', uintType, (value) => Number(readUint(value))),
];
