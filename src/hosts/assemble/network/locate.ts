/** Where a rule of a policy stands: its file and line, looked up once for each. */

import type { Resource } from '../../../model/resource.ts';
import { toFile } from '../../../reports/place.ts';
import type { LoadedSnapshot } from '../load-snapshot.ts';

export type Locate = (resource: Resource, path: string) => FileLine;

export interface FileLine {
  /** `null` for an object of a cluster. */
  readonly file: string | null;
  readonly line: number | null;
}

/** A hundred thousand connections name the same few rules. */
export const createLocator = (loaded: Pick<LoadedSnapshot, 'locate'>): Locate => {
  const known = new WeakMap<Resource, Map<string, FileLine>>();
  return (resource, path) => {
    const ofResource = known.get(resource) ?? new Map<string, FileLine>();
    known.set(resource, ofResource);
    const before = ofResource.get(path);
    if (before !== undefined) return before;
    const found = { file: toFile(resource.origin), line: loaded.locate(resource.origin, path)?.line ?? null };
    ofResource.set(path, found);
    return found;
  };
};
