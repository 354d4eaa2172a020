/** Identifiers and fields: `object.spec.replicas`, `has(c.securityContext)`, `spec.?template`. */

import type { IdentifierExpression, SelectExpression } from '../expression.ts';
import { isSafeName } from '../map-access.ts';
import { findValue, missing, noValue } from '../standard/index-value.ts';
import { Boxed, EvaluationFault, ObjectValue, OptionalValue, type Value } from '../value.ts';
import type { Frame } from './frame.ts';
import { unset } from './frame.ts';
import { fold, literal, type Context, type Local, type Part, type Path, type Root, type Run } from './part.ts';

type PlainMap = { readonly [key: string]: Value | undefined };

export const compileIdentifier = (context: Context, node: IdentifierExpression, rootCost: number): Part =>
  compileReference(context, node, node.name, rootCost) ?? literal(null);

/** What the checker found a name to mean; `undefined` for a field. */
const compileReference = (
  context: Context,
  node: IdentifierExpression | SelectExpression,
  name: string,
  rootCost: number,
): Part | undefined => {
  const reference = context.checked.referenceOf(node);
  switch (reference?.kind) {
    case 'constant':
      return literal(reference.value);
    case 'local': {
      const local = context.findLocal(reference.name);
      return local.lazy === null
        ? pathPart({ root: { kind: 'local', slot: local.slot, name }, fields: [], rootCost })
        : lazyPart(local, local.lazy, rootCost);
    }
    case 'variable': {
      const { slot } = reference;
      context.noteVariable(slot);
      const root: Root = { kind: 'variable', slot, name: context.environment.variables[slot]?.name ?? name };
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
    if (isSafe && isFielded(value)) {
      const found = value[field];
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
export const selectSlowly = (frame: Frame, value: Value, field: Value): Value => {
  if (value instanceof OptionalValue)
    return value.content === undefined ? noValue : selectOptional(frame, value, field);
  frame.charge(1);
  const held = findValue(value, field);
  // `null` is a value, which `??` does not tell from none.
  const found = held === undefined ? findUnset(value, field) : held;
  if (found === undefined) throw missing(value, field);
  return found;
};

const findUnset = (value: Value, field: Value): Value | undefined =>
  value instanceof ObjectValue && typeof field === 'string' ? value.unsetField(field) : undefined;

export const selectOptional = (frame: Frame, value: Value, field: Value): OptionalValue => {
  const container = value instanceof OptionalValue ? value.content : value;
  const found = container === undefined ? undefined : findValue(container, field);
  if (found === undefined) return noValue;
  frame.charge(1);
  return new OptionalValue(found);
};

const compileTest = (context: Context, { operand: node, field }: SelectExpression): Part => {
  // cel-go takes the cost of the look-up back; from `has((a ? b : c).d)`, which had none, the field's own.
  const isConditional = node.kind === 'call' && node.name === '_?_:_';
  const operand = context.compileWithin(node);
  const cost = isConditional ? 0 : 1;
  const { run, path } = operand;
  const isSafe = isSafeName(field);
  if (path !== undefined && path.root.kind === 'local' && isSafe) {
    return { run: testPath(path, field, cost), isLookUp: true };
  }
  const test: Run = (frame) => {
    const value = run(frame);
    return isSafe ? testField(frame, value, field, cost) : testSlowly(frame, value, field, cost);
  };
  return fold({ run: test, isLookUp: true }, [operand]);
};

/** `has(c.securityContext)`, the most frequent test, and `has(c.securityContext.runAsNonRoot)` in one step. */
const testPath = ({ root, fields, rootCost }: Path, field: string, cost: number): Run => {
  const { slot } = root;
  const [first] = fields;
  if (fields.length > 1) {
    const run = readPath({ root, fields, rootCost });
    return (frame) => testField(frame, run(frame), field, cost);
  }
  if (first === undefined) {
    return (frame) => {
      frame.charge(rootCost);
      return testField(frame, frame.locals[slot] as Value, field, cost);
    };
  }
  return (frame) => {
    const value = frame.locals[slot] as Value;
    frame.charge(rootCost + 1);
    const found = isFielded(value) ? value[first] : undefined;
    const operand = found === undefined ? finishPath(frame, value, fields, 0) : found;
    return testField(frame, operand, field, cost);
  };
};

const testField = (frame: Frame, value: Value, field: string, cost: number): boolean => {
  if (isFielded(value) && !Array.isArray(value)) {
    frame.charge(cost);
    return value[field] !== undefined;
  }
  return testSlowly(frame, value, field, cost);
};

/** What may be read by any safe name, with nothing of JavaScript to be found. */
const isFielded = (value: Value): value is PlainMap & Value =>
  typeof value === 'object' && value !== null && !(value instanceof Boxed);

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
  const { slot } = root;
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
      return frame.values[slot] ?? readUnset(frame, root, 0);
    };
  }
  if (second !== undefined && fields.length === 2 && isLocal) {
    return (frame) => {
      const value = frame.locals[slot] as Value;
      frame.charge(cost);
      const outer = isFielded(value) ? value[first] : undefined;
      if (outer === undefined) return finishPath(frame, value, fields, 0);
      const inner = isFielded(outer) ? outer[second] : undefined;
      return inner === undefined ? finishPath(frame, outer, fields, 1) : inner;
    };
  }
  if (second === undefined && isLocal) {
    return (frame) => {
      const value = frame.locals[slot] as Value;
      frame.charge(cost);
      if (isFielded(value)) {
        const found = value[first];
        if (found !== undefined) return found;
      }
      return finishPath(frame, value, fields, 0);
    };
  }
  return (frame) => {
    frame.charge(cost);
    let value = isLocal ? (frame.locals[slot] as Value) : (frame.values[slot] ?? readUnset(frame, root, fields.length));
    for (let i = 0; i < fields.length; i++) {
      const found: Value | undefined = isFielded(value) ? value[fields[i] as string] : undefined;
      if (found === undefined) return finishPath(frame, value, fields, i);
      value = found;
    }
    return value;
  };
};

/** `null` is a value, which `??` does not tell from none. */
const readUnset = (frame: Frame, { slot, name }: Root, fieldCount: number): Value => {
  if (frame.values[slot] === null) return null;
  frame.left += fieldCount;
  throw new EvaluationFault(`no such attribute(s): ${name}`);
};

/** From a field on that is not simply there: what was charged for the rest is charged again as it is reached. */
const finishPath = (frame: Frame, from: Value, fields: readonly string[], index: number): Value => {
  frame.left += fields.length - index;
  let value = from;
  for (let i = index; i < fields.length; i++) value = selectSlowly(frame, value, fields[i] as string);
  return value;
};
