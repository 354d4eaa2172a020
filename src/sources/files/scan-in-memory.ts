/** Runs the files source for tests: what it finds as one line an item. */

import type { Disk, SourceContext, SourceItem } from '../source.ts';
import { filesSource } from './index.ts';
import { createMemoryDisk, type MemoryEntry } from './memory-disk.ts';

export const contextOf = (disk: Disk, standardInput: readonly Uint8Array[] = []): SourceContext => ({
  disk,
  standardInput: (async function* input() {
    yield* standardInput;
  })(),
  run: () => Promise.resolve(undefined),
  environment: {},
  clock: { now: () => 0, wait: () => Promise.resolve() },
  namespaces: [],
  signal: new AbortController().signal,
});

/** A source item as a line. */
export const describeItem = (item: SourceItem): string => {
  switch (item.kind) {
    case 'resource':
      return `${item.resource.ref.kind} ${item.resource.ref.name}`;
    case 'problem': {
      const { severity, message, span } = item.problem;
      const place = [span?.file, span?.line, span?.column].filter((part) => part !== null && part !== undefined);
      return `${severity} ${place.join(':')}: ${message}`;
    }
    case 'unread':
      return `unread ${item.unread.kind}`;
    case 'other-document':
      return `other ${item.file}#${item.document}`;
    case 'folder':
      return `${item.renderer} ${item.folder}`;
    case 'progress':
      return 'progress';
    default:
      return '';
  }
};

export const collect = async (target: string, context: SourceContext): Promise<readonly string[]> => {
  const found: string[] = [];
  for await (const item of filesSource.read(target, context)) found.push(describeItem(item));
  return found;
};

export const scan = (target: string, entries: Readonly<Record<string, MemoryEntry>>): Promise<readonly string[]> =>
  collect(target, contextOf(createMemoryDisk(entries)));

export const object = (kind: string, name: string): string =>
  `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n`;
