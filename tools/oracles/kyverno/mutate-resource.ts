/** Changes an object of the suites a little: what a policy's author did not think of. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../src/model/json.ts';
import type { Random } from '../api-server/random.ts';
import { editObject, listPaths, readPath } from './edit-tree.ts';

export const mutateResource = (given: JsonObject, random: Random): JsonObject => {
  let object = random.chance(0.25) ? toController(given, random) : given;
  if (random.chance(0.3)) object = withMetadata(object, random);
  for (let edits = random.int(4); edits > 0; edits -= 1) object = editSomewhere(object, random);
  return object;
};

const editSomewhere = (object: JsonObject, random: Random): JsonObject => {
  const paths = listPaths(object).filter(
    ([first, second]) =>
      first !== 'apiVersion' &&
      first !== 'kind' &&
      !(first === 'metadata' && (second === undefined || second === 'name')),
  );
  if (paths.length === 0) return object;
  const path = random.pick(paths);
  if (path[0] === 'metadata') return editObject(object, path, (old) => changeText(old, random));
  return editObject(object, path, (old) => change(old, String(path.at(-1)), random));
};

const changeText = (old: Json, random: Random): Json | undefined => {
  if (random.chance(0.4)) return undefined;
  return typeof old === 'string' ? `${old}${random.pick(['', '-x', '1'])}` : old;
};

const change = (old: Json, key: string, random: Random): Json | undefined => {
  if (random.chance(0.35)) return undefined;
  if (key === 'image' && random.chance(0.8)) return random.pick(images);
  if (key === 'containers' && isJsonArray(old) && random.chance(0.5)) {
    const [first] = old;
    return isJsonObject(first) ? [...old, { ...first, name: 'added', image: random.pick(images) }] : old;
  }
  if (random.chance(0.06)) return null;
  if (isJsonArray(old)) {
    const [first] = old;
    return random.pick<Json>([[], old.slice(0, 1), first === undefined ? [] : [...old, first], 'text', {}]);
  }
  if (isJsonObject(old)) return random.pick<Json>([{}, { ...old, added: 'x' }, old, [], 'text']);
  if (typeof old === 'boolean') return random.pick<Json>([!old, !old, !old, String(old)]);
  if (typeof old === 'number')
    return random.pick<Json>([old + 1, old - 1, 0, -1, 1, old * 1000, 0.5, String(old), `${old}%`]);
  return random.pick<Json>([
    `${String(old)}x`,
    '',
    '*',
    'default',
    '100m',
    '1Gi',
    '10',
    5,
    true,
    '1h',
    String(old).toUpperCase(),
  ]);
};

const images = [
  'nginx',
  'nginx:latest',
  'nginx:1.2',
  'ghcr.io/a/b:v1',
  'docker.io/library/nginx:1.0',
  'registry.corp.com:5000/x/y@sha256:0123456789012345678901234567890123456789012345678901234567890123',
  'localhost/x',
  'UPPER/case:1',
  '',
];

const withMetadata = (object: JsonObject, random: Random): JsonObject => {
  const metadata = isJsonObject(object['metadata']) ? object['metadata'] : {};
  const more = random.pick<JsonObject>([
    { namespace: 'other' },
    { namespace: 'kube-system' },
    { labels: { app: 'x', team: 'a' } },
    { labels: {} },
    { annotations: {} },
    { annotations: { 'policies.kyverno.io/x': 'true' } },
    { labels: { 'app.kubernetes.io/name': 'x', 'app.kubernetes.io/managed-by': 'Helm' } },
    { generateName: 'made-' },
    { ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'x', uid: 'u' }] },
    { deletionTimestamp: '2024-01-01T00:00:00Z' },
  ]);
  return { ...object, metadata: { ...metadata, ...more } };
};

/** A Pod as what makes Pods. */
const toController = (object: JsonObject, random: Random): JsonObject => {
  if (object['kind'] !== 'Pod') return initContainers(object, random);
  const metadata = isJsonObject(object['metadata']) ? object['metadata'] : {};
  const { labels, annotations } = metadata;
  const template = {
    metadata: { ...(labels === undefined ? {} : { labels }), ...(annotations === undefined ? {} : { annotations }) },
    spec: object['spec'] ?? {},
  };
  const kind = random.pick([
    'Deployment',
    'StatefulSet',
    'DaemonSet',
    'ReplicaSet',
    'ReplicationController',
    'Job',
    'CronJob',
  ]);
  const group = kind === 'Job' || kind === 'CronJob' ? 'batch/v1' : kind === 'ReplicationController' ? 'v1' : 'apps/v1';
  const spec =
    kind === 'CronJob'
      ? { schedule: '* * * * *', jobTemplate: { spec: { template } } }
      : kind === 'Job'
        ? { template }
        : { replicas: 1, template };
  return { apiVersion: group, kind, metadata, spec };
};

const initContainers = (object: JsonObject, random: Random): JsonObject => {
  const place = ['spec', 'template', 'spec'];
  const containers = readPath(object, [...place, 'containers']);
  if (!isJsonArray(containers)) return object;
  return editObject(object, place, (old) =>
    isJsonObject(old) ? { ...old, [random.pick(['initContainers', 'ephemeralContainers'])]: containers } : old,
  );
};
