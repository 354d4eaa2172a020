/** Reads and writes whole files for the command line: settings, exceptions, reports, patches. */

import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FileWriter } from './cli-context.ts';

/** Relative paths start from `folder`. */
export const createFileWriter = (folder: string): FileWriter => ({
  async readText(path) {
    try {
      return await readFile(resolve(folder, path), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  },

  async write(path, pieces) {
    const target = resolve(folder, path);
    await mkdir(dirname(target), { recursive: true });
    const draft = `${target}.${randomBytes(4).toString('hex')}.part`;
    try {
      await pipeline(Readable.from(pieces), createWriteStream(draft, { flags: 'wx' }));
      await rename(draft, target);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
  },
});
