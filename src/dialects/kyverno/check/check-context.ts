/** Context entries: named, of one sort each, and with a name that hides nothing. */

import { compileQuery } from '../../../lang/jmespath/compile-query.ts';
import type { JsonObject } from '../../../model/json.ts';
import { findVariables } from '../context/find-variables.ts';
import { field, object, objects, text } from '../parse/read-field.ts';
import type { Refuse, RuleToCheck } from './policy-to-check.ts';

type Path = readonly (string | number)[];

export const checkContext = ({ rule, path }: RuleToCheck, isNamespaced: boolean, refuse: Refuse): void => {
  const entries = objects(rule, 'context');
  if (entries.length === 0) return;
  if (object(object(rule, 'validate') ?? {}, 'cel') !== null)
    refuse([...path, 'context'], 'expressions in CEL see no context entries; write variables in validate.cel');
  for (const [index, entry] of entries.entries()) checkEntry(entry, [...path, 'context', index], isNamespaced, refuse);
};

const sorts = ['configMap', 'apiCall', 'globalReference', 'imageRegistry', 'variable'] as const;

const reserved: readonly string[] = [
  'images',
  'request',
  'serviceAccountName',
  'serviceAccountNamespace',
  'element',
  'elementIndex',
];

const checkEntry = (entry: JsonObject, path: Path, isNamespaced: boolean, refuse: Refuse): void => {
  const name = text(entry, 'name');
  if (name === '') refuse([...path, 'name'], 'a context entry has a name');
  if (reserved.some((word) => name === word || name.startsWith(`${word}.`)))
    refuse([...path, 'name'], `${JSON.stringify(name)} is a variable of Kyverno's own; choose another name`);
  const given = sorts.filter((sort) => object(entry, sort) !== null);
  const [sort] = given;
  if (sort === undefined || given.length > 1) {
    refuse(path, `a context entry is one of ${sorts.join(', ')}`);
    return;
  }
  const body = object(entry, sort) ?? {};
  checkPath(body, [...path, sort], refuse);
  switch (sort) {
    case 'configMap':
      for (const required of ['name', 'namespace']) {
        if (text(body, required) === '') refuse([...path, sort, required], 'this is required');
      }
      return;
    case 'apiCall':
      if (text(body, 'urlPath') !== '' && object(body, 'service') !== null)
        refuse([...path, sort, 'urlPath'], 'urlPath and service cannot stand together');
      return;
    case 'globalReference':
      if (isNamespaced) refuse([...path, sort], 'a namespaced policy sees no global context');
      else if (text(body, 'name') === '') refuse([...path, sort, 'name'], 'this is required');
      return;
    case 'imageRegistry':
      if (text(body, 'reference') === '') refuse([...path, sort, 'reference'], 'this is required');
      return;
    case 'variable': {
      const hasPath = text(body, 'jmesPath') !== '';
      if (field(body, 'value') === undefined && !hasPath)
        refuse([...path, sort], 'a variable has a value, a jmesPath, or both');
      if (field(body, 'default') !== undefined && !hasPath)
        refuse([...path, sort, 'default'], 'a default is for a jmesPath that finds nothing');
    }
  }
};

/** What a variable will put into it nobody can tell yet. */
const checkPath = (body: JsonObject, path: Path, refuse: Refuse): void => {
  const query = text(body, 'jmesPath');
  if (query === '' || findVariables(query).length > 0) return;
  const compiled = compileQuery(query);
  if (compiled.kind === 'defect') refuse([...path, 'jmesPath'], compiled.message);
};
