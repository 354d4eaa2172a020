/** Identifiers and fields: `object.spec.replicas`, `has(c.securityContext)`, `spec.?template`. */

import type { IdentifierExpression, SelectExpression } from '../expression.ts';
import { isSafeName } from '../map-access.ts';
import { findValue, missing, noValue } from '../standard/index-value.ts';
import { Boxed, EvaluationFault, OptionalValue, type Value } from '../value.ts';
import type { Frame } from './frame.ts';
import { unset } from './frame.ts';
import { fold, literal, type Context, type Local, type Part, type Path, type Root, type Run } from './part.ts';

type PlainMap = { readonly [key: string]: Value | undefined };

export const compileIdentifier = (context: Context, node: IdentifierExpression, rootCost: number): Part =>
  compileReference(context, node, node.name, rootCost) ?? literal(null);

/** What the checker found a name to mean; `undefined` for a field. */
const compileReference = (
  { checked, findLocal, environment, noteVariable }: Context,
  node: IdentifierExpression | SelectExpression,
  name: string,
  rootCost: number,
): Part | undefined => {
  const reference = checked.referenceOf(node);
  switch (reference?.kind) {
    case 'constant':
      return literal(reference.value);
    case 'local': {
      const local = findLocal(reference.name);
      return local.lazy === null
        ? pathPart({ root: { kind: 'local', slot: local.slot, name }, fields: [], rootCost })
        : lazyPart(local, local.lazy, rootCost);
    }
    case 'variable': {
      const { slot } = reference;
      noteVariable(slot);
      const root: Root = { kind: 'variable', slot, name: environment.variables[slot]?.name ?? name };
      return pathPart({ root, fields: [], rootCost });
    }
    case undefined:
      return undefined;
  }
};

/** cel-go evaluates a bound value when it is first asked for: one that is not asked for costs nothing and cannot fail. */
const lazyPart = ({ slot }: Local, compute: Run, rootCost: number): Part => ({
  isLookUp: true,
  run: (frame) => {
    let value = frame.locals[slot] as Value;
    if (value === unset) {
      value = compute(frame);
      frame.locals[slot] = value;
    }
    frame.charge(rootCost);
    return value;
  },
});

export const compileSelect = (context: Context, node: SelectExpression, rootCost: number): Part => {
  const reference = compileReference(context, node, node.field, rootCost);
  if (reference !== undefined) return reference;
  const { field, mode } = node;
  if (mode === 'test') return compileTest(context, node);
  const operand = rootCost === 1 ? context.compile(node.operand) : context.compileWithin(node.operand);
  // What is no look-up becomes one, which cel-go counts, unless it is part of another.
  const lookUp = operand.isLookUp ? 0 : rootCost;
  if (mode === 'plain') return selectFrom(operand, field, lookUp);
  const { run } = operand;
  const select: Run = (frame) => {
    const value = run(frame);
    frame.charge(lookUp);
    return selectOptional(frame, value, field);
  };
  return fold({ run: select, isLookUp: true }, [operand]);
};

/** `operand.field`, or `operand['field']`, which is the same. */
export const selectFrom = (operand: Part, field: string, lookUp: number): Part => {
  const { run, path } = operand;
  if (path !== undefined && isSafeName(field)) return pathPart({ ...path, fields: [...path.fields, field] });
  const isSafe = isSafeName(field);
  const cost = lookUp + 1;
  const select: Run = (frame) => {
    const value = run(frame);
    if (isSafe && typeof value === 'object' && value !== null && !(value instanceof Boxed)) {
      const found = (value as PlainMap)[field];
      if (found !== undefined) {
        frame.charge(cost);
        return found;
      }
    }
    frame.charge(lookUp);
    return selectSlowly(frame, value, field);
  };
  return fold({ run: select, isLookUp: true }, [operand]);
};

/** Charges for the field too: in an optional only one that is there counts. */
const selectSlowly = (frame: Frame, value: Value, field: Value): Value => {
  if (value instanceof OptionalValue)
    return value.content === undefined ? noValue : selectOptional(frame, value, field);
  frame.charge(1);
  const found = findValue(value, field);
  if (found === undefined) throw missing(value, field);
  return found;
};

export const selectOptional = (frame: Frame, value: Value, field: Value): OptionalValue => {
  const container = value instanceof OptionalValue ? value.content : value;
  const found = container === undefined ? undefined : findValue(container, field);
  if (found === undefined) return noValue;
  frame.charge(1);
  return new OptionalValue(found);
};

export { selectSlowly };

const compileTest = (context: Context, { operand: node, field }: SelectExpression): Part => {
  // cel-go takes the cost of the look-up back; from `has((a ? b : c).d)`, which had none, the field's own.
  const isConditional = node.kind === 'call' && node.name === '_?_:_';
  const operand = context.compileWithin(node);
  const cost = isConditional ? 0 : 1;
  const { run } = operand;
  const isSafe = isSafeName(field);
  const test: Run = (frame) => {
    const value = run(frame);
    if (isSafe && typeof value === 'object' && value !== null && !(value instanceof Boxed) && !Array.isArray(value)) {
      frame.charge(cost);
      return (value as PlainMap)[field] !== undefined;
    }
    return testSlowly(frame, value, field, cost);
  };
  return fold({ run: test, isLookUp: true }, [operand]);
};

const testSlowly = (frame: Frame, value: Value, field: string, cost: number): boolean => {
  if (value instanceof OptionalValue) {
    const isThere = value.content !== undefined && findValue(value.content, field) !== undefined;
    frame.charge(isThere ? cost : 0);
    return isThere;
  }
  frame.charge(cost);
  return findValue(value, field) !== undefined;
};

const pathPart = (path: Path): Part => ({ isLookUp: true, path, run: readPath(path) });

/** Most expressions are mostly these, so the short ones are one step each. */
const readPath = ({ root, fields, rootCost }: Path): Run => {
  const { slot, name } = root;
  const cost = rootCost + fields.length;
  const isLocal = root.kind === 'local';
  const [first, second] = fields;
  if (first === undefined) {
    if (isLocal) {
      return (frame) => {
        frame.charge(rootCost);
        return frame.locals[slot] as Value;
      };
    }
    return (frame) => {
      frame.charge(rootCost);
      return frame.values[slot] ?? readUnset(frame, slot, name);
    };
  }
  if (second === undefined && isLocal) {
    return (frame) => {
      const value = frame.locals[slot] as Value;
      frame.charge(cost);
      if (typeof value === 'object' && value !== null && !(value instanceof Boxed)) {
        const found = (value as PlainMap)[first];
        if (found !== undefined) return found;
      }
      return finishPath(frame, value, fields, 0);
    };
  }
  return (frame) => {
    let value = isLocal ? (frame.locals[slot] as Value) : (frame.values[slot] ?? readUnset(frame, slot, name));
    frame.charge(cost);
    for (let i = 0; i < fields.length; i++) {
      if (typeof value !== 'object' || value === null || value instanceof Boxed) {
        return finishPath(frame, value, fields, i);
      }
      const found: Value | undefined = (value as PlainMap)[fields[i] as string];
      if (found === undefined) return finishPath(frame, value, fields, i);
      value = found;
    }
    return value;
  };
};

/** `null` is a value, which `??` does not tell from none. */
const readUnset = (frame: Frame, slot: number, name: string): Value => {
  if (frame.values[slot] === null) return null;
  throw new EvaluationFault(`no such attribute(s): ${name}`);
};

/** From a field on that is not simply there: what was charged for the rest is charged again as it is reached. */
const finishPath = (frame: Frame, from: Value, fields: readonly string[], index: number): Value => {
  frame.left += fields.length - index;
  let value = from;
  for (let i = index; i < fields.length; i++) value = selectSlowly(frame, value, fields[i] as string);
  return value;
};
