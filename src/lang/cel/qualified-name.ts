/** Names with dots, as they stand in an expression. */

import type { Expression } from './expression.ts';

/** `a.b.c` of names and plain fields only; `null` where anything else is part of it. */
export const toQualifiedName = (expression: Expression): string | null => {
  let name = '';
  let node = expression;
  while (node.kind === 'select' && node.mode === 'plain') {
    name = `.${node.field}${name}`;
    node = node.operand;
  }
  return node.kind === 'identifier' ? node.name + name : null;
};
