/** Parts of an administrators' policy that its subject and its peers share: pods by two selectors, lists with a limit. */

import type { PodSelector } from '../../network-policy.ts';
import { below, has, itemsOf, objectOf, type Field } from '../read-field.ts';
import { readNamespaces, readSelector } from '../read-selector.ts';
import type { AdminDialect } from './admin-dialect.ts';

/**
 * Pods with the host's network are never selected. A selector that is left out is what every typed client sends for an empty
 * one, and people leave it out: it is read as it is meant, and doubted, since the schema asks for it.
 */
export const readPods = (field: Field, { isNamespaceSelectorRequired }: AdminDialect): PodSelector => {
  const names = isNamespaceSelectorRequired ? ['namespaceSelector', 'podSelector'] : ['podSelector'];
  objectOf(field);
  for (const name of names) {
    if (!has(field, name))
      field.notes.doubt(field.path, `lacks ${name}: read as {}, which selects all; the API server asks for it`);
  }
  return {
    namespaces: readNamespaces(below(field, 'namespaceSelector')),
    labels: readSelector(below(field, 'podSelector')),
  };
};

export const readMost = (field: Field, most: number): readonly Field[] => {
  const items = itemsOf(field);
  if (items.length > most) {
    field.notes.refuse(field.path, `a list has ${items.length} items where the API takes ${most}: split the policy`);
  }
  return items.slice(0, most);
};
