/** Lists the objects of a kind page by page, so that one page at a time is in memory, and goes on where a list expires. */

import { isJsonArray, isJsonObject, type JsonObject } from '../../model/json.ts';
import type { ServedKind } from './discover-kinds.ts';
import { ClientError } from './client-error.ts';
import type { KubeClient } from './kube-client.ts';

export interface ListOptions {
  /** `null` for all namespaces, and for a kind without. */
  readonly namespace: string | null;
  /** How many objects a page may hold; kubectl's 500 is the usual. */
  readonly limit: number;
}

export interface Page {
  /** Each with its apiVersion and kind, which the server leaves out in lists, and without managedFields, which nobody reads. */
  readonly objects: readonly JsonObject[];
  /** How many are still to come, where the server says so. */
  readonly remaining: number | null;
}

/** A scan that meets an expiring list more often than this would go round for ever. */
const mostRestarts = 3;

/** Throws ClientError. An object is given once, even where the list had to start again. */
export const listObjects = (client: KubeClient, served: ServedKind, options: ListOptions): AsyncGenerator<Page> =>
  oneAhead(listPages(client, served, options));

/** The server prepares the next page while this one is judged: a third of the time on loopback, more over a slow line. */
async function* oneAhead(pages: AsyncGenerator<Page>): AsyncGenerator<Page> {
  let next = pages.next();
  try {
    for (let current = await next; current.done !== true; current = await next) {
      next = pages.next();
      // Its failure is told when its turn comes; until then it is nobody's, which Node would take for a bug.
      next.catch(() => undefined);
      yield current.value;
    }
  } finally {
    await pages.return(undefined);
  }
}

async function* listPages(client: KubeClient, served: ServedKind, options: ListOptions): AsyncGenerator<Page> {
  const path = toListPath(served, options.namespace);
  const seen = new Set<string>();
  let limit = options.limit;
  let token = '';
  let restarts = 0;
  for (;;) {
    const answer = await ask(
      client,
      `${path}?limit=${limit}${token === '' ? '' : `&continue=${encodeURIComponent(token)}`}`,
    );
    if (answer.kind === 'expired') {
      restarts += 1;
      if (restarts > mostRestarts) throw answer.error;
      // With the server's own token the list goes on behind the last object; without, from the start.
      token = answer.error.resume ?? '';
      continue;
    }
    if (answer.kind === 'too-large') {
      if (limit === 1)
        throw new ClientError(
          'bad-answer',
          `${client.where}: an object of ${served.plural} is larger than Vauban reads`,
        );
      limit = Math.max(1, Math.floor(limit / 8));
      continue;
    }
    const next = toNext(answer.value);
    yield { objects: toObjects(answer.value, served, seen), remaining: next.remaining };
    if (next.token === '') return;
    if (next.token === token)
      throw new ClientError('bad-answer', `${client.where}: the list of ${served.plural} does not end`);
    token = next.token;
  }
}

/** The path of a kind's list, or of its list in one namespace. */
export const toListPath = ({ group, version, plural }: ServedKind, namespace: string | null): string => {
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  return namespace === null ? `${root}/${plural}` : `${root}/namespaces/${encodeURIComponent(namespace)}/${plural}`;
};

type ListAnswer =
  | { readonly kind: 'value'; readonly value: JsonObject }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'expired'; readonly error: ClientError };

const ask = async (client: KubeClient, path: string): Promise<ListAnswer> => {
  try {
    return await client.get(path);
  } catch (error) {
    if (error instanceof ClientError && error.code === 'expired') return { kind: 'expired', error };
    throw error;
  }
};

const toNext = ({ metadata }: JsonObject): { readonly token: string; readonly remaining: number | null } => {
  if (!isJsonObject(metadata)) return { token: '', remaining: null };
  const { continue: token, remainingItemCount: remaining } = metadata;
  return { token: typeof token === 'string' ? token : '', remaining: typeof remaining === 'number' ? remaining : null };
};

const toObjects = (
  list: JsonObject,
  { group, version, kind }: ServedKind,
  seen: Set<string>,
): readonly JsonObject[] => {
  const objects: JsonObject[] = [];
  const apiVersion = group === '' ? version : `${group}/${version}`;
  for (const item of isJsonArray(list['items']) ? list['items'] : []) {
    if (!isJsonObject(item) || !isJsonObject(item['metadata'])) continue;
    const { apiVersion: _version, kind: _kind, metadata: full, ...rest } = item;
    const { managedFields: _, ...metadata } = isJsonObject(full) ? full : {};
    const uid = metadata['uid'];
    if (typeof uid === 'string') {
      if (seen.has(uid)) continue;
      seen.add(uid);
    }
    objects.push({ apiVersion, kind, metadata, ...rest });
  }
  return objects;
};
