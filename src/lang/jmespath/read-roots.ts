/** Which fields of the outermost value an expression reads. */

import type { QueryNode } from './syntax-tree.ts';

/** `any` where it takes the whole, as `@` and `keys(@)` do. */
export const readRoots = (root: QueryNode): ReadonlySet<string> | 'any' => {
  const names = new Set<string>();
  return collect(root, names) ? names : 'any';
};

/** False where the node takes the whole. */
const collect = (node: QueryNode, names: Set<string>): boolean => {
  switch (node.kind) {
    case 'field':
      names.add(node.name);
      return true;
    case 'literal':
    case 'variable':
    case 'empty':
    // Evaluated for the elements of a list, never for the outermost value itself unless that is taken whole.
    case 'reference':
      return true;
    case 'current':
    case 'index':
    case 'slice':
      return false;
    case 'flatten':
      return collect(node.left, names);
    case 'chain':
    case 'pipe':
    case 'projection':
    case 'values':
      // Of `@.a` and `@ | a` it is what stands right that is read.
      if (node.left.kind === 'current' && (node.kind === 'chain' || node.kind === 'pipe'))
        return collect(node.right, names);
      return collect(node.left, names);
    case 'filter':
      return collect(node.left, names);
    case 'or':
    case 'and':
    case 'comparison':
      return collect(node.left, names) && collect(node.right, names);
    case 'not':
      return collect(node.operand, names);
    case 'list':
      return node.items.every((item) => collect(item, names));
    case 'hash':
      return node.entries.every(({ value }) => collect(value, names));
    case 'call':
      return node.parameters.every((parameter) => collect(parameter, names));
  }
};
