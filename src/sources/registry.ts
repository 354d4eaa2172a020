/** The sources: what paths hold first, then what renders folders found there, then the live cluster. */

import { clusterSource } from './cluster/index.ts';
import { filesSource } from './files/index.ts';
import { helmSource } from './helm/index.ts';
import { kustomizeSource } from './kustomize/index.ts';
import type { Source } from './source.ts';

export const sources: readonly Source[] = toRegistry([filesSource, helmSource, kustomizeSource, clusterSource]);

/** The source of that id. Ids are written in code, never by a user: an unknown one is a bug. */
export const sourceById = (id: string): Source => {
  const source = sources.find((one) => one.id === id);
  if (source === undefined) throw new Error(`there is no source ${id}`);
  return source;
};

/** Two sources of one id would leave one unreachable: refused when the program starts, with the id. */
function toRegistry(list: readonly Source[]): readonly Source[] {
  const seen = new Set<string>();
  for (const { id } of list) {
    if (seen.has(id)) throw new Error(`two sources are called ${id}`);
    seen.add(id);
  }
  return Object.freeze([...list]);
}
