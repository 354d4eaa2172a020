/** Finds the chart a path's templates belong to: a template means nothing until its chart is rendered. */

import { join } from 'node:path/posix';
import type { Disk } from '../source.ts';

/**
 * The folder of the nearest chart above that has the target among its templates, in the person's own spelling where
 * that leads there; `undefined` for what is no template. Throws what the disk says of the target itself.
 */
export const findChart = async (target: string, disk: Disk): Promise<string | undefined> => {
  const segments = (await disk.realPath(target)).split(separator);
  for (let index = segments.lastIndexOf('templates'); index > 0; index = segments.lastIndexOf('templates', index - 1)) {
    const folder = segments.slice(0, index).join('/');
    if (await isFile(`${folder}/Chart.yaml`, disk)) return spell(target, segments.length - index, folder, disk);
  }
  return undefined;
};

const separator = /[/\\]/;

const isFile = async (path: string, disk: Disk): Promise<boolean> => {
  try {
    return (await disk.stat(path)).kind === 'file';
  } catch {
    return false;
  }
};

/** `levels` above the target as it was written; a link on the way leads elsewhere, and then it is the real path. */
const spell = async (target: string, levels: number, folder: string, disk: Disk): Promise<string> => {
  const above = join(target, ...Array.from({ length: levels }, () => '..')).replace(/(.)\/$/, '$1');
  try {
    return (await disk.realPath(above)).split(separator).join('/') === folder ? above : folder;
  } catch {
    return folder;
  }
};
