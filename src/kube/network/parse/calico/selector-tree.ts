/** Calico's selector expressions as trees: evaluated over labels, and printed in one canonical form. */

import type { JsonObject } from '../../../../model/json.ts';

export type SelectorTree =
  | { readonly kind: 'all' }
  /** Endpoints without a namespace. */
  | { readonly kind: 'global' }
  | { readonly kind: 'has'; readonly label: string }
  | { readonly kind: 'in'; readonly label: string; readonly values: readonly string[] }
  | { readonly kind: 'contains' | 'starts with' | 'ends with'; readonly label: string; readonly value: string }
  | { readonly kind: 'not'; readonly of: SelectorTree }
  | { readonly kind: 'and' | 'or'; readonly of: readonly SelectorTree[] };

export const matchesTree = (tree: SelectorTree, labels: JsonObject): boolean => {
  switch (tree.kind) {
    case 'all':
      return true;
    case 'global':
      return false;
    case 'has':
      return textOf(labels, tree.label) !== undefined;
    case 'in': {
      const text = textOf(labels, tree.label);
      return text !== undefined && tree.values.includes(text);
    }
    case 'contains':
      return textOf(labels, tree.label)?.includes(tree.value) ?? false;
    case 'starts with':
      return textOf(labels, tree.label)?.startsWith(tree.value) ?? false;
    case 'ends with':
      return textOf(labels, tree.label)?.endsWith(tree.value) ?? false;
    case 'not':
      return !matchesTree(tree.of, labels);
    case 'and':
      return tree.of.every((one) => matchesTree(one, labels));
    case 'or':
      return tree.of.some((one) => matchesTree(one, labels));
  }
};

export const renderTree = (tree: SelectorTree): string => {
  switch (tree.kind) {
    case 'all':
      return 'all()';
    case 'global':
      return 'global()';
    case 'has':
      return `has(${tree.label})`;
    case 'in':
      return tree.values.length === 1
        ? `${tree.label} == ${quote(tree.values[0] ?? '')}`
        : `${tree.label} in {${tree.values.map(quote).join(', ')}}`;
    case 'contains':
    case 'starts with':
    case 'ends with':
      return `${tree.label} ${tree.kind} ${quote(tree.value)}`;
    case 'not':
      return `!(${renderTree(tree.of)})`;
    case 'and':
      return tree.of.map((one) => `(${renderTree(one)})`).join(' && ');
    case 'or':
      return tree.of.map((one) => `(${renderTree(one)})`).join(' || ');
  }
};

/** Every label it asks for; `global()` asks for none. */
export const labelsOf = (tree: SelectorTree): readonly string[] => {
  switch (tree.kind) {
    case 'all':
    case 'global':
      return [];
    case 'has':
    case 'in':
    case 'contains':
    case 'starts with':
    case 'ends with':
      return [tree.label];
    case 'not':
      return labelsOf(tree.of);
    case 'and':
    case 'or':
      return tree.of.flatMap(labelsOf);
  }
};

export const hasGlobal = (tree: SelectorTree): boolean => {
  switch (tree.kind) {
    case 'global':
      return true;
    case 'not':
      return hasGlobal(tree.of);
    case 'and':
    case 'or':
      return tree.of.some(hasGlobal);
    default:
      return false;
  }
};

/** The same with other names of labels; a label that becomes a truth is decided. */
export const mapLabels = (
  tree: SelectorTree,
  rename: (leaf: Extract<SelectorTree, { readonly label: string }>) => SelectorTree,
): SelectorTree => {
  switch (tree.kind) {
    case 'all':
    case 'global':
      return tree;
    case 'not':
      return { kind: 'not', of: mapLabels(tree.of, rename) };
    case 'and':
    case 'or':
      return { kind: tree.kind, of: tree.of.map((one) => mapLabels(one, rename)) };
    case 'has':
    case 'in':
    case 'contains':
    case 'starts with':
    case 'ends with':
      return rename(tree);
  }
};

const textOf = (labels: JsonObject, label: string): string | undefined => {
  const text = Object.hasOwn(labels, label) ? labels[label] : undefined;
  return typeof text === 'string' ? text : undefined;
};

/** A literal has no escapes, so that it never holds both kinds of quotes. */
const quote = (text: string): string => (text.includes('"') ? `'${text}'` : `"${text}"`);
