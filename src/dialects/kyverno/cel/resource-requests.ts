/** How objects of a cluster are asked for by the plural of their kind: `resource.get`, `list`, and the targets of a mutation. */

import { builtInKinds } from '../../../kube/schema/kinds.ts';
import type { Request } from '../../../model/request.ts';
import { toGroup } from '../../../model/resource.ts';

export interface Place {
  readonly apiVersion: string;
  /** The plural, with a subresource behind a slash. */
  readonly resource: string;
  /** The empty text for none, or all. */
  readonly namespace: string;
}

/** A kind Kubernetes knows is asked for as an object, which a snapshot can answer; any other by its path. */
export const toGetRequest = (place: Place, name: string): Request => {
  const kind = kindOf(place);
  if (kind === undefined) {
    const path = `${toPath({ ...place, resource: place.resource.split('/')[0] ?? '' })}/${encodeURIComponent(name)}`;
    const [, ...rest] = place.resource.split('/');
    return { kind: 'api-call', method: 'GET', path: [path, ...rest].join('/'), body: null };
  }
  const namespace = kind.namespaced && place.namespace !== '' ? place.namespace : null;
  return { kind: 'object', apiVersion: place.apiVersion, objectKind: kind.kind, namespace, name };
};

export const toListRequest = (place: Place, selector: string | null): Request => {
  const kind = kindOf(place);
  if (kind === undefined) {
    const query = selector === null ? '' : `?labelSelector=${encodeURIComponent(selector)}`;
    return { kind: 'api-call', method: 'GET', path: toPath(place) + query, body: null };
  }
  const namespace = kind.namespaced && place.namespace !== '' ? place.namespace : null;
  return { kind: 'list', apiVersion: place.apiVersion, objectKind: kind.kind, namespace, selector };
};

export const kindOf = ({
  apiVersion,
  resource,
}: Place): { readonly kind: string; readonly namespaced: boolean } | undefined => {
  const group = toGroup(apiVersion);
  return builtInKinds.find((each) => each.plural === resource && each.group === group);
};

export const toPath = ({ apiVersion, resource, namespace }: Place): string => {
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  return `${root}${namespace === '' ? '' : `/namespaces/${encodeURIComponent(namespace)}`}/${resource}`;
};
