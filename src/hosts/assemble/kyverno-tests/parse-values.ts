/** Reads what Kyverno's command line takes beside policies: a file of values, and who asks. */

import type { PolicyUser, PolicyValues } from '../../../dialects/policy-values.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import { checkShape, fieldsOf, listOf, mapOf, type Shape, type ShapeDefect } from './check-shape.ts';
import { toText } from './kyverno-test.ts';

/** What a values file says: values for the policies, and which namespaces there are. */
export interface ReadValues {
  readonly values: PolicyValues;
  /** By name; of a name given twice the first counts. */
  readonly namespaces: ReadonlyMap<string, JsonObject>;
}

export type ValuesParse =
  | { readonly kind: 'values'; readonly read: ReadValues }
  | { readonly kind: 'defects'; readonly defects: readonly ShapeDefect[] };

export type UserParse =
  | { readonly kind: 'user'; readonly user: PolicyUser }
  | { readonly kind: 'defects'; readonly defects: readonly ShapeDefect[] };

const apiResource = fieldsOf({
  name: 'text',
  singularName: 'text',
  namespaced: 'flag',
  group: 'text',
  version: 'text',
  kind: 'text',
  verbs: listOf('text'),
  shortNames: listOf('text'),
  categories: listOf('text'),
  storageVersionHash: 'text',
});

export const valuesFields: Readonly<Record<string, Shape>> = {
  globalValues: 'object',
  policies: listOf(
    fieldsOf({
      name: 'text',
      resources: listOf(fieldsOf({ name: 'text', values: 'object' })),
      rules: listOf(fieldsOf({ name: 'text', values: 'object', foreachValues: mapOf(listOf('any')) })),
    }),
  ),
  namespaceSelector: listOf(fieldsOf({ name: 'text', labels: mapOf('text') })),
  namespaces: listOf('object'),
  subresources: listOf(fieldsOf({ subresource: apiResource, parentResource: apiResource })),
};

/** A file of its own: apiVersion cli.kyverno.io/v1alpha1, kind Values. */
export const parseValuesFile = (document: Json): ValuesParse => {
  const shape = fieldsOf({ ...headFields, ...valuesFields });
  const defects = checkFile(document, shape, 'Values');
  return defects.length > 0 || !isJsonObject(document) ? { kind: 'defects', defects } : toValuesParse(document);
};

/** What a test says in place; its shape was checked with the test. */
export const toValuesParse = (written: JsonObject): ValuesParse => {
  const globalValues = isJsonObject(written['globalValues']) ? written['globalValues'] : {};
  const operation = globalValues['request.operation'];
  if (typeof operation === 'string' && !['', 'CREATE', 'UPDATE', 'DELETE', 'CONNECT'].includes(operation)) {
    const path = ['globalValues', 'request.operation'];
    const message = `request.operation ${operation} is none of CREATE, UPDATE, DELETE and CONNECT`;
    return { kind: 'defects', defects: [{ message, path }] };
  }
  return { kind: 'values', read: { values: toValues(written, globalValues), namespaces: toNamespaces(written) } };
};

export const parseUserFile = (document: Json): UserParse => {
  const shape = fieldsOf({
    ...headFields,
    roles: listOf('text'),
    clusterRoles: listOf('text'),
    userInfo: fieldsOf({ username: 'text', uid: 'text', groups: listOf('text'), extra: mapOf(listOf('text')) }),
    synchronize: 'flag',
  });
  const defects = checkFile(document, shape, 'UserInfo');
  if (defects.length > 0 || !isJsonObject(document)) return { kind: 'defects', defects };
  const { username, uid, groups, extra } = isJsonObject(document['userInfo']) ? document['userInfo'] : {};
  return {
    kind: 'user',
    user: {
      name: toText(username),
      groups: toTexts(groups),
      ...(typeof uid === 'string' ? { uid } : {}),
      ...(isJsonObject(extra)
        ? { extra: Object.fromEntries(Object.entries(extra).map(([k, v]) => [k, toTexts(v)])) }
        : {}),
      roles: toTexts(document['roles']),
      clusterRoles: toTexts(document['clusterRoles']),
    },
  };
};

const headFields: Readonly<Record<string, Shape>> = { apiVersion: 'text', kind: 'text', metadata: 'object' };

const checkFile = (document: Json, shape: Shape, kind: string): readonly ShapeDefect[] => {
  const head = `a file of this kind begins with apiVersion: cli.kyverno.io/v1alpha1 and kind: ${kind}`;
  if (!isJsonObject(document)) return [{ message: head, path: [] }];
  const isOld = toText(document['apiVersion']) === '' || toText(document['kind']) === '';
  if (isOld) return [{ message: head, path: [] }];
  const defects = checkShape(document, shape);
  // Another file than was meant: its fields say nothing.
  const written = toText(document['kind']);
  return defects.length > 0 && written !== kind
    ? [{ message: `${head}; this is a ${written}`, path: ['kind'] }]
    : defects;
};

const toValues = (written: JsonObject, globalValues: JsonObject): PolicyValues => ({
  globalValues,
  policies: toObjects(written['policies']).map((policy) => ({
    name: toText(policy['name']),
    resources: toObjects(policy['resources']).map(({ name, values }) => ({
      name: toText(name),
      values: isJsonObject(values) ? values : {},
    })),
    rules: toObjects(policy['rules']).map(({ name, values, foreachValues }) => ({
      name: toText(name),
      values: isJsonObject(values) ? values : {},
      foreachValues: Object.fromEntries(
        Object.entries(isJsonObject(foreachValues) ? foreachValues : {}).map(([key, list]) => [
          key,
          isJsonArray(list) ? list : [],
        ]),
      ),
    })),
  })),
  subresources: toObjects(written['subresources']).map(({ subresource, parentResource }) => ({
    ...toKind(subresource),
    name: toText(isJsonObject(subresource) ? subresource['name'] : undefined).split('/')[1] ?? '',
    parent: toKind(parentResource),
  })),
});

const toKind = (value: Json | undefined) => {
  const { group, version, kind } = isJsonObject(value) ? value : {};
  return { group: toText(group), version: toText(version), kind: toText(kind) };
};

/** Whole namespaces count before those that name labels alone. */
const toNamespaces = (written: JsonObject): ReadonlyMap<string, JsonObject> => {
  const byName = new Map<string, JsonObject>();
  for (const namespace of toObjects(written['namespaces'])) {
    const { metadata } = namespace;
    const name = isJsonObject(metadata) ? toText(metadata['name']) : '';
    if (!byName.has(name)) byName.set(name, { apiVersion: 'v1', kind: 'Namespace', ...namespace });
  }
  for (const { name, labels } of toObjects(written['namespaceSelector'])) {
    const key = toText(name);
    const metadata = { name: key, labels: isJsonObject(labels) ? labels : {} };
    if (!byName.has(key)) byName.set(key, { apiVersion: 'v1', kind: 'Namespace', metadata });
  }
  return byName;
};

const toObjects = (value: Json | undefined): readonly JsonObject[] =>
  isJsonArray(value) ? value.filter(isJsonObject) : [];

const toTexts = (value: Json | undefined): readonly string[] =>
  isJsonArray(value) ? value.filter((item) => typeof item === 'string') : [];
