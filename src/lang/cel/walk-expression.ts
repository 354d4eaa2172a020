/** Walks over an expression, and tells what it reads: `object.spec.replicas`, `authorizer`. */

import type { Expression } from './expression.ts';
import { toQualifiedName } from './qualified-name.ts';

/** Called for every node, parents first; `isLocal` tells the variables of macros around the node. */
export type ExpressionVisitor = (node: Expression, isLocal: (name: string) => boolean) => void;

const visitExpression = (expression: Expression, visitor: ExpressionVisitor): void => {
  visit(expression, visitor, null);
};

/**
 * The names and field paths that an expression reads, each as long as names and plain fields go: of
 * `object.spec.containers[0].image` it is `object.spec.containers`. Variables of macros are left out.
 */
export const listReads = (expression: Expression): ReadonlySet<string> => {
  const reads = new Set<string>();
  const partsOfLonger = new Set<Expression>();
  visitExpression(expression, (node, isLocal) => {
    if (node.kind !== 'identifier' && node.kind !== 'select') return;
    if (node.kind === 'select') partsOfLonger.add(node.operand);
    const operand = node.kind === 'select' ? toQualifiedName(node.operand) : null;
    const path = node.kind === 'select' ? (operand === null ? null : `${operand}.${node.field}`) : node.name;
    if (path === null || partsOfLonger.has(node)) {
      // What is read of a call or an element is no path of its own, but its operand may be one.
      if (path === null && node.kind === 'select') partsOfLonger.delete(node.operand);
      return;
    }
    if (!isLocal(path.split('.', 1)[0] ?? path)) reads.add(path);
  });
  return reads;
};

interface Scope {
  readonly names: readonly string[];
  readonly outer: Scope | null;
}

const visit = (node: Expression, visitor: ExpressionVisitor, scope: Scope | null): void => {
  visitor(node, (name) => isIn(scope, name));
  const go = (child: Expression): void => visit(child, visitor, scope);
  const goWith = (names: readonly string[], child: Expression | null): void => {
    if (child !== null) visit(child, visitor, { names, outer: scope });
  };
  switch (node.kind) {
    case 'literal':
    case 'identifier':
      return;
    case 'select':
      return go(node.operand);
    case 'call':
      if (node.target !== null) go(node.target);
      return node.parameters.forEach(go);
    case 'list':
      return node.elements.forEach(({ value }) => go(value));
    case 'map':
      return node.entries.forEach(({ key, value }) => {
        go(key);
        go(value);
      });
    case 'message':
      return node.fields.forEach(({ value }) => go(value));
    case 'comprehension': {
      go(node.range);
      const names = node.second === null ? [node.first] : [node.first, node.second];
      goWith(names, node.filter);
      return goWith(names, node.body);
    }
    case 'bind':
      go(node.value);
      return goWith([node.name], node.body);
    case 'optional-map':
      go(node.target);
      return goWith([node.name], node.body);
  }
};

const isIn = (scope: Scope | null, name: string): boolean => {
  for (let inner = scope; inner !== null; inner = inner.outer) if (inner.names.includes(name)) return true;
  return false;
};
