/** A cheap digest of files: names, sizes and times, not what is in them. Equal digests mean that nobody has written there. */

import { createHash } from 'node:crypto';
import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What a look passes over, and what is written without anybody meaning it. */
const passedOver: ReadonlySet<string> = new Set(['.git', 'node_modules', '.terraform', '.cache']);

/** A larger tree is looked at by interval: to ask it takes as long as to read it. */
const mostEntries = 200_000;

/** `null` where it cannot be told. Links are followed once, for files; a folder behind a link is part of no estate. */
export const digestFiles = async (paths: readonly string[], signal: AbortSignal): Promise<string | null> => {
  const hash = createHash('sha256');
  let entries = 0;
  const add = async (path: string, isNamed: boolean): Promise<boolean> => {
    entries += 1;
    if (entries > mostEntries || signal.aborted) return false;
    const found = await stat(path, { bigint: true }).catch(() => null);
    if (found === null) {
      hash.update(`${path}\0absent\n`);
      return true;
    }
    if (!found.isDirectory()) {
      hash.update(`${path}\0${found.size}\0${found.mtimeNs}\0${found.ino}\n`);
      return true;
    }
    if (!isNamed && passedOver.has(path.slice(path.lastIndexOf('/') + 1))) return true;
    return addFolder(path);
  };
  const addFolder = async (path: string): Promise<boolean> => {
    const names: { readonly name: string; readonly isLink: boolean }[] = [];
    try {
      for await (const entry of await opendir(path)) {
        if (names.length > mostEntries) return false;
        if (!passedOver.has(entry.name)) names.push({ name: entry.name, isLink: entry.isSymbolicLink() });
      }
    } catch {
      hash.update(`${path}\0unreadable\n`);
      return true;
    }
    for (const { name, isLink } of names.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const child = join(path, name);
      const isFolderLink =
        isLink &&
        (await stat(child).then(
          (one) => one.isDirectory(),
          () => false,
        ));
      if (!isFolderLink && !(await add(child, false))) return false;
    }
    return true;
  };
  for (const path of paths) if (!(await add(path, true))) return null;
  return hash.digest('hex');
};
