/** Nodes of operators; chains of `&&` and `||` become shallow trees however long they are. */

import type { CallExpression, Expression } from './expression.ts';

export const operatorCall = (offset: number, name: string, parameters: readonly Expression[]): CallExpression => ({
  kind: 'call',
  offset,
  name,
  target: null,
  parameters,
});

/** A balanced tree, cut where cel-go cuts it: the order of evaluation depends on it. One operator fewer than terms. */
export const chainOperator = (
  name: string,
  terms: readonly [Expression, ...Expression[]],
  offsets: readonly number[],
): Expression => {
  const build = (low: number, high: number): Expression => {
    const middle = (low + high + 1) >> 1;
    const left = middle === low ? terms[middle] : build(low, middle - 1);
    const right = middle === high ? terms[middle + 1] : build(middle + 1, high);
    return operatorCall(offsets[middle] ?? 0, name, [left ?? terms[0], right ?? terms[0]]);
  };
  return build(0, offsets.length - 1);
};
