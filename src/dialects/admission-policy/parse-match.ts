/** Reads `matchConstraints` of policies and `matchResources` of bindings, with the server's defaults. */

import type { MatchResources, ResourceRule } from '../../kube/admission/match-resources.ts';
import { everything, parseLabelSelector, type LabelSelector } from '../../kube/selector/label-selector.ts';
import { renderFieldPath, type FieldPath } from '../../model/field-path.ts';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import type { Operation } from '../../model/subject.ts';
import { checkFormat } from './check-names.ts';
import { quote, type Reader } from './reader.ts';

export const parseMatch = (value: JsonObject, at: FieldPath, reader: Reader): MatchResources => ({
  resourceRules: parseRules(value, [...at, 'resourceRules'], reader),
  excludeResourceRules: parseRules(value, [...at, 'excludeResourceRules'], reader),
  namespaceSelector: readSelector(value, [...at, 'namespaceSelector'], reader),
  objectSelector: readSelector(value, [...at, 'objectSelector'], reader),
  matchPolicy: reader.word(value, [...at, 'matchPolicy'], ['Equivalent', 'Exact']),
});

export const readSelector = (parent: JsonObject, at: FieldPath, reader: Reader): LabelSelector => {
  const field = at.at(-1);
  const parsed = parseLabelSelector(typeof field === 'string' ? parent[field] : undefined);
  if (parsed.kind === 'selector') return parsed.selector;
  for (const { message, path } of parsed.defects) reader.refuse([...at, ...path], message);
  return everything;
};

const parseRules = (parent: JsonObject, at: FieldPath, reader: Reader): readonly ResourceRule[] =>
  reader.list(parent, at).map((item, index) => parseRule(item, [...at, index], reader));

const parseRule = (item: Json, at: FieldPath, reader: Reader): ResourceRule => {
  if (!isJsonObject(item)) reader.refuse(at, 'an object is expected here');
  const rule = isJsonObject(item) ? item : {};
  return {
    groups: readWords(rule, [...at, 'apiGroups'], reader),
    versions: readWords(rule, [...at, 'apiVersions'], reader),
    resources: readResources(rule, [...at, 'resources'], reader),
    operations: readOperations(rule, [...at, 'operations'], reader),
    scope: reader.word(rule, [...at, 'scope'], ['*', 'Cluster', 'Namespaced']),
    names: readNames(rule, [...at, 'resourceNames'], reader),
  };
};

const readNames = (rule: JsonObject, at: FieldPath, reader: Reader): readonly string[] => {
  const names = reader.texts(rule, at);
  const seen = new Set<string>();
  for (const [index, name] of names.entries()) {
    if (name !== '') checkFormat(name, 'pathSegment', [...at, index], reader);
    if (seen.has(name)) reader.refuse([...at, index], `${quote(name)} stands here twice`);
    seen.add(name);
  }
  return names;
};

/** At least one; `*` stands alone. */
const readWords = (rule: JsonObject, at: FieldPath, reader: Reader): readonly string[] => {
  const words = reader.texts(rule, at);
  if (words.length === 0) reader.refuse(at, 'this is required');
  if (words.length > 1 && words.includes('*')) reader.refuse(at, '"*" stands for all, so nothing may stand beside it');
  if (at.at(-1) === 'apiVersions' && words.includes('')) reader.refuse(at, 'a version is not empty');
  return words;
};

const readResources = (rule: JsonObject, at: FieldPath, reader: Reader): readonly string[] => {
  const resources = reader.texts(rule, at);
  if (resources.length === 0) reader.refuse(at, 'this is required');
  if (resources.includes('')) reader.refuse(at, 'a resource is not empty');
  if (resources.includes('*/*') && resources.length > 1) {
    reader.refuse(at, '"*/*" stands for all, so nothing may stand beside it');
  } else if (resources.includes('*') && resources.some((resource) => resource !== '*' && !resource.includes('/'))) {
    reader.refuse(at, '"*" stands for all resources, so no resource without a subresource may stand beside it');
  }
  const before = new Set<string>();
  for (const [index, resource] of resources.entries()) {
    const [name = '', sub] = resource.split(/\/(.*)/s);
    const wider = sub === undefined ? undefined : [`${name}/*`, `*/${sub}`].find((other) => before.has(other));
    if (wider !== undefined && wider !== '*/*')
      reader.refuse([...at, index], `${quote(wider)} stands for ${quote(resource)} too, so it may not stand beside it`);
    before.add(resource);
  }
  const kindLike = resources.find((resource) => /[A-Z]/.test(resource));
  if (kindLike !== undefined) {
    reader.defects.push({
      severity: 'warning',
      message: `${renderFieldPath(at)}: ${JSON.stringify(kindLike)} looks like a kind; resources are written in the plural and in lower case, so this matches nothing`,
      path: at,
    });
  }
  return resources;
};

const known: ReadonlySet<string> = new Set(['CREATE', 'UPDATE', 'DELETE', 'CONNECT', '*']);

const isOperation = (word: string): word is Operation | '*' => known.has(word);

const readOperations = (rule: JsonObject, at: FieldPath, reader: Reader): ResourceRule['operations'] => {
  const words = readWords(rule, at, reader);
  const wrong = words.find((word) => !isOperation(word));
  if (wrong !== undefined) reader.refuse(at, `${JSON.stringify(wrong)} is none of CREATE, UPDATE, DELETE, CONNECT, *`);
  return words.filter(isOperation);
};
