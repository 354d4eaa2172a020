/** `list[0]`, `map['key']`, `map[key]`, `list[?0]`. */

import type { CallExpression, Expression } from '../expression.ts';
import { getField, isKey } from '../map-access.ts';
import { noValue } from '../standard/index-value.ts';
import { Boxed, EvaluationFault, OptionalValue, type Value } from '../value.ts';
import { selectFrom, selectOptional, selectSlowly } from './compile-path.ts';
import type { Frame } from './frame.ts';
import { goTypeOf, nativeTypeOf } from './go-type.ts';
import { fold, ProgramDefect, type Context, type Part, type Run } from './part.ts';

export const compileIndex = (context: Context, node: CallExpression, rootCost: number): Part => {
  const [operandNode, indexNode] = node.parameters as readonly [Expression, Expression];
  const operand = rootCost === 1 ? context.compile(operandNode) : context.compileWithin(operandNode);
  const index = context.compileWithin(indexNode);
  const lookUp = operand.isLookUp ? 0 : rootCost;
  const key = index.constant?.isLiteral === true ? index.constant.value : undefined;
  const isOptional = node.name === '_[?_]';
  if (key !== undefined && !isKey(key)) {
    throw new ProgramDefect(`invalid qualifier type: ${goTypeOf(key)}`, node.offset);
  }
  if (typeof key === 'string' && !isOptional) return selectFrom(operand, key, lookUp);
  const run = isOptional ? findIn(operand.run, index.run, lookUp) : readFrom(operand.run, index.run, lookUp);
  return fold({ run, isLookUp: true }, [operand, index]);
};

const readFrom =
  (operand: Run, index: Run, lookUp: number): Run =>
  (frame) => {
    const container = operand(frame);
    frame.charge(lookUp);
    if (container === noValue) return noValue;
    const key = index(frame);
    if (typeof container === 'object' && container !== null && !(container instanceof Boxed)) {
      let found: Value | undefined;
      if (Array.isArray(container)) {
        if (typeof key === 'number') found = (container as readonly Value[])[key];
      } else if (typeof key === 'string' && !(container instanceof Uint8Array)) {
        found = getField(container as { readonly [key: string]: Value }, key);
      }
      if (found !== undefined) {
        frame.charge(1);
        return found;
      }
    }
    return selectSlowly(frame, container, assertKey(frame, container, key));
  };

const findIn =
  (operand: Run, index: Run, lookUp: number): Run =>
  (frame) => {
    const container = operand(frame);
    frame.charge(lookUp);
    // Nothing is looked for in an optional without a value: what would be is not even evaluated.
    if (container === noValue) return noValue;
    return selectOptional(frame, container, assertKey(frame, container, index(frame)));
  };

/** Only what can be a key or an index can be looked for. */
const assertKey = (frame: Frame, container: Value, key: Value): Value => {
  if (isKey(key)) return key;
  frame.charge(container instanceof OptionalValue ? 0 : 1);
  throw new EvaluationFault(`invalid qualifier type: ${nativeTypeOf(key)}`);
};
