/** What a kustomization refers to: folders and files on disk, or something on another machine, which is never fetched. */

import { isAbsolute, join } from 'node:path';
import { isJsonArray } from '../../model/json.ts';
import {
  isUrl,
  kindOf,
  readKustomization,
  toFileEntries,
  toFolderEntries,
  toFolderName,
} from '../kustomization-file.ts';
import type { Disk } from '../source.ts';

export interface References {
  /** Folders that are rendered as part of this one, directly or through others. */
  readonly folders: readonly string[];
  /** What would be fetched from another machine, each as it is written. */
  readonly remote: readonly string[];
  /** What should be on this disk and is not, by the file that names it. */
  readonly missing: readonly { readonly file: string; readonly entry: string }[];
  /** The kustomizations that have kustomize run Helm. */
  readonly inflating: readonly string[];
}

/** Follows a kustomization into the folders it builds on. Deeper than any real one, and an end for a circle of links. */
const mostFolders = 1000;

export const findReferences = async (folder: string, disk: Disk): Promise<References> => {
  const folders: string[] = [];
  const remote = new Set<string>();
  const missing: { readonly file: string; readonly entry: string }[] = [];
  const inflating: string[] = [];
  const seen = new Set([toFolderName(folder)]);
  const queue = [folder];
  for (let next = queue.shift(); next !== undefined && seen.size < mostFolders; next = queue.shift()) {
    const read = await readKustomization(next, disk);
    if (read.kind === 'problem') continue;
    const { file, value } = read;
    if (helmFields.some((field) => isJsonArray(value[field]))) inflating.push(file);
    for (const entry of toFolderEntries(value)) {
      const path = isAbsolute(entry) ? entry : toFolderName(join(next, entry));
      const kind = isUrl(entry) ? 'absent' : await kindOf(path, disk);
      // An entry that is neither file nor folder is taken for a repository and cloned.
      if (kind === 'absent' && isElsewhere(entry)) remote.add(entry);
      else if (kind === 'absent') missing.push({ file, entry });
      else if (kind === 'folder' && !seen.has(path)) {
        seen.add(path);
        folders.push(path);
        queue.push(path);
      }
    }
    for (const entry of toFileEntries(value)) if (isUrl(entry)) remote.add(entry);
  }
  return { folders, remote: [...remote], missing, inflating };
};

const helmFields = ['helmCharts', 'helmChartInflationGenerator'];

/** What names another machine: an address, or a host and a path of a repository on it. */
const isElsewhere = (entry: string): boolean =>
  isUrl(entry) ||
  /[?&]ref=|\.git(?:$|[/?])/.test(entry) ||
  (/^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}[/:]/i.test(entry) && !/\.(?:ya?ml|json)$/i.test(entry));
