/** Pours what a source yields into an estate, and keeps what is no resource for the report. */

import { exceptionsFromAnnotations } from '../../engine/except/exceptions-from-annotations.ts';
import type { Exception } from '../../model/exception.ts';
import type { Problem } from '../../model/problem.ts';
import type { Origin, Resource } from '../../model/resource.ts';
import type { Unread } from '../../model/unread.ts';
import type { SourceItem } from '../../sources/source.ts';
import type { Estate } from './estate.ts';

/** What was met besides resources, over all estates of a run. */
export interface Tally {
  readonly unread: Unread[];
  readonly problems: Problem[];
  readonly exceptions: Exception[];
  /** Where the objects stand that carry exceptions, by their keys. */
  readonly carriers: Map<string, Origin>;
  /** Namespaces that exist or that some object is in. */
  readonly namespaces: Set<string>;
  otherDocuments: number;
  /** Objects whose manifest leaves the namespace to whoever applies it. */
  unnamed: number;
  objects: number;
  /** The current context's name, once an object said so. */
  cluster: string | null;
}

export const createTally = (): Tally => ({
  unread: [],
  problems: [],
  exceptions: [],
  carriers: new Map(),
  namespaces: new Set(),
  otherDocuments: 0,
  unnamed: 0,
  objects: 0,
  cluster: null,
});

export interface ReadOptions {
  readonly honourAnnotations: boolean;
  readonly seen: (resource: Resource) => void;
  readonly progress: (text: string) => void;
}

export const readInto = async (
  estate: Estate,
  items: AsyncIterable<SourceItem>,
  tally: Tally,
  { honourAnnotations, seen, progress }: ReadOptions,
): Promise<void> => {
  for await (const item of items) {
    switch (item.kind) {
      case 'resource': {
        const { ref, origin } = item.resource;
        tally.objects += 1;
        if (origin.kind === 'cluster') tally.cluster = origin.cluster;
        if (ref.namespace === '') tally.unnamed += 1;
        if (ref.namespace !== null) tally.namespaces.add(ref.namespace === '' ? 'default' : ref.namespace);
        else if (ref.kind === 'Namespace') tally.namespaces.add(ref.name);
        estate.add(item.resource);
        seen(item.resource);
        if (!honourAnnotations) break;
        const written = exceptionsFromAnnotations(item.resource);
        for (const exception of written.exceptions) tally.exceptions.push(exception);
        for (const { carrier } of written.exceptions) if (carrier !== undefined) tally.carriers.set(carrier, origin);
        for (const problem of written.problems) tally.problems.push(problem);
        break;
      }
      case 'problem':
        tally.problems.push(item.problem);
        break;
      case 'unread':
        tally.unread.push(item.unread);
        estate.miss(item.unread);
        break;
      case 'evidence':
        estate.learn(item.evidence);
        break;
      case 'other-document':
        tally.otherDocuments += 1;
        break;
      case 'progress':
        progress(`${tally.objects} objects read`);
        break;
      case 'folder':
        // `readPaths` hands every folder to its renderer before it comes here.
        break;
    }
  }
};
