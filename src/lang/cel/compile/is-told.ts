/** Whether a value is sure to be of the type the checker gave it. */

import type { CheckedExpression } from '../check-expression.ts';
import type { CallExpression, Expression } from '../expression.ts';
import type { Overload } from '../overload.ts';
import { checkingFunctions } from '../standard/function-table.ts';
import { operatorTable } from '../standard/operator-table.ts';
import type { Type } from '../type.ts';

/**
 * What is made of a dynamic value may be given a type by how it is used: in `object.list.distinct().isSorted()` the
 * checker takes the first list that can be sorted. Only what a value is made by tells what it will be.
 */
export const isTold = (checked: CheckedExpression, node: Expression): boolean => {
  switch (node.kind) {
    case 'literal':
    case 'message':
      return true;
    case 'identifier':
      return checked.referenceOf(node)?.kind !== 'local';
    case 'list':
      return node.elements.every(({ value }) => isTold(checked, value));
    case 'map':
      return node.entries.every(({ key, value }) => isTold(checked, key) && isTold(checked, value));
    case 'comprehension':
      return node.form === 'all' || node.form === 'exists' || node.form === 'exists-one';
    case 'call':
      return isToldByCall(checked, node);
    case 'select':
      return node.mode === 'test';
    case 'bind':
    case 'optional-map':
      return false;
  }
};

const isToldByCall = (checked: CheckedExpression, node: CallExpression): boolean => {
  const overloads = checked.overloadsOf(node);
  if (!overloads.every(({ result }) => isConcrete(result))) return false;
  if (!overloads.some(isChecking)) return true;
  const given = node.target === null ? node.parameters : [node.target, ...node.parameters];
  return given.every((each) => isTold(checked, each));
};

/** Whether no value is looked at before the call: what comes of it is told by what goes in. */
export const isChecking = ({ evaluate, isUnguarded }: Overload): boolean =>
  isUnguarded === true || checkingFunctions.has(evaluate) || operators.has(evaluate);

const operators: ReadonlySet<Overload['evaluate']> = new Set(operatorTable.map(({ evaluate }) => evaluate));

const isConcrete = (type: Type): boolean => {
  switch (type.kind) {
    case 'dyn':
    case 'parameter':
      return false;
    case 'list':
      return isConcrete(type.element);
    case 'map':
      return isConcrete(type.key) && isConcrete(type.value);
    case 'optional':
      return isConcrete(type.of);
    default:
      return true;
  }
};
