/**
 * Finds the field a failed validation is about: the first item for which `all` does not hold, the field that is
 * missing or has the wrong value. Where several fields together make it fail, it is what they have in common.
 */

import type { CallExpression, ComprehensionExpression, Expression } from '../../../lang/cel/expression.ts';
import type { FieldPath } from '../../../model/field-path.ts';
import { commonPlace } from './common-place.ts';
import { inScope, type Item, type Scope, type Tracer } from './scope.ts';
import { itemsOf, placeOf } from './place-of-value.ts';

/** `wanted` is what the expression evaluated to: false for a validation, true below a `!`. `null` where no field can be named. */
export const findPlace = (node: Expression, scope: Scope | null, tracer: Tracer, wanted: boolean): FieldPath | null => {
  switch (node.kind) {
    case 'literal':
      return null;
    case 'identifier':
    case 'select': {
      const variable = tracer.variableOf(node, scope);
      if (variable !== null) return findPlace(variable, null, tracer, wanted);
      return placeOf(node, scope, tracer);
    }
    case 'call':
      return findInCall(node, scope, tracer, wanted);
    case 'comprehension':
      return findInComprehension(node, scope, tracer, wanted);
    case 'bind':
      return findPlace(
        node.body,
        inScope(scope, node.name, tracer.evaluate(node.value, scope), placeOf(node.value, scope, tracer)),
        tracer,
        wanted,
      );
    case 'list':
      return commonPlace(node.elements.map(({ value }) => findPlace(value, scope, tracer, wanted)));
    case 'map':
    case 'message':
    case 'optional-map':
      return null;
  }
};

const findInCall = (node: CallExpression, scope: Scope | null, tracer: Tracer, wanted: boolean): FieldPath | null => {
  const [first, second, third] = node.parameters;
  const go = (child: Expression | undefined, value: boolean): FieldPath | null =>
    child === undefined ? null : findPlace(child, scope, tracer, value);
  const is = (child: Expression | undefined, value: boolean): boolean =>
    child !== undefined && tracer.evaluate(child, scope) === value;
  switch (node.name) {
    case '_&&_':
      if (wanted) return placeOfAll(go(first, true), go(second, true));
      return is(first, false) ? go(first, false) : go(second, false);
    case '_||_':
      if (!wanted) return placeOfAny(go(first, false), go(second, false));
      return is(first, true) ? go(first, true) : go(second, true);
    case '!_':
      return go(first, !wanted);
    case '_?_:_': {
      const holds = is(first, true);
      // A branch that only says true or false leaves the question to the condition.
      return go(holds ? second : third, wanted) ?? go(first, holds);
    }
    default: {
      const parts = node.target === null ? node.parameters : [node.target, ...node.parameters];
      return placeOf(node, scope, tracer) ?? commonPlace(parts.map((part) => placeWithin(part, scope, tracer)));
    }
  }
};

/** Any of them would have done: the first says what is demanded, the others what excuses; unless they go deeper into the same. */
const placeOfAny = (first: FieldPath | null, second: FieldPath | null): FieldPath | null => {
  if (first === null || isIdentity(first)) return second ?? first;
  return second !== null && isBelow(second, first) ? second : first;
};

/** All of them together are wrong: what they share, else the last, since the first ones say of what the last is asked. */
const placeOfAll = (first: FieldPath | null, second: FieldPath | null): FieldPath | null => {
  if (first === null || isIdentity(first)) return second ?? first;
  if (second === null || isIdentity(second)) return first;
  const shared = commonPlace([first, second]);
  return shared !== null && shared.length > 0 ? shared : second;
};

/** What an object is called is seldom what is wrong with it. */
const isIdentity = ([field, below]: FieldPath): boolean =>
  field === 'kind' || field === 'apiVersion' || (field === 'metadata' && below === 'name');

/** Of an operand: where it stands, or what it was made of. */
const placeWithin = (node: Expression, scope: Scope | null, tracer: Tracer): FieldPath | null => {
  const variable = tracer.variableOf(node, scope);
  if (variable !== null) return placeWithin(variable, null, tracer);
  if (node.kind === 'comprehension' && (node.form === 'filter' || node.form === 'map'))
    return placeOfFirst(node, scope, tracer);
  return placeOf(node, scope, tracer) ?? findPlace(node, scope, tracer, true);
};

/** What a filter let through is what is wrong: `size(bad) == 0`. Of an item, the field that let it through. */
const placeOfFirst = (node: ComprehensionExpression, scope: Scope | null, tracer: Tracer): FieldPath | null => {
  const [first] = itemsOf(node, scope, tracer) ?? [];
  if (first === undefined) return placeOf(node.range, scope, tracer);
  if (node.form === 'map' && node.filter === null) {
    const range = behind(node.range, scope, tracer);
    const isFiltered = range.node.kind === 'comprehension' && range.node.form === 'filter';
    return (isFiltered ? placeWithin(range.node, range.scope, tracer) : null) ?? first.place;
  }
  const condition = node.form === 'filter' ? node.body : node.filter;
  if (condition === null) return first.place;
  const inner = inScope(scope, node.first, first.value, first.place);
  const deeper = node.form === 'filter' ? findPlace(condition, inner, tracer, true) : null;
  return deeper !== null && isBelow(deeper, first.place) ? deeper : first.place;
};

const behind = (
  node: Expression,
  scope: Scope | null,
  tracer: Tracer,
): { readonly node: Expression; readonly scope: Scope | null } => {
  const variable = tracer.variableOf(node, scope);
  return variable === null ? { node, scope } : behind(variable, null, tracer);
};

const findInComprehension = (
  node: ComprehensionExpression,
  scope: Scope | null,
  tracer: Tracer,
  wanted: boolean,
): FieldPath | null => {
  const range = (): FieldPath | null => placeOf(node.range, scope, tracer) ?? placeWithin(node.range, scope, tracer);
  if (node.form !== (wanted ? 'exists' : 'all')) return range();
  for (const item of itemsOf(node.range, scope, tracer) ?? []) {
    const inner = scopeOf(node, scope, item);
    if (tracer.evaluate(node.body, inner) !== wanted) continue;
    const deeper = findPlace(node.body, inner, tracer, wanted);
    return deeper !== null && isBelow(deeper, item.place) ? deeper : (item.place ?? range());
  }
  return range();
};

const scopeOf = (node: ComprehensionExpression, scope: Scope | null, item: Item): Scope => {
  const { first, second } = node;
  if (second === null) return inScope(scope, first, item.value, item.place);
  return inScope(inScope(scope, first, item.key, null), second, item.entry, item.place);
};

/** What the body says of another field than the item is told by the item all the same. */
const isBelow = (deeper: FieldPath, place: FieldPath | null): boolean =>
  place === null || (deeper.length >= place.length && commonPlace([deeper, place])?.length === place.length);
