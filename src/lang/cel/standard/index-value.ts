/** `container[index]` and `container.field`: what is there, or cel-go's fault for what is not. */

import { getEntry } from '../map-access.ts';
import { isPlainMap, typeNameOf } from '../value-type.ts';
import { DoubleValue, EvaluationFault, MapValue, ObjectValue, OptionalValue, UintValue, type Value } from '../value.ts';
import { renderKey } from './render-key.ts';

export const indexValue = (container: Value, index: Value): Value => {
  if (container instanceof OptionalValue) return indexOptional(container, index);
  const found = findValue(container, index);
  if (found === undefined) throw missing(container, index);
  return found;
};

/** An optional is looked into where it holds something, and the answer is optional again. */
export const indexOptional = ({ content }: OptionalValue, index: Value): OptionalValue =>
  content === undefined ? noValue : findOptional(content, index);

export const findOptional = (container: Value, index: Value): OptionalValue => {
  const found = findValue(container, index);
  return found === undefined ? noValue : new OptionalValue(found);
};

export const noValue = new OptionalValue(undefined);

/** `undefined` where there is nothing; a fault only where the index is none for a list. */
export const findValue = (container: Value, index: Value): Value | undefined => {
  if (container instanceof ObjectValue) return typeof index === 'string' ? container.field(index) : undefined;
  if (Array.isArray(container)) return (container as readonly Value[])[toPosition(index)];
  return container instanceof MapValue || isPlainMap(container) ? getEntry(container, index) : undefined;
};

const toPosition = (index: Value): number => {
  if (typeof index === 'number') {
    // A bare number that is no int is a double without a place in any list, or one far beyond.
    if (Number.isInteger(index) && Math.abs(index) < 2 ** 63) return index;
    throw new EvaluationFault(`unsupported index value ${renderKey(index)} in list`);
  }
  if (index instanceof DoubleValue) return index.double;
  if (typeof index === 'bigint') return -1;
  if (index instanceof UintValue) {
    if (index.uint >= 2n ** 63n) throw new EvaluationFault(`unsupported index value ${renderKey(index)} in list`);
    return Number(index.uint);
  }
  throw new EvaluationFault(`unsupported index type '${typeNameOf(index)}' in list`);
};

export const missing = (container: Value, index: Value): EvaluationFault =>
  new EvaluationFault(`${Array.isArray(container) ? 'index out of bounds' : 'no such key'}: ${renderKey(index)}`);
