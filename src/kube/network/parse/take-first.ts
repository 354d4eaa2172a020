/** One object of each name: overlays repeat objects, and a cluster has one of them. */

import type { Resource } from '../../../model/resource.ts';
import type { NoteBook } from './policy-notes.ts';

/** The first one read stands, as in a snapshot's look-up; the others are warned of. */
export const takeFirst = (resources: readonly Resource[], book: NoteBook): readonly Resource[] => {
  const seen = new Map<string, Resource>();
  return resources.filter((resource) => {
    const { kind, namespace, name } = resource.ref;
    // A name of the server's making is never the same twice.
    if (name === '' || name.endsWith('*')) return true;
    const key = JSON.stringify([kind, namespace === '' ? 'default' : namespace, name]);
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, resource);
      return true;
    }
    // A cluster serves one object in two groups or versions.
    if (first.origin.kind === 'cluster' && first.ref.apiVersion !== resource.ref.apiVersion) return false;
    book
      .on(resource)
      .warn(
        ['metadata', 'name'],
        `a ${kind} of this name was read before, and that one is taken: read only one of them, as a cluster holds one`,
      );
    return false;
  });
};
