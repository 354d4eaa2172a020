/** Asks an API server which kinds it serves: aggregated discovery where it has it (1.26 and later), else group by group. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { ClientError } from './client-error.ts';
import type { KubeClient } from './kube-client.ts';

export interface ServedKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** The resource's name in paths and RBAC rules. */
  readonly plural: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
}

export interface Discovery {
  /** Each kind in the version the server prefers. */
  readonly kinds: readonly ServedKind[];
  /** Groups that the server could not tell about, with its reason: an aggregated API that is down. */
  readonly missing: readonly { readonly group: string; readonly reason: string }[];
}

/** Looks at the given groups; `''` is the core group. Throws ClientError where the server answers nothing at all. */
export const discoverKinds = async (client: KubeClient, groups: readonly string[]): Promise<Discovery> => {
  const wanted = new Set(groups);
  const parts = [
    ...(wanted.has('') ? [await discoverRoot(client, '/api', wanted)] : []),
    ...(groups.some((group) => group !== '') ? [await discoverRoot(client, '/apis', wanted)] : []),
  ];
  return { kinds: parts.flatMap(({ kinds }) => kinds), missing: parts.flatMap(({ missing }) => missing) };
};

const accept = [
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
  'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList',
  'application/json',
].join(',');

const discoverRoot = async (client: KubeClient, path: string, wanted: ReadonlySet<string>): Promise<Discovery> => {
  const root = await getObject(client, path, accept);
  if (root['kind'] === 'APIGroupDiscoveryList') return readAggregated(root, wanted);
  const groups =
    path === '/api'
      ? [{ name: '', versions: texts(root['versions']) }]
      : objects(root['groups']).map((group) => ({ name: text(group['name']), versions: toPreferredFirst(group) }));
  const kinds: ServedKind[] = [];
  const missing: { group: string; reason: string }[] = [];
  for (const { name, versions } of groups) {
    if (!wanted.has(name)) continue;
    try {
      kinds.push(...(await readGroup(client, name, versions)));
    } catch (error) {
      if (!(error instanceof ClientError) || error.code === 'cancelled') throw error;
      missing.push({ group: name, reason: error.said ?? error.message });
    }
  }
  return { kinds, missing };
};

const readAggregated = (root: JsonObject, wanted: ReadonlySet<string>): Discovery => {
  const kinds = new Map<string, ServedKind>();
  const missing: { group: string; reason: string }[] = [];
  for (const item of objects(root['items'])) {
    const group = isJsonObject(item['metadata']) ? text(item['metadata']['name']) : '';
    if (!wanted.has(group)) continue;
    const versions = objects(item['versions']);
    if (versions.length > 0 && versions.every((version) => version['freshness'] === 'Stale')) {
      missing.push({ group, reason: 'the server behind this API group does not answer' });
    }
    for (const version of versions) {
      for (const resource of objects(version['resources'])) {
        const kind = isJsonObject(resource['responseKind']) ? text(resource['responseKind']['kind']) : '';
        keepFirst(kinds, {
          group,
          version: text(version['version']),
          kind,
          plural: text(resource['resource']),
          namespaced: resource['scope'] === 'Namespaced',
          verbs: texts(resource['verbs']),
        });
      }
    }
  }
  return { kinds: [...kinds.values()], missing };
};

const readGroup = async (
  client: KubeClient,
  group: string,
  versions: readonly string[],
): Promise<readonly ServedKind[]> => {
  const kinds = new Map<string, ServedKind>();
  for (const version of versions) {
    const list = await getObject(
      client,
      group === '' ? `/api/${version}` : `/apis/${group}/${version}`,
      'application/json',
    );
    for (const resource of objects(list['resources'])) {
      const plural = text(resource['name']);
      // `pods/log` is a subresource and no kind of its own.
      if (plural.includes('/')) continue;
      const { kind, namespaced, verbs } = resource;
      keepFirst(kinds, {
        group,
        version,
        kind: text(kind),
        plural,
        namespaced: namespaced === true,
        verbs: texts(verbs),
      });
    }
  }
  return [...kinds.values()];
};

/** Versions come preferred first; a kind that only an older version has is still found there. */
const keepFirst = (kinds: Map<string, ServedKind>, served: ServedKind): void => {
  if (served.kind === '' || served.plural === '' || served.version === '') return;
  const key = `${served.group}/${served.plural}`;
  if (!kinds.has(key)) kinds.set(key, served);
};

const toPreferredFirst = (group: JsonObject): readonly string[] => {
  const preferred = isJsonObject(group['preferredVersion']) ? text(group['preferredVersion']['version']) : '';
  const all = objects(group['versions']).map((version) => text(version['version']));
  return [preferred, ...all.filter((version) => version !== preferred)].filter((version) => version !== '');
};

const getObject = async (client: KubeClient, path: string, accept: string): Promise<JsonObject> => {
  const answer = await client.get(path, { accept });
  if (answer.kind === 'value') return answer.value;
  throw new ClientError('bad-answer', `${client.where}: GET ${path} is too large to be a discovery document`);
};

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

const texts = (value: Json | undefined): readonly string[] =>
  isJsonArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];

const objects = (value: Json | undefined): readonly JsonObject[] =>
  isJsonArray(value) ? value.filter(isJsonObject) : [];
