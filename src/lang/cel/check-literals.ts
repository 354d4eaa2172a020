/** Checks of what an expression spells out, made when its types are known. */

import { describeType } from './describe-type.ts';
import type { Environment } from './environment.ts';
import type { CallExpression, Expression, ListExpression, MapExpression } from './expression.ts';
import type { CallCheck } from './overload.ts';
import type { Type } from './type.ts';
import { isSameType } from './unify-types.ts';

export interface Literals {
  readonly aggregates: (ListExpression | MapExpression)[];
  /** Calls of functions that have literal checks. */
  readonly calls: { readonly node: CallExpression; readonly name: string; readonly hasReceiver: boolean }[];
  /** Calls that are checked as a whole. */
  readonly checkedCalls: { readonly node: CallExpression; readonly check: CallCheck }[];
}

interface Found {
  readonly offset: number;
  readonly message: string;
}

export const checkLiterals = (
  { aggregates, calls, checkedCalls }: Literals,
  environment: Environment,
  typeOf: (node: Expression) => Type,
): readonly Found[] => [
  ...(environment.homogeneousLiterals ? aggregates.flatMap((node) => checkElements(node, typeOf)) : []),
  ...calls.flatMap((call) => checkCall(call, environment)),
  ...checkedCalls.flatMap(({ node, check }) => check.check(node, typeOf) ?? []),
];

/** Stricter than inference, as Kubernetes asks: an element that is `dyn` is not of one type with an int. */
const checkElements = (node: ListExpression | MapExpression, typeOf: (node: Expression) => Type): readonly Found[] => {
  if (node.kind === 'list') return checkAlike(node.elements, typeOf).slice(0, 1);
  const keys = node.entries.map(({ key }) => ({ value: key, isOptional: false }));
  return [...checkAlike(keys, typeOf), ...checkAlike(node.entries, typeOf)];
};

const checkAlike = (
  items: readonly { readonly value: Expression; readonly isOptional: boolean }[],
  typeOf: (node: Expression) => Type,
): readonly Found[] => {
  const found: Found[] = [];
  let first: Type | undefined;
  for (const { value, isOptional } of items) {
    const given = typeOf(value);
    if (isOptional && given.kind !== 'optional') {
      // cel-go looks for what such a value is optional of, and ends the request where nobody knows.
      found.push({
        offset: value.offset,
        message: `an optional item must be known to be optional, and this is ${describeType(given)}`,
      });
      continue;
    }
    const type = given.kind === 'optional' && isOptional ? given.of : given;
    first ??= type;
    if (isSameType(first, type)) continue;
    found.push({
      offset: value.offset,
      message: `expected type '${describeType(first)}' but found '${describeType(type)}'`,
    });
  }
  return found;
};

const checkCall = (
  { node, name, hasReceiver }: Literals['calls'][number],
  environment: Environment,
): readonly Found[] => {
  const { target, parameters } = node;
  const all = hasReceiver && target !== null ? [target, ...parameters] : parameters;
  const found: Found[] = [];
  for (const { parameter, check } of environment.literalChecks(name)) {
    const argument = all[parameter];
    if (argument?.kind !== 'literal') continue;
    const message = check(argument.value);
    if (message !== null) found.push({ offset: argument.offset, message });
  }
  return found;
};
