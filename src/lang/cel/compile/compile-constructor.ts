/** Lists, maps and objects made by an expression, with elements that may be optional. */

import type { ListExpression, MapExpression, MessageExpression } from '../expression.ts';
import { renderKey } from '../standard/render-key.ts';
import {
  DoubleValue,
  EvaluationFault,
  MapValue,
  OptionalValue,
  toMapKey,
  UintValue,
  type MapKey,
  type Value,
} from '../value.ts';
import { fold, literal, step, type Context, type Part, type Run } from './part.ts';

const listCost = 10;
const mapCost = 30;
const objectCost = 40;

export const compileList = (context: Context, { elements }: ListExpression): Part => {
  const parts = elements.map(({ value }) => context.compile(value));
  const literals = parts.flatMap(({ constant }) => (constant?.isLiteral === true ? [constant.value] : []));
  const hasOptional = elements.some(({ isOptional }) => isOptional);
  if (literals.length === parts.length && !hasOptional) return literal(literals);
  const runs = parts.map(({ run }) => run);
  const [only] = runs;
  if (only !== undefined && runs.length === 1 && !hasOptional) {
    return fold(
      step((frame) => {
        const list = [only(frame)];
        frame.charge(listCost);
        return list;
      }),
      parts,
    );
  }
  const optional = elements.map(({ isOptional }) => isOptional);
  return fold(step(makeList(runs, optional)), parts);
};

const makeList =
  (runs: readonly Run[], optional: readonly boolean[]): Run =>
  (frame) => {
    const list: Value[] = [];
    for (let at = 0; at < runs.length; at++) {
      const value = (runs[at] as Run)(frame);
      if (optional[at] !== true) list.push(value);
      else if (!(value instanceof OptionalValue)) {
        throw new EvaluationFault(
          `cannot initialize optional list element from non-optional value ${renderKey(value)}`,
        );
      } else if (value.content !== undefined) list.push(value.content);
    }
    frame.charge(listCost);
    return list;
  };

export const compileMap = (context: Context, { entries }: MapExpression): Part => {
  const keys = entries.map(({ key }) => context.compile(key));
  const values = entries.map(({ value }) => context.compile(value));
  const parts = [...keys, ...values];
  const make = makeMap(
    keys.map(({ run }) => run),
    values.map(({ run }) => run),
    entries.map(({ isOptional }) => isOptional),
  );
  const folded = fold(step(make), parts);
  const isLiteral = parts.every(({ constant }) => constant?.isLiteral === true);
  return folded.constant !== undefined && isLiteral ? literal(folded.constant.value) : folded;
};

/** A key that is there twice has the last value: the API server says nothing against it. */
const makeMap =
  (keys: readonly Run[], values: readonly Run[], optional: readonly boolean[]): Run =>
  (frame) => {
    const entries = new Map<MapKey, readonly [Value, Value]>();
    for (let at = 0; at < keys.length; at++) {
      const key = (keys[at] as Run)(frame);
      const value = toEntry(key, (values[at] as Run)(frame), optional[at] === true);
      const mapKey = toKey(key);
      if (value === undefined) entries.delete(mapKey);
      else entries.set(mapKey, [key, value]);
    }
    frame.charge(mapCost);
    return new MapValue(entries);
  };

const toEntry = (key: Value, value: Value, isOptional: boolean): Value | undefined => {
  if (!isOptional) return value;
  if (value instanceof OptionalValue) return value.content;
  throw new EvaluationFault(
    `cannot initialize optional entry '${renderKey(key)}' from non-optional value ${renderKey(value)}`,
  );
};

const toKey = (key: Value): MapKey => {
  if (typeof key !== 'object' || key instanceof UintValue || key instanceof DoubleValue) return toMapKey(key);
  throw new EvaluationFault('unsupported key type');
};

export const compileMessage = (context: Context, node: MessageExpression): Part => {
  const type = context.checked.typeOf(node);
  const name = type.kind === 'object' ? type.name : (context.environment.resolveType(node.name)?.name ?? node.name);
  const runs = node.fields.map(({ value }) => context.compile(value).run);
  const { environment } = context;
  return step((frame) => {
    const fields = new Map<string, Value>();
    for (const [at, field] of node.fields.entries()) {
      const value = toEntry(field.name, (runs[at] as Run)(frame), field.isOptional);
      if (value === undefined) fields.delete(field.name);
      else fields.set(field.name, value);
    }
    const object = environment.construct(name, fields);
    frame.charge(objectCost);
    return object;
  });
};
