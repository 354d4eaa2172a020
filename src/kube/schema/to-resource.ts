/** Turns a value somebody wrote or a server sent into resources: redacted, named, its Lists opened. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import type { FieldPath } from '../../model/field-path.ts';
import { toGroup, type Origin, type Resource } from '../../model/resource.ts';
import { redactObject } from '../redaction/redact-object.ts';
import { isClusterExtension } from './extension-kinds.ts';
import { groupsOfKind, isNamespaced } from './kinds.ts';

/** A defect in the shape of an object, before it has a line: the reader of its text looks the line up by path. */
export interface ShapeProblem {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly path: FieldPath;
}

export type ResourceResult =
  | { readonly kind: 'resource'; readonly resource: Resource }
  /** No Kubernetes object. */
  | { readonly kind: 'other' }
  | { readonly kind: 'problem'; readonly problem: ShapeProblem };

/**
 * One value as a resource. An object of Kubernetes has a text for `apiVersion` and `kind`, and `metadata` unless its
 * kind is built in: configuration files that carry the first two alone (kubeconfig, kubeadm, kustomize) are other
 * documents. Its name is `metadata.name`, else `metadata.generateName` with `*` for what the server adds, else `''`.
 */
export const toResource = (value: Json, origin: Origin): ResourceResult => {
  if (isJsonArray(value)) return value.some(isTyped) ? toError(bareList) : { kind: 'other' };
  if (!isJsonObject(value)) return { kind: 'other' };
  const { apiVersion, kind, metadata } = value;
  if (typeof kind !== 'string' || kind === '') return withoutKind(value);
  if (typeof apiVersion !== 'string' || apiVersion === '') return withoutApiVersion(value, kind);
  const group = toGroup(apiVersion);
  if (group === 'kustomize.config.k8s.io') return { kind: 'other' };
  const namespaced = isNamespaced(group, kind) ?? (isClusterExtension(group, kind) ? false : undefined);
  if (namespaced === undefined && !isJsonObject(metadata)) return { kind: 'other' };
  const fields = isJsonObject(metadata) ? metadata : {};
  const ref = { apiVersion, kind, namespace: toNamespace(fields, namespaced, origin), name: toName(fields) };
  return { kind: 'resource', resource: { ref, object: redactObject(value), origin } };
};

/**
 * All resources of a value: itself, or the items of a List (`List`, `PodList`, any kind that ends so and has
 * `items`), which may nest. An item without apiVersion and kind takes them from a typed List, as the API server
 * sends them. Items of the outermost List get their number in `origin.item`.
 */
export function* toResources(value: Json, origin: Origin): Generator<ResourceResult> {
  yield* openList(value, origin, 0);
}

/** True for a List of objects, whose items are judged singly; an empty one may leave `items` out. */
export const isList = (value: Json): value is JsonObject => {
  if (!isJsonObject(value) || typeof value.kind !== 'string' || !value.kind.endsWith('List')) return false;
  return isJsonArray(value.items) || value.items === null || (value.kind === 'List' && value.items === undefined);
};

/** An item of a List with the apiVersion and kind it leaves to its List. */
export const toListItem = (list: JsonObject, item: Json): Json => {
  if (!isJsonObject(item) || typeof list.kind !== 'string' || list.kind === 'List') return item;
  if (item.kind !== undefined || item.apiVersion !== undefined || list.apiVersion === undefined) return item;
  return { apiVersion: list.apiVersion, kind: list.kind.slice(0, -'List'.length), ...item };
};

/** kubectl itself makes Lists one deep; a List in a List in a List is somebody probing. */
const deepestList = 4;

function* openList(value: Json, origin: Origin, depth: number): Generator<ResourceResult> {
  if (!isList(value)) {
    yield toResource(value, origin);
    return;
  }
  if (depth >= deepestList) {
    const message = `Lists nest more than ${deepestList} deep; the innermost was not read`;
    yield toError(message);
    return;
  }
  const items = isJsonArray(value.items) ? value.items : [];
  for (const [index, item] of items.entries()) {
    yield* openList(toListItem(value, item), depth === 0 ? atItem(origin, index) : origin, depth + 1);
  }
}

const atItem = (origin: Origin, item: number): Origin =>
  origin.kind === 'cluster' || origin.kind === 'built-in' || origin.item !== null ? origin : { ...origin, item };

const bareList =
  'this is a list of objects, which Kubernetes does not read; give each its own document, or all as the `items` of a List';

const isTyped = (value: Json): boolean =>
  isJsonObject(value) && typeof value.apiVersion === 'string' && typeof value.kind === 'string';

/** Charts and other files carry an apiVersion alone; with metadata or a spec beside it, it was meant for Kubernetes. */
const withoutKind = (value: JsonObject): ResourceResult => {
  const { apiVersion, metadata, spec } = value;
  if (typeof apiVersion !== 'string' || !(isJsonObject(metadata) || isJsonObject(spec))) return { kind: 'other' };
  const misspelt = Object.keys(value).find((field) => field.toLowerCase() === 'kind' && field !== 'kind');
  if (misspelt !== undefined) return toError(`\`${misspelt}\` is no field of an object; write \`kind\``, [misspelt]);
  const example = isJsonObject(spec) && spec.containers !== undefined ? ', for example `kind: Pod`' : '';
  return toError(`an object without a kind is none that Kubernetes takes; add its kind${example}`);
};

/** Only a kind Kubernetes knows: a `kind:` alone is common in files that have nothing to do with it. */
const withoutApiVersion = (value: JsonObject, kind: string): ResourceResult => {
  if (groupsOfKind(kind).length === 0 || !isJsonObject(value.metadata)) return { kind: 'other' };
  const misspelt = Object.keys(value).find((field) => field.toLowerCase() === 'apiversion' && field !== 'apiVersion');
  if (misspelt !== undefined)
    return toError(`\`${misspelt}\` is no field of an object; write \`apiVersion\``, [misspelt]);
  return toError(
    `kind ${kind} without an apiVersion is no Kubernetes object; add one, for example ${exampleVersion(kind)}`,
    ['kind'],
  );
};

const toError = (message: string, path: FieldPath = []): ResourceResult => ({
  kind: 'problem',
  problem: { severity: 'error', message, path },
});

const exampleVersion = (kind: string): string => {
  const [group = ''] = groupsOfKind(kind);
  return group === '' ? '`v1`' : `\`${group}/v1\``;
};

/**
 * A manifest of a namespaced kind that names no namespace has `''`. So has one of a kind nobody knows here, since
 * most custom kinds are namespaced; what a cluster sent without a namespace has none.
 */
const toNamespace = (metadata: JsonObject, namespaced: boolean | undefined, origin: Origin): string | null => {
  if (namespaced === false) return null;
  const { namespace } = metadata;
  if (typeof namespace === 'string' && namespace !== '') return namespace;
  return namespaced === undefined && origin.kind === 'cluster' ? null : '';
};

const toName = (metadata: JsonObject): string => {
  const { name, generateName } = metadata;
  if (typeof name === 'string' && name !== '') return name;
  if (typeof name === 'number' || typeof name === 'boolean' || typeof name === 'bigint') return String(name);
  return typeof generateName === 'string' && generateName !== '' ? `${generateName}*` : '';
};
