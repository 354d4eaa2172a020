/** Reads the wanted kinds of a cluster as far as the person may, and names what they may not, with the grant to ask for. */

import type { Access } from '../../kube/client/access.ts';
import { ClientError } from '../../kube/client/client-error.ts';
import { discoverKinds, type Discovery, type ServedKind } from '../../kube/client/discover-kinds.ts';
import type { KubeClient } from '../../kube/client/kube-client.ts';
import { listObjects, toListPath } from '../../kube/client/list-objects.ts';
import { toResource } from '../../kube/schema/to-resource.ts';
import type { JsonObject } from '../../model/json.ts';
import type { SourceItem } from '../source.ts';
import { toGrant } from './grant.ts';
import { assumedDiscovery, type ListedKind, toServed } from '../listed-kinds.ts';

export interface ClusterReading {
  readonly client: KubeClient;
  readonly access: Access;
  readonly kinds: readonly ListedKind[];
  /** Only what is in these namespaces, and they themselves; empty for all. */
  readonly wanted: readonly string[];
}

/** As kubectl pages. */
const pageSize = 500;

/** Throws ClientError where the whole cluster cannot be read; what only some kinds suffer from is an item. */
export async function* readCluster(reading: ClusterReading): AsyncGenerator<SourceItem> {
  const discovery = await discover(reading);
  const scope: Scope = { ...reading, namespaces: null, done: 0 };
  for (const { group, reason } of discovery.missing) {
    for (const { kind } of reading.kinds.filter(({ groups }) => groups.includes(group))) {
      yield* toAllUnread({ kind, group }, reason, scope);
    }
  }
  const left = [...toServed(reading.kinds, discovery)];
  try {
    for (let served = left[0]; served !== undefined; served = left[0]) {
      yield* readKind(served, scope);
      left.shift();
    }
  } catch (error) {
    // Lost in the middle: what was not reached is unread. Before anything was read, the problem alone says it all.
    if (error instanceof ClientError && scope.done > 0) {
      for (const served of left) yield* toAllUnread(served, toReason(error), scope);
    }
    throw error;
  }
}

/** What is learned on the way. */
interface Scope extends ClusterReading {
  /** The names of the namespaces, where they could be listed: the way round a cluster-wide list that is forbidden. */
  namespaces: string[] | null;
  done: number;
}

const discover = async ({ client, kinds }: ClusterReading): Promise<Discovery> => {
  try {
    return await discoverKinds(client, [...new Set(kinds.flatMap(({ groups }) => groups))]);
  } catch (error) {
    if (error instanceof ClientError && error.code === 'forbidden') return assumedDiscovery(kinds);
    throw error;
  }
};

async function* readKind(served: ServedKind, scope: Scope): AsyncGenerator<SourceItem> {
  const isNamespaces = served.group === '' && served.kind === 'Namespace';
  if (scope.wanted.length > 0 && (isNamespaces || served.namespaced)) {
    yield* isNamespaces ? readWantedNamespaces(served, scope) : readInWanted(served, scope);
    return;
  }
  // Of kinds that are not Kubernetes' own only the server knows which belong to the whole cluster.
  if (scope.wanted.length > 0) return;
  const names: string[] = [];
  const refusal = yield* readList(served, null, scope, names);
  if (refusal === undefined) {
    if (isNamespaces) scope.namespaces = names;
    return;
  }
  if (refusal.code !== 'forbidden') yield toUnread(served, null, toReason(refusal), null, scope);
  else if (isNamespaces) yield* readOwnNamespace(served, refusal, scope);
  else if (served.namespaced) yield* readByNamespace(served, refusal, scope);
  else yield toUnread(served, null, toReason(refusal), toGrant(served, null), scope);
}

/** Lists everywhere or in one namespace. Returns what kept it from the end; what was read before that has been given. */
async function* readList(
  served: ServedKind,
  namespace: string | null,
  scope: Scope,
  names: string[],
): AsyncGenerator<SourceItem, ClientError | undefined> {
  try {
    for await (const { objects, remaining } of listObjects(scope.client, served, { namespace, limit: pageSize })) {
      for (const object of objects) {
        const item = toItem(object, scope);
        if (item === undefined) continue;
        names.push(item.resource.ref.name);
        yield item;
      }
      if (objects.length === 0) continue;
      scope.done += objects.length;
      yield {
        kind: 'progress',
        done: scope.done,
        total: remaining === null ? null : scope.done + remaining,
        unit: 'objects',
      };
    }
    return undefined;
  } catch (error) {
    if (error instanceof ClientError && !isFatal(error)) return error;
    throw error;
  }
}

/** The cluster as a whole is lost: asking for the next kind would only say so again. */
const isFatal = ({ code }: ClientError): boolean =>
  ['unreachable', 'tls', 'timeout', 'unauthorised', 'plugin', 'cancelled'].includes(code);

/** A cluster-wide list was forbidden: each namespace by itself, of those the person sees. */
async function* readByNamespace(served: ServedKind, refusal: ClientError, scope: Scope): AsyncGenerator<SourceItem> {
  const own = scope.access.namespace ?? 'default';
  const namespaces = scope.namespaces ?? [own];
  const refused: { readonly namespace: string; readonly error: ClientError }[] = [];
  for (const namespace of namespaces) {
    const error = yield* readList(served, namespace, scope, []);
    if (error !== undefined) refused.push({ namespace, error });
  }
  if (scope.namespaces === null || refused.length === namespaces.length) {
    // One line for all, not one a namespace: nobody knows the others' names, or there is nothing that was allowed.
    yield toUnread(served, null, toScope(namespaces, refused.length, toReason(refusal)), toGrant(served, null), scope);
    return;
  }
  for (const { namespace, error } of refused) {
    yield toUnread(
      served,
      namespace,
      toReason(error),
      error.code === 'forbidden' ? toGrant(served, namespace) : null,
      scope,
    );
  }
}

/** What was read all the same, so that the reason does not say less than the findings. */
const toScope = (namespaces: readonly string[], refused: number, reason: string): string =>
  refused === namespaces.length ? reason : `only namespace ${namespaces.join(', ')} was read: ${reason}`;

/** Namespaces may not be listed; the context's own may still be seen, and its labels set the Pod Security level. */
async function* readOwnNamespace(served: ServedKind, refusal: ClientError, scope: Scope): AsyncGenerator<SourceItem> {
  const own = scope.access.namespace ?? 'default';
  const item = await getNamed(served, own, scope);
  if (item !== undefined && !(item instanceof ClientError)) yield item;
  yield toUnread(served, null, toReason(refusal), toGrant(served, null), scope);
}

/** Nothing is in a namespace of another name, and `..` in a path would ask for something else. */
const isNamespaceName = (name: string): boolean => /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(name);

/**
 * Each wanted namespace by its name, which a person may see who may not list them. Where there is no such namespace
 * all are listed, as far as that is allowed: the name that was meant is among them.
 */
async function* readWantedNamespaces(served: ServedKind, scope: Scope): AsyncGenerator<SourceItem> {
  const given = new Set<string>();
  let isMissing = false;
  for (const name of new Set(scope.wanted)) {
    const answer = isNamespaceName(name) ? await getNamed(served, name, scope) : undefined;
    if (answer === undefined) isMissing = true;
    else if (answer instanceof ClientError) {
      const grant = answer.code === 'forbidden' ? toGrant(served, null) : null;
      yield toUnread(served, name, toReason(answer), grant, scope);
    } else {
      given.add(name);
      scope.done += 1;
      yield answer;
    }
  }
  if (!isMissing) return;
  for await (const item of readList(served, null, scope, [])) {
    if (item.kind !== 'resource' || !given.has(item.resource.ref.name)) yield item;
  }
}

/** The object of that name; `undefined` where there is none, the error where it may not or cannot be read. */
const getNamed = async (
  served: ServedKind,
  name: string,
  scope: Scope,
): Promise<ResourceItem | ClientError | undefined> => {
  try {
    const answer = await scope.client.get(`${toListPath(served, null)}/${encodeURIComponent(name)}`);
    return answer.kind === 'value' ? toItem(answer.value, scope) : undefined;
  } catch (error) {
    if (!(error instanceof ClientError) || isFatal(error)) throw error;
    return error.code === 'not-found' ? undefined : error;
  }
};

/** Each wanted namespace by itself: a person of one namespace is asked for no more than they asked for. */
async function* readInWanted(served: ServedKind, scope: Scope): AsyncGenerator<SourceItem> {
  for (const namespace of new Set(scope.wanted)) {
    if (!isNamespaceName(namespace)) continue;
    const error = yield* readList(served, namespace, scope, []);
    if (error === undefined) continue;
    const grant = error.code === 'forbidden' ? toGrant(served, namespace) : null;
    yield toUnread(served, namespace, toReason(error), grant, scope);
  }
}

type ResourceItem = Extract<SourceItem, { kind: 'resource' }>;

const toItem = (object: JsonObject, { access }: Scope): ResourceItem | undefined => {
  const uid =
    typeof object['metadata'] === 'object' && object['metadata'] !== null && 'uid' in object['metadata']
      ? object['metadata']['uid']
      : '';
  const result = toResource(object, {
    kind: 'cluster',
    cluster: access.context,
    uid: typeof uid === 'string' ? uid : '',
  });
  return result.kind === 'resource' ? result : undefined;
};

const toReason = ({ said, message }: ClientError): string => said ?? message;

/** A kind of which nothing can be read: one item, or one for each wanted namespace. No grant would help. */
const toAllUnread = (served: Pick<ServedKind, 'kind' | 'group'>, reason: string, scope: Scope): readonly SourceItem[] =>
  (scope.wanted.length === 0 ? [null] : [...new Set(scope.wanted)]).map((namespace) =>
    toUnread(served, namespace, reason, null, scope),
  );

const toUnread = (
  { kind, group }: Pick<ServedKind, 'kind' | 'group'>,
  namespace: string | null,
  reason: string,
  grant: string | null,
  { access }: Scope,
): SourceItem => ({ kind: 'unread', unread: { kind, group, cluster: access.context, namespace, reason, grant } });
