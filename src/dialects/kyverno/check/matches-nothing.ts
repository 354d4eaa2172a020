/**
 * Whether all that a rule matches is excluded again, as far as Kyverno compares the two blocks: a single filter that
 * stands in both, or blocks without any and all of which each part that excludes covers the part that matches.
 */

import { compileWildcard } from '../../../lang/pattern/wildcard.ts';
import { bigAsText, isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import { field, list, object, objects, text, textMap, texts } from '../parse/read-field.ts';

export const matchesNothing = (rule: JsonObject): boolean => {
  const [match, exclude] = [object(rule, 'match'), object(rule, 'exclude')];
  if (match === null || exclude === null || isBlank(exclude)) return false;
  if (list(match, 'all').length > 0 || list(exclude, 'all').length > 0) return false;
  const excluded = objects(exclude, 'any').map(toKey);
  const matched = objects(match, 'any').map(toKey);
  if (excluded.length > 0 && matched.length > 0) return matched.some((filter) => excluded.includes(filter));
  return coversUsers(match, exclude) && coversResources(part(match, 'resources'), part(exclude, 'resources'));
};

const coversUsers = (match: JsonObject, exclude: JsonObject): boolean =>
  covers(texts(match, 'roles'), texts(exclude, 'roles')) &&
  covers(texts(match, 'clusterRoles'), texts(exclude, 'clusterRoles')) &&
  covers(objects(match, 'subjects').map(toKey), objects(exclude, 'subjects').map(toKey));

const coversResources = (match: JsonObject, exclude: JsonObject): boolean => {
  const name = text(exclude, 'name');
  if (name !== '' && !compileWildcard(name)(text(match, 'name'))) return false;
  const names = texts(exclude, 'names');
  // Where names are excluded, nothing but names counts.
  if (names.length > 0)
    return texts(match, 'names').some((own) => names.some((pattern) => compileWildcard(pattern)(own)));
  return (
    covers(texts(match, 'namespaces'), texts(exclude, 'namespaces')) &&
    covers(texts(match, 'kinds'), texts(exclude, 'kinds')) &&
    coversSelector(match, exclude, 'selector') &&
    coversSelector(match, exclude, 'namespaceSelector') &&
    coversAnnotations(field(match, 'annotations'), field(exclude, 'annotations'))
  );
};

const coversSelector = (match: JsonObject, exclude: JsonObject, name: string): boolean => {
  const [own, excluded] = [object(match, name), object(exclude, name)];
  if (own === null || excluded === null) return own === excluded;
  const labels = textMap(own, 'matchLabels');
  const excludedLabels = textMap(excluded, 'matchLabels');
  const isNamed = Object.keys(excludedLabels).length === 0 || Object.keys(labels).length > 0;
  return (
    covers(objects(own, 'matchExpressions').map(toKey), objects(excluded, 'matchExpressions').map(toKey)) &&
    isNamed &&
    (Object.keys(excludedLabels).length === 0 ||
      Object.entries(labels).every(([key, value]) => excludedLabels[key] === value))
  );
};

const coversAnnotations = (own: Json | undefined, excluded: Json | undefined): boolean =>
  own === undefined || excluded === undefined ? own === excluded : toKey(own) === toKey(excluded);

/** Nothing excluded covers everything; what excludes and meets nothing that is matched leaves it as it is. */
const covers = (own: readonly string[], excluded: readonly string[]): boolean =>
  excluded.length === 0 || (own.length > 0 && own.every((each) => excluded.includes(each)));

const part = (block: JsonObject, name: string): JsonObject => object(block, name) ?? {};

const isBlank = (value: Json): boolean => {
  if (isJsonArray(value)) return value.length === 0;
  return isJsonObject(value) ? Object.values(value).every(isBlank) : value === null || value === '';
};

const toKey = (filter: Json): string => JSON.stringify(filter, bigAsText);
