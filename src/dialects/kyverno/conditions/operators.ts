/** The operators of conditions, by the names policies write. */

import { isEqual } from './compare-equality.ts';
import { isAllIn, isAllNotIn, isAnyIn, isAnyNotIn, isIn, isNotIn, type Membership } from './compare-membership.ts';
import { compareAsDurations, compareOrder } from './compare-order.ts';
import type { Operand } from './operand.ts';

export type ConditionOperator = (key: Operand, value: Operand) => boolean;

const asks =
  (ask: (key: Operand, value: Operand) => Membership, wanted = true): ConditionOperator =>
  (key, value) =>
    ask(key, value) === wanted;

const orders =
  (compare: (key: Operand, value: Operand) => number, accepts: (order: number) => boolean): ConditionOperator =>
  (key, value) =>
    accepts(compare(key, value));

// NaN, of what cannot be compared, is accepted by none of them.
const isMore = (order: number): boolean => order > 0;
const isMoreOrSame = (order: number): boolean => order >= 0;
const isLess = (order: number): boolean => order < 0;
const isLessOrSame = (order: number): boolean => order <= 0;

export const conditionOperators: ReadonlyMap<string, ConditionOperator> = new Map<string, ConditionOperator>([
  ['Equals', asks(isEqual)],
  ['Equal', asks(isEqual)],
  ['NotEquals', asks(isEqual, false)],
  ['NotEqual', asks(isEqual, false)],
  ['In', asks(isIn)],
  ['NotIn', asks(isNotIn)],
  ['AnyIn', asks(isAnyIn)],
  ['AnyNotIn', asks(isAnyNotIn)],
  ['AllIn', asks(isAllIn)],
  ['AllNotIn', asks(isAllNotIn)],
  ['GreaterThan', orders(compareOrder, isMore)],
  ['GreaterThanOrEquals', orders(compareOrder, isMoreOrSame)],
  ['LessThan', orders(compareOrder, isLess)],
  ['LessThanOrEquals', orders(compareOrder, isLessOrSame)],
  ['DurationGreaterThan', orders(compareAsDurations, isMore)],
  ['DurationGreaterThanOrEquals', orders(compareAsDurations, isMoreOrSame)],
  ['DurationLessThan', orders(compareAsDurations, isLess)],
  ['DurationLessThanOrEquals', orders(compareAsDurations, isLessOrSame)],
]);
