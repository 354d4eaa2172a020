/** Names of files for objects: told apart whatever the objects are called, and the same each time. */

import type { ResourceRef } from '../../../../model/resource.ts';

/**
 * No name of Kubernetes has `_` in it but some of roles, so `a-b` and `c` hardly look like `a` and `b-c`; what does is
 * numbered. Lower case: some file systems tell none from another.
 */
export const createFileNames = (): ((ref: ResourceRef, what: string | null) => string) => {
  const taken = new Set<string>();
  return ({ namespace, kind, name }, what) => {
    const words = [namespace ?? '', kind, name].filter((word) => word !== '');
    const stem = words.map((word) => word.toLowerCase().replaceAll(/[^a-z0-9.-]/g, '-')).join('_');
    // File systems take 255 bytes. A name that begins with a dot would be hidden, or lead out of the folder.
    const short = stem.slice(0, 200).replace(/^[.-]+/, '') || 'object';
    const end = what === null ? 'yaml' : `${what}.yaml`;
    let file = `${short}.${end}`;
    for (let number = 2; taken.has(file); number += 1) file = `${short}_${number}.${end}`;
    taken.add(file);
    return file;
  };
};
