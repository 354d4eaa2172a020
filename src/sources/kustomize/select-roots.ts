/** Of several kustomizations, those to render: a base that another one builds on is part of that one's rendering. */

import { toFolderName } from '../kustomization-file.ts';
import type { Disk } from '../source.ts';
import { findReferences } from './references.ts';

/** The folders that no other of them builds on, in their order. Of a circle, which kustomize refuses, all are kept to be refused by name. */
export const selectRoots = async (folders: readonly string[], disk: Disk): Promise<readonly string[]> => {
  const builtOn = new Map<string, ReadonlySet<string>>();
  for (const folder of folders)
    builtOn.set(toFolderName(folder), new Set((await findReferences(folder, disk)).folders));
  const isPart = (folder: string): boolean =>
    [...builtOn].some(
      ([other, parts]) => other !== folder && parts.has(folder) && builtOn.get(folder)?.has(other) !== true,
    );
  return folders.filter((folder) => !isPart(toFolderName(folder)));
};
