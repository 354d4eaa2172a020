/** `list[0]`, `map['key']`, `map[key]`, `list[?0]`. */

import type { CallExpression, Expression } from '../expression.ts';
import { getField } from '../map-access.ts';
import { Boxed, type Value } from '../value.ts';
import { selectFrom, selectOptional, selectSlowly } from './compile-path.ts';
import { fold, type Context, type Part, type Run } from './part.ts';

export const compileIndex = (context: Context, node: CallExpression, rootCost: number): Part => {
  const [operandNode, indexNode] = node.parameters as readonly [Expression, Expression];
  const operand = rootCost === 1 ? context.compile(operandNode) : context.compileWithin(operandNode);
  const index = context.compileWithin(indexNode);
  const lookUp = operand.isLookUp ? 0 : rootCost;
  const key = index.constant?.isLiteral === true ? index.constant.value : undefined;
  const isOptional = node.name === '_[?_]';
  if (typeof key === 'string' && !isOptional) return selectFrom(operand, key, lookUp);
  const run = isOptional ? findIn(operand.run, index.run, lookUp) : readFrom(operand.run, index.run, lookUp);
  return fold({ run, isLookUp: true }, [operand, index]);
};

const readFrom =
  (operand: Run, index: Run, lookUp: number): Run =>
  (frame) => {
    const container = operand(frame);
    const key = index(frame);
    frame.charge(lookUp);
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
    return selectSlowly(frame, container, key);
  };

const findIn =
  (operand: Run, index: Run, lookUp: number): Run =>
  (frame) => {
    const container = operand(frame);
    const key = index(frame);
    frame.charge(lookUp);
    return selectOptional(frame, container, key);
  };
