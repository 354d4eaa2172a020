/** Where the value of an expression stands in the object it was read from. */

import type { CallExpression, ComprehensionExpression, Expression } from '../../../lang/cel/expression.ts';
import { isPlainMap } from '../../../lang/cel/value-type.ts';
import type { Value } from '../../../lang/cel/value.ts';
import type { FieldPath, PathSegment } from '../../../model/field-path.ts';
import { isJsonObject } from '../../../model/json.ts';
import { findInScope, inScope, type Item, type Scope, type Tracer } from './scope.ts';

/** `null` for a value that was computed, or that came from elsewhere. */
export const placeOf = (node: Expression, scope: Scope | null, tracer: Tracer): FieldPath | null => {
  const variable = tracer.variableOf(node, scope);
  if (variable !== null) return placeOf(variable, null, tracer);
  switch (node.kind) {
    case 'identifier': {
      const local = findInScope(scope, node.name);
      if (local !== null) return local.place;
      return node.name === 'object' ? [] : null;
    }
    case 'select': {
      const base = placeOf(node.operand, scope, tracer);
      return base === null ? null : [...base, node.field];
    }
    case 'call':
      return placeOfCall(node, scope, tracer);
    default:
      return null;
  }
};

const placeOfCall = (node: CallExpression, scope: Scope | null, tracer: Tracer): FieldPath | null => {
  const [first, second, third] = node.parameters;
  if (first === undefined && node.target === null) return null;
  switch (node.name) {
    case '_[_]':
    case '_[?_]': {
      const base = first === undefined ? null : placeOf(first, scope, tracer);
      const index = second === undefined ? undefined : tracer.evaluate(second, scope);
      if (base === null || first === undefined) return null;
      if (typeof index === 'string') return [...base, index];
      const list = tracer.evaluate(first, scope);
      return typeof index === 'number' && Array.isArray(list)
        ? [...base, segmentOf(list as readonly Value[], index)]
        : null;
    }
    case '_?_:_': {
      const branch = first !== undefined && tracer.evaluate(first, scope) === true ? second : third;
      return branch === undefined ? null : placeOf(branch, scope, tracer);
    }
    case 'orValue':
    case 'or':
    case 'value':
      return node.target === null ? null : placeOf(node.target, scope, tracer);
    case 'dyn':
      return first === undefined ? null : placeOf(first, scope, tracer);
    default:
      return null;
  }
};

/** The items a macro goes over; `null` where the value is no list and no map. */
export const itemsOf = (node: Expression, scope: Scope | null, tracer: Tracer): readonly Item[] | null => {
  const variable = tracer.variableOf(node, scope);
  if (variable !== null) return itemsOf(variable, null, tracer);
  if (node.kind === 'comprehension') {
    const made = itemsOfComprehension(node, scope, tracer);
    if (made !== null) return made;
  }
  if (node.kind === 'call') {
    const [first, second, third] = node.parameters;
    if (node.name === '_+_' && first !== undefined && second !== undefined) {
      const [left, right] = [itemsOf(first, scope, tracer), itemsOf(second, scope, tracer)];
      if (left !== null && right !== null) return [...left, ...right];
    }
    if (node.name === '_?_:_' && first !== undefined && second !== undefined && third !== undefined) {
      return itemsOf(tracer.evaluate(first, scope) === true ? second : third, scope, tracer);
    }
  }
  return toItems(tracer.evaluate(node, scope), placeOf(node, scope, tracer));
};

const itemsOfComprehension = (
  node: ComprehensionExpression,
  scope: Scope | null,
  tracer: Tracer,
): readonly Item[] | null => {
  if (node.second !== null || (node.form !== 'filter' && node.form !== 'map')) return null;
  const items = itemsOf(node.range, scope, tracer);
  if (items === null) return null;
  const scopeFor = ({ value, place }: Item): Scope => inScope(scope, node.first, value, place);
  const condition = node.form === 'filter' ? node.body : node.filter;
  const kept = condition === null ? items : items.filter((item) => tracer.evaluate(condition, scopeFor(item)) === true);
  if (node.form === 'filter') return kept;
  return kept.flatMap((item) => {
    const inner = scopeFor(item);
    const value = tracer.evaluate(node.body, inner);
    // What is made of an item is told by the item, unless it is a part of it.
    return value === undefined ? [] : [toItem(value, placeOf(node.body, inner, tracer) ?? item.place)];
  });
};

const toItem = (value: Value, place: FieldPath | null): Item => ({ value, key: value, entry: value, place });

const toItems = (value: Value | undefined, place: FieldPath | null): readonly Item[] | null => {
  if (Array.isArray(value)) {
    const list = value as readonly Value[];
    return list.map((item, index) => ({
      value: item,
      key: index,
      entry: item,
      place: place === null ? null : [...place, segmentOf(list, index)],
    }));
  }
  if (value === undefined || !isPlainMap(value)) return null;
  return Object.entries(value).map(([key, entry]) => ({
    value: key,
    key,
    entry,
    place: place === null ? null : [...place, key],
  }));
};

/** By its name, where it has one that no other item of the list has: a path that outlives reordering. */
const segmentOf = (list: readonly Value[], index: number): PathSegment => {
  const name = nameOf(list[index]);
  if (name === undefined || list.some((other, at) => at !== index && nameOf(other) === name)) return index;
  return { key: 'name', value: name };
};

const nameOf = (item: Value | undefined): string | undefined => {
  const name = isJsonObject(item) && Object.hasOwn(item, 'name') ? item['name'] : undefined;
  return typeof name === 'string' ? name : undefined;
};
