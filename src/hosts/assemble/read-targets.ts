/** Reads targets through their sources, handing charts and kustomizations on to their renderers. */

import type { SourceTexts } from '../../sources/files/source-texts.ts';
import { sourceById } from '../../sources/registry.ts';
import type { SourceContext, SourceItem } from '../../sources/source.ts';

export async function* readTargets(
  targets: readonly string[],
  kind: 'path' | 'context',
  context: SourceContext,
  texts: SourceTexts,
): AsyncGenerator<SourceItem> {
  const rendered = new Set<string>();
  for (const target of targets) {
    const source = sourceById(kind === 'path' ? 'files' : 'cluster');
    for await (const item of source.read(target, texts.retaining(context))) {
      if (item.kind !== 'folder') {
        yield item;
        continue;
      }
      // Overlapping targets name one folder twice; it is rendered once.
      const key = `${item.renderer}:${item.folder}`;
      if (rendered.has(key)) continue;
      rendered.add(key);
      yield* sourceById(item.renderer).read(item.folder, context);
    }
  }
}
