/** Reads what a rule or an exception matches or excludes. */

import type { JsonObject } from '../../../model/json.ts';
import type { MatchBlock, ResourceFilter } from '../classic-policy.ts';
import { object, objects, text, textMap, texts } from './read-field.ts';

export const toMatchBlock = (block: JsonObject | null): MatchBlock | null => {
  if (block === null) return null;
  const any = objects(block, 'any').map(toFilter);
  const all = objects(block, 'all').map(toFilter);
  const direct = any.length > 0 || all.length > 0 ? null : toFilter(block);
  return { any, all, direct };
};

const toFilter = (filter: JsonObject): ResourceFilter => {
  const resources = object(filter, 'resources') ?? {};
  return {
    roles: texts(filter, 'roles'),
    clusterRoles: texts(filter, 'clusterRoles'),
    subjects: objects(filter, 'subjects').map((subject) => ({
      kind: text(subject, 'kind'),
      name: text(subject, 'name'),
      namespace: text(subject, 'namespace'),
    })),
    kinds: texts(resources, 'kinds'),
    name: text(resources, 'name'),
    names: texts(resources, 'names'),
    namespaces: texts(resources, 'namespaces'),
    annotations: textMap(resources, 'annotations'),
    selector: object(resources, 'selector'),
    namespaceSelector: object(resources, 'namespaceSelector'),
    operations: texts(resources, 'operations'),
  };
};
