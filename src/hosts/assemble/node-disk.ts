/** The disk of this machine as sources see it. */

import { closeSync, createReadStream, openSync, readSync, type Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Disk, DiskEntry } from '../../sources/source.ts';

/** Relative paths start from `folder`. */
export const createNodeDisk = (folder = '.'): Disk => ({
  list: async (path) => (await readdir(resolve(folder, path), { withFileTypes: true })).map(toEntry),
  stat: async (path) => {
    const found = await stat(resolve(folder, path));
    return { kind: found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other', size: found.size };
  },
  realPath: (path) => realpath(resolve(folder, path)),
  read: (path) => createReadStream(resolve(folder, path), { highWaterMark: 1 << 20 }),
  readRange: (path, start, end) => {
    const bytes = new Uint8Array(end - start);
    const file = openSync(resolve(folder, path), 'r');
    try {
      let filled = 0;
      while (filled < bytes.length) {
        const read = readSync(file, bytes, filled, bytes.length - filled, start + filled);
        if (read === 0) break;
        filled += read;
      }
      return bytes.subarray(0, filled);
    } finally {
      closeSync(file);
    }
  },
});

const toEntry = (entry: Dirent): DiskEntry => ({
  name: entry.name,
  kind: entry.isSymbolicLink() ? 'link' : entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : 'other',
});
