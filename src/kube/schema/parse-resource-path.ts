/** Reads a path of the API server as a question: one object, or the objects of a kind, with their selectors. */

import { builtInKinds } from './kinds.ts';

export interface ResourcePath {
  readonly group: string;
  readonly version: string;
  /** The plural, as it stands in the path. */
  readonly resource: string;
  /** `null` for objects of no namespace, and for those of all of them. */
  readonly namespace: string | null;
  /** `null` for a list. */
  readonly name: string | null;
  readonly subresource: string | null;
  /** As written, decoded; the empty text where there is none. */
  readonly labelSelector: string;
  readonly fieldSelector: string;
}

/** `null` for a path of no resource, such as `/healthz`. Untrusted: a policy may have put it together. */
export const parseResourcePath = (text: string): ResourcePath | null => {
  const [path = '', query = ''] = text.split('?', 2);
  const segments = path.split('/').filter((segment) => segment !== '');
  const [root, ...rest] = segments.map(decode);
  if (root === 'api') return toResource('', rest, query);
  if (root !== 'apis') return null;
  const [group = '', ...more] = rest;
  return group === '' ? null : toResource(group, more, query);
};

/** The kind a plural names in a group; `undefined` where Kubernetes itself has none such. */
export const kindOfPlural = (group: string, plural: string): string | undefined =>
  kindsByPlural.get(`${group}/${plural}`);

const kindsByPlural: ReadonlyMap<string, string> = new Map(
  builtInKinds.map(({ group, plural, kind }) => [`${group}/${plural}`, kind]),
);

const toResource = (group: string, [version, ...rest]: readonly string[], query: string): ResourcePath | null => {
  if (version === undefined) return null;
  const [first, second, third] = rest;
  // `namespaces/NAME/status` is about the Namespace itself.
  const isWithin =
    first === 'namespaces' && third !== undefined && !(group === '' && (third === 'status' || third === 'finalize'));
  const [resource, name = null, subresource = null] = isWithin ? rest.slice(2) : rest;
  if (resource === undefined) return null;
  const parameters = new URLSearchParams(query);
  return {
    group,
    version,
    resource,
    namespace: isWithin ? (second ?? null) : null,
    name,
    subresource,
    labelSelector: parameters.get('labelSelector') ?? '',
    fieldSelector: parameters.get('fieldSelector') ?? '',
  };
};

/** What is no encoding stands for itself. */
const decode = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};
