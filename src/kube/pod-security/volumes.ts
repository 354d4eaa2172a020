/** The volumes of a pod, as both checks about them see them. */

import type { FieldPath } from '../../model/field-path.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { toItemSegment } from '../workload/containers.ts';
import type { Violation } from './check.ts';
import { describeType } from './pod-view.ts';

/**
 * Visits each volume; false where `volumes` is no list. A null item is an empty volume, as the API server reads it,
 * and so is anything else that is no object: the visitor then finds no source that it allows.
 */
export const visitVolumes = (
  volumes: Json,
  visit: (volume: JsonObject, index: number, all: readonly Json[]) => void,
): boolean => {
  if (!isJsonArray(volumes)) return false;
  for (let index = 0; index < volumes.length; index += 1) {
    const volume = volumes[index];
    visit(isJsonObject(volume) ? volume : malformed(volume), index, volumes);
  }
  return true;
};

/** A volume that is no object has the one source `unknown`, so that it is not taken for one without a source. */
const malformed = (volume: Json | undefined): JsonObject => (volume === null ? {} : { unknown: volume ?? null });

export const toVolumesDefect = (volumes: Json): Violation => ({
  path: ['spec', 'volumes'],
  message: `The pod sets volumes to ${describeType(volumes)}, where a list is expected: the API server refuses it.`,
  edits: [],
});

export const volumePath = (all: readonly Json[], index: number): FieldPath => [
  'spec',
  'volumes',
  toItemSegment(all, index, 'name'),
];

export const nameVolume = (volume: JsonObject, index: number): string =>
  typeof volume.name === 'string' && volume.name !== ''
    ? `Volume ${JSON.stringify(volume.name)}`
    : `The volume at index ${index}`;
