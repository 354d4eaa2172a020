/** Reads targets through their sources, handing charts and kustomizations on to their renderers. */

import { peekSnapshot, selectFolders, sourceById, type SourceTexts } from '../../sources/registry.ts';
import type { SourceContext, SourceItem } from '../../sources/source.ts';

export interface ContextOptions {
  /** Also ask the API server about itself. */
  readonly controlPlane: boolean;
}

/** A cluster that could not be reached says so once: its control plane is not asked then. */
export async function* readContext(
  name: string,
  context: SourceContext,
  { controlPlane }: ContextOptions,
): AsyncGenerator<SourceItem> {
  let isReached = true;
  for await (const item of sourceById('cluster').read(name, context)) {
    isReached &&= item.kind !== 'problem';
    yield item;
  }
  if (isReached && controlPlane) yield* sourceById('control-plane').read(name, context);
}

/** What was said of the cluster itself is left out where a live one would not be asked. */
export async function* readSnapshot(
  path: string,
  context: SourceContext,
  { controlPlane }: ContextOptions,
): AsyncGenerator<SourceItem> {
  for await (const item of sourceById('snapshot').read(path, context))
    if (controlPlane || item.kind !== 'evidence') yield item;
}

/**
 * What several targets share is read once. Folders are rendered when all are known: what one kustomization builds on is
 * not rendered a second time by itself.
 */
export async function* readPaths(
  paths: readonly string[],
  context: SourceContext,
  texts: SourceTexts,
): AsyncGenerator<SourceItem> {
  const retaining = texts.retaining(context);
  const folders = new Map<string, Extract<SourceItem, { kind: 'folder' }>>();
  const isRead = createReadMemory(context);
  for (const path of new Set(paths)) {
    // Who judges keeps snapshots apart; who looks for documents among files looks into them too.
    const source = (await peekSnapshot(path, context.disk)) === null ? 'files' : 'snapshot';
    for await (const item of sourceById(source).read(path, retaining)) {
      if (item.kind === 'folder') folders.set(`${item.renderer}:${await toRealPath(item.folder, context)}`, item);
      else if (paths.length === 1 || !(await isRead(item, path))) yield item;
    }
  }
  for (const { renderer, folder } of await selectFolders([...folders.values()], context.disk)) {
    yield* sourceById(renderer).read(folder, context);
  }
}

/** Tells whether what an item is about was read through an earlier target. Asks the disk once a file. */
const createReadMemory = (context: SourceContext): ((item: SourceItem, target: string) => Promise<boolean>) => {
  /** The target that read it first, by real path. */
  const readers = new Map<string, string>();
  let last = { file: '', target: '', reader: '' };
  return async (item, target) => {
    const file = toFile(item);
    if (file === null) return false;
    if (file !== last.file || target !== last.target) {
      const real = await toRealPath(file, context);
      const reader = readers.get(real) ?? target;
      readers.set(real, reader);
      last = { file, target, reader };
    }
    return last.reader !== target;
  };
};

const toFile = (item: SourceItem): string | null => {
  switch (item.kind) {
    case 'resource':
      return item.resource.origin.kind === 'file' ? item.resource.origin.file : null;
    case 'problem':
      return item.problem.span?.file ?? null;
    case 'unread':
      return item.unread.group === null ? item.unread.kind : null;
    case 'other-document':
      return item.file;
    case 'folder':
    case 'evidence':
    case 'progress':
      return null;
  }
};

/** A path that cannot be resolved (standard input, a file that went away) stands for itself. */
const toRealPath = async (path: string, { disk }: SourceContext): Promise<string> => {
  try {
    return path === '-' ? path : await disk.realPath(path);
  } catch {
    return path;
  }
};
