/** Which resources a PolicyException is for, as scopes; what a scope cannot say becomes a limit. */

import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { listAt, objectAt, textAt, textsAt } from '../documents.ts';

export interface MatchScope {
  readonly kind: string | null;
  readonly namespace: string | null;
  readonly name: string | null;
  readonly labels: Readonly<Record<string, string>>;
}

export interface ReadMatch {
  readonly scopes: readonly MatchScope[];
  readonly limit: string | null;
}

const everything: MatchScope = { kind: null, namespace: null, name: null, labels: {} };

/**
 * `undefined` where so many scopes, times the checks, come to more than anybody writes: kinds, namespaces and names
 * multiply, and a small text would become a very long list.
 */
export const readMatch = (spec: JsonObject, checks: number): ReadMatch | undefined => {
  if (Object.hasOwn(spec, 'policyRefs')) {
    const isConditional = listAt(spec, 'matchConditions').length > 0 || listAt(spec, 'images').length > 0;
    return { scopes: [everything], limit: isConditional ? conditions : null };
  }
  const match = objectAt(spec, 'match');
  const any = listAt(match, 'any');
  const all = listAt(match, 'all');
  const filters = any.length > 0 ? any : all;
  if (filters.reduce<number>((sum, filter) => sum + countScopes(filter), 0) * checks > mostExceptions) return undefined;
  const read = filters.map(readFilter);
  const isConditional =
    Object.keys(objectAt(spec, 'conditions')).length > 0 || (any.length > 0 && all.length > 0) || all.length > 1;
  return {
    scopes: read.flatMap(({ scopes }) => scopes),
    limit: isConditional ? conditions : (read.find(({ limit }) => limit !== null)?.limit ?? null),
  };
};

const conditions = 'it has conditions that a scope cannot say';

const readFilter = (filter: Json): ReadMatch => {
  if (!isJsonObject(filter)) return { scopes: [], limit: null };
  const resources = objectAt(filter, 'resources');
  const selector = objectAt(resources, 'selector');
  const isConditional =
    ['subjects', 'roles', 'clusterRoles'].some((key) => listAt(filter, key).length > 0) ||
    listAt(selector, 'matchExpressions').length > 0 ||
    Object.keys(objectAt(resources, 'namespaceSelector')).length > 0 ||
    Object.keys(objectAt(resources, 'annotations')).length > 0;
  const kinds = textsAt(resources, 'kinds').map(toKind);
  const names = [...textsAt(resources, 'names'), ...[textAt(resources, 'name')].filter((name) => name !== null)];
  const labels = Object.fromEntries(
    Object.entries(objectAt(selector, 'matchLabels')).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
  const scopes = orAny(kinds).flatMap((kind) =>
    orAny(textsAt(resources, 'namespaces')).flatMap((namespace) =>
      orAny(names).map((name) => ({ kind, namespace, name, labels })),
    ),
  );
  return { scopes, limit: isConditional ? conditions : null };
};

const mostExceptions = 10_000;

const countScopes = (filter: Json): number => {
  const resources = isJsonObject(filter) ? objectAt(filter, 'resources') : {};
  return ['kinds', 'namespaces', 'names'].reduce((product, key) => product * (listAt(resources, key).length + 1), 1);
};

const orAny = (texts: readonly string[]): readonly (string | null)[] => (texts.length === 0 ? [null] : texts);

/** `apps/v1/Deployment`, `v1/Pod`, `Pod/exec`, `Pod.v1`: the segment that begins with a capital names the kind. */
const toKind = (text: string): string => {
  const named = text.split(/[/.]/).find((segment) => /^[A-Z]/.test(segment));
  return named ?? text.split('/').at(-1) ?? text;
};
