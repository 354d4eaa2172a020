/** Labels and annotations are texts: a pattern or an overlay that has something else there fits no object. */

import { isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import { field, list, object, objects } from '../parse/read-field.ts';
import type { Refuse, RuleToCheck } from './policy-to-check.ts';

export const checkLabels = ({ rule, path }: RuleToCheck, refuse: Refuse): void => {
  const validate = object(rule, 'validate') ?? {};
  const mutate = object(rule, 'mutate') ?? {};
  const documents = [...toPatterns(validate), ...toOverlays(mutate)];
  if (!documents.every(hasTexts)) refuse(path, 'labels and annotations are texts: put quotes around what is none');
};

/** Of loops, Kyverno looks at the first alone that has a pattern. */
const toPatterns = (validate: JsonObject): readonly JsonObject[] => {
  if (field(validate, 'foreach') !== undefined) return firstOf(objects(validate, 'foreach'), 'pattern');
  const pattern = field(validate, 'pattern');
  return isJsonObject(pattern) ? [pattern] : list(validate, 'anyPattern').filter(isJsonObject);
};

const toOverlays = (mutate: JsonObject): readonly JsonObject[] =>
  firstOf(field(mutate, 'foreach') === undefined ? [mutate] : objects(mutate, 'foreach'), 'patchStrategicMerge');

const firstOf = (items: readonly JsonObject[], name: string): readonly JsonObject[] =>
  items
    .map((item) => field(item, name))
    .filter(isJsonObject)
    .slice(0, 1);

/** It looks at the object's own or at its template's, whichever it meets first: only both decide. */
const hasTexts = (document: JsonObject): boolean => {
  const places = [
    ...(isJsonObject(document['metadata']) ? [document['metadata']] : []),
    ...(document['spec'] === undefined ? [] : [toTemplateMetadata(document['spec'])]),
  ];
  return places.length === 0 || places.some(isText);
};

const toTemplateMetadata = (spec: Json): JsonObject => {
  const template = isJsonObject(spec) ? object(spec, 'template') : null;
  return template === null ? {} : (object(template, 'metadata') ?? {});
};

const isText = (metadata: JsonObject): boolean =>
  ['labels', 'annotations'].every((name) =>
    Object.values(object(metadata, name) ?? {}).every((value) => typeof value === 'string'),
  );
