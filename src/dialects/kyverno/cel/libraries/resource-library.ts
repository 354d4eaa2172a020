/** `resource.get`, `list`, `post` and `toGVR`: what a policy reads of its cluster. A namespaced policy names no namespace. */

import { pluralOf } from '../../../../kube/admission/to-attributes.ts';
import { libraryOf } from '../../../../kube/cel/declare-overload.ts';
import { toJson } from '../../../../kube/policy/mutation/to-json.ts';
import { getEntry, keysOf } from '../../../../lang/cel/map-access.ts';
import type { Library, Overload } from '../../../../lang/cel/overload.ts';
import { dynType, mapOf, opaqueType, stringType } from '../../../../lang/cel/type.ts';
import { OpaqueValue, type Value } from '../../../../lang/cel/value.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../../model/json.ts';
import { answeredObject, type Answer } from '../../../../model/request.ts';
import { toGroup } from '../../../../model/resource.ts';
import { ask, refuse, type KyvernoWorld, type WorldValue } from '../kyverno-world.ts';
import { kindOf, toGetRequest, toListRequest, toPath, type Place } from '../resource-requests.ts';
import { bothNames } from './go-names.ts';

export const resourceType = opaqueType('resource.Context');
const gvrType = opaqueType('schema.GroupVersionResource');
const objectType = mapOf(stringType, dynType);
const labelsType = mapOf(stringType, stringType);

/** What a kind is called in paths. */
class GvrValue extends OpaqueValue {
  readonly typeName = 'schema.GroupVersionResource';
  readonly apiVersion: string;
  readonly resource: string;
  constructor(apiVersion: string, resource: string) {
    super();
    this.apiVersion = apiVersion;
    this.resource = resource;
  }
  equals(other: OpaqueValue): boolean {
    return other instanceof GvrValue && other.apiVersion === this.apiVersion && other.resource === this.resource;
  }
}

const worldOf = (context: Value): KyvernoWorld => (context as WorldValue).world;

const get = (context: Value, place: Place, name: Value): Value => {
  const world = worldOf(context);
  const wrong = findForbidden(world, place) ?? (name === '' ? 'name is required' : findUnsafe(name as string));
  if (wrong !== undefined) return refuse(`failed to get resource: ${wrong}`);
  const answer = ask(world, toGetRequest(place, name as string));
  // What the cluster does not have is null there, too.
  return answeredObject(answer) ?? null;
};

const list = (context: Value, place: Place, labels: Value | undefined): Value => {
  const world = worldOf(context);
  const wrong = findForbidden(world, place);
  if (wrong !== undefined) return refuse(`failed to list resource: ${wrong}`);
  const answer = ask(world, toListRequest(place, labels === undefined ? null : toSelector(labels)));
  return toList(place, answer);
};

const post = (context: Value, place: Place, data: Value): Value => {
  const world = worldOf(context);
  const wrong = findForbidden(world, place);
  if (wrong !== undefined) return refuse(`failed to create resource: ${wrong}`);
  const body = toJson(data);
  if (!isJsonObject(body)) return refuse('failed to create resource: the data is no object');
  const path = toPath(place);
  const answer = ask(world, { kind: 'api-call', method: 'POST', path, body: JSON.stringify(body) });
  return (
    answeredObject(answer) ?? refuse(`failed to create resource: the server could not find the requested resource`)
  );
};

/**
 * What is written becomes part of a path: `../kube-system/secrets` must not lead elsewhere. And what belongs to the
 * cluster is none of a namespaced policy's business.
 */
const findForbidden = ({ namespace: own }: KyvernoWorld, place: Place): string | undefined => {
  const { apiVersion, resource, namespace } = place;
  if (apiVersion.split('/').length > 2) return `unexpected GroupVersion string: ${apiVersion}`;
  const unsafe = [...apiVersion.split('/'), ...resource.split('/')].find(
    (part) => !/^[\w.-]+$/.test(part) || isDots(part),
  );
  if (unsafe !== undefined) return `invalid resource name ${JSON.stringify(unsafe)}`;
  if (own !== '' && kindOf(place)?.namespaced === false) {
    return `a policy of namespace ${own} cannot read ${resource}, which belong to the cluster`;
  }
  return namespace === '' ? undefined : findUnsafe(namespace);
};

/** As the API server's own clients refuse it. */
const findUnsafe = (name: string): string | undefined =>
  isDots(name) || /[/%]/.test(name) ? `invalid resource name ${JSON.stringify(name)}` : undefined;

const isDots = (part: string): boolean => part === '.' || part === '..';

/** An API call answers with a list object, a snapshot with the objects. */
const toList = ({ apiVersion, resource }: Place, answer: Exclude<Answer, { readonly kind: 'refused' }>): Value => {
  if (answer.kind === 'absent') {
    const group = toGroup(apiVersion);
    return refuse(`failed to list resource: ${group === '' ? resource : `${resource}.${group}`} resource not found`);
  }
  const { value } = answer;
  if (isJsonObject(value)) return value;
  const items: Json = Array.isArray(value) ? value : [];
  const kind = kindOf({ apiVersion, resource, namespace: '' })?.kind ?? '';
  return { apiVersion, kind: `${kind}List`, items } satisfies JsonObject;
};

/** As the server reads it: in the order of the keys. */
const toSelector = (labels: Value): string =>
  readTexts(labels)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${value}`)
    .join(',');

const readTexts = (map: Value): readonly (readonly [string, string])[] =>
  keysOf(map).map((key) => [key as string, getEntry(map, key) as string] as const);

/** The plural of a kind Kubernetes does not know is guessed as its own tools guess it. */
const toGvr = (_: Value, apiVersion: Value, kind: Value): Value => {
  const group = toGroup(apiVersion as string);
  return new GvrValue(apiVersion as string, pluralOf(group, kind as string));
};

const at = (apiVersion: Value, resource: Value, namespace: Value): Place => ({
  apiVersion: apiVersion as string,
  resource: resource as string,
  namespace: namespace as string,
});

const atGvr = (gvr: Value, namespace: Value): Place => {
  const { apiVersion, resource } = gvr as GvrValue;
  return { apiVersion, resource, namespace: namespace as string };
};

const convert: readonly Overload[] = bothNames(
  'convert_to_gvr_string_string',
  'toGVR',
  [resourceType, stringType, stringType],
  gvrType,
  toGvr,
);

export const resourceLibrary: Library = libraryOf('kyverno.resource', [
  ...bothNames(
    'resource_get_string_string_string_string',
    'get',
    [resourceType, stringType, stringType, stringType, stringType],
    objectType,
    (context, apiVersion, resource, namespace, name) => get(context, at(apiVersion, resource, namespace), name),
  ),
  ...bothNames(
    'resource_get_gvr_string_string',
    'get',
    [resourceType, gvrType, stringType, stringType],
    objectType,
    (context, gvr, namespace, name) => get(context, atGvr(gvr, namespace), name),
  ),
  ...bothNames(
    'resource_list_string_string_string',
    'list',
    [resourceType, stringType, stringType, stringType],
    objectType,
    (context, apiVersion, resource, namespace) => list(context, at(apiVersion, resource, namespace), undefined),
  ),
  ...bothNames(
    'resource_list_string_string_string_map',
    'list',
    [resourceType, stringType, stringType, stringType, labelsType],
    objectType,
    (context, apiVersion, resource, namespace, labels) => list(context, at(apiVersion, resource, namespace), labels),
  ),
  ...bothNames(
    'list_resources_gvr_string',
    'list',
    [resourceType, gvrType, stringType],
    objectType,
    (context, gvr, namespace) => list(context, atGvr(gvr, namespace), undefined),
  ),
  ...bothNames(
    'list_resources_gvr_string_map',
    'list',
    [resourceType, gvrType, stringType, labelsType],
    objectType,
    (context, gvr, namespace, labels) => list(context, atGvr(gvr, namespace), labels),
  ),
  ...bothNames(
    'resource_post_string_string_string_map',
    'post',
    [resourceType, stringType, stringType, stringType, objectType],
    objectType,
    (context, apiVersion, resource, namespace, data) => post(context, at(apiVersion, resource, namespace), data),
  ),
  ...bothNames(
    'resource_post_string_string_map',
    'post',
    [resourceType, stringType, stringType, objectType],
    objectType,
    (context, apiVersion, resource, data) => post(context, at(apiVersion, resource, ''), data),
  ),
  ...convert,
]);

/** No function takes a namespace: nothing an expression says leads out of the policy's own. */
const own = (context: Value): string => worldOf(context).namespace;

export const namespacedResourceLibrary: Library = libraryOf('kyverno.resource', [
  ...bothNames(
    'resource_get_string_string_string',
    'get',
    [resourceType, stringType, stringType, stringType],
    objectType,
    (context, apiVersion, resource, name) => get(context, at(apiVersion, resource, own(context)), name),
  ),
  ...bothNames(
    'resource_get_gvr_string',
    'get',
    [resourceType, gvrType, stringType],
    objectType,
    (context, gvr, name) => get(context, atGvr(gvr, own(context)), name),
  ),
  ...bothNames(
    'resource_list_string_string',
    'list',
    [resourceType, stringType, stringType],
    objectType,
    (context, apiVersion, resource) => list(context, at(apiVersion, resource, own(context)), undefined),
  ),
  ...bothNames(
    'resource_list_string_string_map',
    'list',
    [resourceType, stringType, stringType, labelsType],
    objectType,
    (context, apiVersion, resource, labels) => list(context, at(apiVersion, resource, own(context)), labels),
  ),
  ...bothNames('list_resources_gvr', 'list', [resourceType, gvrType], objectType, (context, gvr) =>
    list(context, atGvr(gvr, own(context)), undefined),
  ),
  ...bothNames(
    'list_resources_gvr_map',
    'list',
    [resourceType, gvrType, labelsType],
    objectType,
    (context, gvr, labels) => list(context, atGvr(gvr, own(context)), labels),
  ),
  ...bothNames(
    'resource_post_string_string_map',
    'post',
    [resourceType, stringType, stringType, objectType],
    objectType,
    (context, apiVersion, resource, data) => post(context, at(apiVersion, resource, own(context)), data),
  ),
  ...convert,
]);
