/** Turns edits into a strategic merge patch: a small YAML snippet a person can read, commit and hand to kubectl or kustomize. */

import type { Edit } from '../../model/change.ts';
import { parseFieldPath, type FieldPath, type PathSegment } from '../../model/field-path.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { toGroup, type ResourceRef } from '../../model/resource.ts';
import { printYaml } from './print-yaml.ts';

/**
 * The lists the API server merges item by item, with the field that names an item: `patchMergeKey` in the Go types of
 * k8s.io/api. Any other list is replaced whole, so an edit inside one cannot be written as such a patch.
 */
const mergeKeys: Readonly<Record<string, readonly string[]>> = {
  containers: ['name'],
  initContainers: ['name'],
  ephemeralContainers: ['name'],
  volumes: ['name'],
  env: ['name'],
  imagePullSecrets: ['name'],
  secrets: ['name'],
  resourceClaims: ['name'],
  volumeMounts: ['mountPath'],
  volumeDevices: ['devicePath'],
  hostAliases: ['ip'],
  topologySpreadConstraints: ['topologyKey'],
  schedulingGates: ['name'],
  conditions: ['type'],
};

/** The fields that may name the items of a list of this name; none where such a patch replaces it whole. */
export const mergeKeysOf = (list: string): readonly string[] =>
  Object.hasOwn(mergeKeys, list) ? (mergeKeys[list] ?? []) : [];

/** The patch as YAML with the object's name, or `null` where the edits cannot be said as one. */
export const renderStrategicPatch = (edits: readonly Edit[], target: ResourceRef): string | null => {
  const patch = toStrategicPatch(edits, target);
  return patch === null ? null : printYaml(patch);
};

/**
 * The patch as an object, with `apiVersion`, `kind` and name as kustomize wants them. `null` where an edit needs an
 * index, a list that is not merged by that key, or a list of a custom resource (the server merges none of those).
 */
export const toStrategicPatch = (edits: readonly Edit[], target: ResourceRef): JsonObject | null => {
  const { apiVersion, kind, namespace, name } = target;
  const metadata = namespace === null || namespace === '' ? { name } : { name, namespace };
  const replaced: string[] = [];
  let patch: JsonObject = { apiVersion, kind, metadata };
  for (const edit of edits) {
    // What is not there and is to be absent needs no saying; said, it would leave empty parents behind.
    if (edit.before.kind === 'absent' && edit.after.kind === 'absent') continue;
    if (replaced.some((former) => isAtOrBelow(edit.path, former))) return null;
    if (edit.before.kind === 'value') replaced.push(edit.path);
    const path = parseFieldPath(edit.path);
    const [first, ...rest] = path ?? [];
    if (path === undefined || typeof first !== 'string' || !isExpressible(path, target)) return null;
    patch = putField(patch, first, rest, toPatchValue(edit, path, target));
  }
  return patch;
};

/** What an earlier edit took away cannot be put back in part: a patch says one thing about a field. */
const isAtOrBelow = (path: string, former: string): boolean =>
  path.startsWith(former) && /^(?:$|[.[])/.test(path.slice(former.length));

const isExpressible = (path: FieldPath, { apiVersion }: ResourceRef): boolean =>
  path.every((segment, index) => {
    if (typeof segment === 'string') return true;
    if (typeof segment === 'number' || !isBuiltIn(apiVersion)) return false;
    const list = path[index - 1];
    return (
      typeof list === 'string' && Object.hasOwn(mergeKeys, list) && mergeKeys[list]?.includes(segment.key) === true
    );
  });

/** Built-in groups have no dot (`apps`) or end in `.k8s.io`; custom resources that live there too are rare and harmless. */
export const isBuiltIn = (apiVersion: string): boolean => {
  const group = toGroup(apiVersion);
  return !group.includes('.') || group.endsWith('.k8s.io');
};

/** What stands at the end of the path: `null` removes a field, `$patch` removes an item. */
const toPatchValue = ({ before, after }: Edit, path: FieldPath, { apiVersion }: ResourceRef): Json => {
  const last = path[path.length - 1];
  if (after.kind === 'absent') return typeof last === 'object' ? { $patch: 'delete' } : null;
  const { value } = after;
  if (isJsonArray(value) && typeof last === 'string' && Object.hasOwn(mergeKeys, last) && isBuiltIn(apiVersion)) {
    return before.kind === 'absent' ? value : [{ $patch: 'replace' }, ...value];
  }
  return before.kind === 'value' ? withoutFormer(before.value, value) : value;
};

/** A patch merges objects, so a field that is to go must be said: `null`. */
const withoutFormer = (before: Json, after: Json): Json => {
  if (!isJsonObject(before) || !isJsonObject(after)) return after;
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  const kept = Object.entries(after).map(([key, value]): [string, Json] => {
    const former = Object.hasOwn(before, key) ? before[key] : undefined;
    return [key, former === undefined ? value : withoutFormer(former, value)];
  });
  return Object.fromEntries([...kept, ...gone.map((key): [string, Json] => [key, null])]);
};

const put = (node: Json | undefined, path: FieldPath, value: Json): Json => {
  const [segment, ...rest] = path;
  if (segment === undefined) return join(node, value);
  if (typeof segment === 'string') return putField(isJsonObject(node) ? node : {}, segment, rest, value);
  const list = isJsonArray(node) ? node : [];
  const names = toNames(segment);
  const at = list.findIndex(
    (item) => isJsonObject(item) && Object.entries(names).every(([key, name]) => item[key] === name),
  );
  const below = put(at < 0 ? names : list[at], rest, value);
  return at < 0 ? [...list, below] : list.with(at, below);
};

const putField = (object: JsonObject, field: string, rest: FieldPath, value: Json): JsonObject => {
  const below = put(Object.hasOwn(object, field) ? object[field] : undefined, rest, value);
  return Object.fromEntries([...Object.entries(object).filter(([key]) => key !== field), [field, below]]);
};

const toNames = (segment: Exclude<PathSegment, string>): JsonObject =>
  typeof segment === 'object' ? { [segment.key]: segment.value } : {};

const join = (node: Json | undefined, value: Json): Json =>
  isJsonObject(node) && isJsonObject(value) ? { ...node, ...value } : value;
