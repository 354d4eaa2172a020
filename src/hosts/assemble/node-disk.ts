/** The disk of this machine as sources see it. */

import {
  closeSync,
  createReadStream,
  openSync,
  readSync,
  readdirSync,
  realpathSync,
  statSync,
  type Dirent,
} from 'node:fs';
import { resolve } from 'node:path';
import type { Disk, DiskEntry } from '../../sources/source.ts';

/**
 * Relative paths start from `folder`. What only names files is asked at once: to hand each question to another thread
 * and wait takes ten times as long as the answer, and of a folder there are thousands.
 */
export const createNodeDisk = (folder = '.'): Disk => ({
  list: (path) => attempt(() => readdirSync(resolve(folder, path), { withFileTypes: true }).map(toEntry)),
  stat: (path) =>
    attempt(() => {
      const found = statSync(resolve(folder, path));
      return { kind: found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other', size: found.size };
    }),
  realPath: (path) => attempt(() => realpathSync.native(resolve(folder, path))),
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

/** What it throws is thrown where it is awaited. */
const attempt = async <Value>(ask: () => Value): Promise<Value> => ask();

const toEntry = (entry: Dirent): DiskEntry => ({
  name: entry.name,
  kind: entry.isSymbolicLink() ? 'link' : entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : 'other',
});
