/** The containers of a pod, whichever list they are in, each with a path that outlives reordering. */

import type { FieldPath } from '../../model/field-path.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { isAbsent } from './pod-template.ts';

/** The three lists in the order in which the API server's own checks visit them. */
export const containerLists = ['initContainers', 'containers', 'ephemeralContainers'] as const;

export type ContainerList = (typeof containerLists)[number];

/** One container and where it is. The path is made when asked for: most containers never need one. */
export interface Container {
  readonly list: ContainerList;
  readonly index: number;
  /** The empty text where it has none. */
  readonly name: string;
  readonly object: JsonObject;
  /** The list it is in. */
  readonly siblings: readonly Json[];
}

/** Something else where a container or a list of them should be. */
export interface ContainerDefect {
  /** From the pod. */
  readonly path: FieldPath;
  readonly found: Json;
  readonly expected: 'a list' | 'an object';
}

/**
 * Visits every container of a pod's spec. A null item is an empty container, as the API server reads it; anything
 * else that is no object is told to `onDefect` and passed over.
 */
export const visitContainers = (
  spec: JsonObject,
  visit: (container: Container) => void,
  onDefect: (defect: ContainerDefect) => void,
): void => {
  for (const list of containerLists) {
    const siblings = spec[list];
    if (isAbsent(siblings)) continue;
    if (!isJsonArray(siblings)) {
      onDefect({ path: ['spec', list], found: siblings, expected: 'a list' });
      continue;
    }
    for (let index = 0; index < siblings.length; index += 1) {
      const object = siblings[index] ?? empty;
      if (isJsonObject(object)) {
        visit({ list, index, name: typeof object.name === 'string' ? object.name : '', object, siblings });
      } else onDefect({ path: ['spec', list, index], found: object, expected: 'an object' });
    }
  }
};

const empty: JsonObject = {};

/** The path of a container from its pod: `spec.containers[name=web]`, by index where the name does not tell it from its siblings. */
export const toContainerPath = (container: Container): FieldPath => [
  'spec',
  container.list,
  toItemSegment(container.siblings, container.index, 'name'),
];

/** How a list item is named in a path: by its key where no earlier item has the same one, else by its index. */
export const toItemSegment = (items: readonly Json[], index: number, key: string): FieldPath[number] => {
  const value = keyOf(items[index], key);
  if (value === '') return index;
  for (let earlier = 0; earlier < index; earlier += 1) if (keyOf(items[earlier], key) === value) return index;
  return { key, value };
};

const keyOf = (item: Json | undefined, key: string): string => {
  const value = isJsonObject(item) ? item[key] : undefined;
  return typeof value === 'string' ? value : '';
};
