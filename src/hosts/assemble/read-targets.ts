/** Reads targets through their sources, handing charts and kustomizations on to their renderers. */

import { selectFolders, sourceById, type SourceTexts } from '../../sources/registry.ts';
import type { SourceContext, SourceItem } from '../../sources/source.ts';

export const readContext = (name: string, context: SourceContext): AsyncIterable<SourceItem> =>
  sourceById('cluster').read(name, context);

/** Folders are rendered when all are known: what one kustomization builds on is not rendered a second time by itself. */
export async function* readPaths(
  paths: readonly string[],
  context: SourceContext,
  texts: SourceTexts,
): AsyncGenerator<SourceItem> {
  const retaining = texts.retaining(context);
  // Overlapping targets name one folder twice; it is rendered once.
  const folders = new Map<string, Extract<SourceItem, { kind: 'folder' }>>();
  for (const path of paths) {
    for await (const item of sourceById('files').read(path, retaining)) {
      if (item.kind === 'folder') folders.set(`${item.renderer}:${item.folder}`, item);
      else yield item;
    }
  }
  for (const { renderer, folder } of await selectFolders([...folders.values()], context.disk)) {
    yield* sourceById(renderer).read(folder, context);
  }
}
