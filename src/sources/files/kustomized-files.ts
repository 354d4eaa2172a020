/** Finds the files a kustomization uses: they mean nothing, or something else, before it is rendered. */

import { isAbsolute, join } from 'node:path';
import { isUrl, readKustomization, toFileEntries, toFolderEntries } from '../kustomization-file.ts';
import type { Disk } from '../source.ts';

/**
 * Real paths of the files that the kustomization in `folder` names as resources, patches, or what its ConfigMaps hold.
 * Of a kustomization that cannot be read there are none, and its renderer says why. kustomize takes files only from
 * the folder itself and below and refuses others, which are nobody's then; so whoever walks downwards meets the
 * kustomization before its files.
 */
export const findKustomizedFiles = async (folder: string, disk: Disk): Promise<readonly string[]> => {
  const read = await readKustomization(folder, disk);
  if (read.kind === 'problem') return [];
  const entries = [...toFolderEntries(read.value), ...toFileEntries(read.value)].filter((entry) => !isUrl(entry));
  const paths = entries.map((entry) => toRealPath(isAbsolute(entry) ? entry : join(folder, entry), disk));
  return (await Promise.all(paths)).filter((path) => path !== undefined);
};

/** What is not there is told by the renderer. */
const toRealPath = async (path: string, disk: Disk): Promise<string | undefined> => {
  try {
    return await disk.realPath(path);
  } catch {
    return undefined;
  }
};
