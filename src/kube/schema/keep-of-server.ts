/** What an update cannot change, as the API server v1.37 takes it from the object it holds before policies see the new one. */

import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { toGroupVersion } from './api-version.ts';
import { withGeneration, withoutStatus } from './creation/prepare-for-creation.ts';
import type { Draft } from './defaults/draft.ts';
import { findTypeOfKind } from './read-types.ts';
import { ofServer } from './server-assigned.ts';

/** Both in the same version. Fields that are neither identity, status nor generation are the updater's to say. */
export const keepOfServer = (object: JsonObject, old: JsonObject, subresource: string): JsonObject => {
  const { group, version } = toGroupVersion(object.apiVersion);
  const type = findTypeOfKind(group, version, typeof object.kind === 'string' ? object.kind : '');
  const draft: Draft = { ...object };
  const kept = type === undefined ? null : keptField(type.name, subresource);
  if (kept !== null) {
    const known = old[kept];
    if (known === undefined) delete draft[kept];
    else draft[kept] = known;
  }
  const metadata: Draft = { ...metadataOf(object) };
  const held = metadataOf(old);
  for (const field of [...ofServer, 'resourceVersion']) {
    const known = held[field];
    if (known !== undefined) metadata[field] ??= known;
  }
  const { generation } = held;
  if (typeof generation === 'number' && (type === undefined || withGeneration.has(type.name)))
    metadata.generation = isChanged(draft, old) ? generation + 1 : generation;
  draft.metadata = metadata;
  return draft;
};

/** By way of `status` nothing else is changed, and without it not the status. */
const keptField = (type: string, subresource: string): 'spec' | 'status' | null => {
  if (subresource === 'status') return 'spec';
  return subresource === 'scale' || withoutStatus.has(type) ? 'status' : null;
};

const metadataOf = ({ metadata }: JsonObject): JsonObject => (isJsonObject(metadata) ? metadata : {});

/** Generations are of what is wanted; those of a Deployment also of its annotations. */
const isChanged = (object: Draft, old: JsonObject): boolean => {
  const names = new Set([...Object.keys(object), ...Object.keys(old)]);
  for (const name of names)
    if (name !== 'metadata' && name !== 'status' && !isSame(object[name], old[name])) return true;
  const { annotations } = metadataOf(object);
  return object.kind === 'Deployment' && !isSame(annotations, metadataOf(old).annotations);
};

const isSame = (a: Json | undefined, b: Json | undefined): boolean => {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [one, other] = [a, b] as [Readonly<Record<string, Json>>, Readonly<Record<string, Json>>];
  const keys = Object.keys(one);
  return (
    Array.isArray(a) === Array.isArray(b) &&
    keys.length === Object.keys(other).length &&
    keys.every((key) => isSame(one[key], other[key]))
  );
};
