/** Reads and writes whole files for the command line: settings, exceptions, reports, patches. */

import { randomBytes } from 'node:crypto';
import { constants, createWriteStream, type Stats } from 'node:fs';
import { access, chmod, mkdir, open, readFile, readlink, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FileWriter } from './cli-context.ts';

/** Relative paths start from `folder`. */
export const createFileWriter = (folder: string): FileWriter => ({
  async readText(path) {
    try {
      return await readFile(resolve(folder, path), 'utf8');
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw error;
    }
  },

  async write(path, pieces) {
    const target = resolve(folder, path);
    const found = await statOrNothing(target);
    if (found?.isDirectory() === true) throw failure('EISDIR', target);
    if (found === undefined) await writeWhole(await followLinks(target), pieces, undefined);
    else if (found.isFile() && !isDescriptor(target)) await writeWhole(await realpath(target), pieces, found);
    else await writeInto(target, pieces);
  },
});

/** What is written, in order; what making it throws leaves the file as it was. */
type Pieces = Parameters<FileWriter['write']>[1];

/** `/dev/stdout` leads to whatever the shell opened, whose other writers must not be left with a file that has no name. */
const isDescriptor = (path: string): boolean => /^\/(?:proc\/|dev\/(?:fd\/|std(?:out|err)$))/.test(path);

/** A draft beside the file takes its place when it is whole, with the mode of what was there. */
const writeWhole = async (target: string, pieces: Pieces, before: Stats | undefined): Promise<void> => {
  // Renaming asks the folder alone: a file that its owner made read-only would be replaced.
  if (before === undefined) await makeFolder(dirname(target));
  else await access(target, constants.W_OK);
  const draft = join(dirname(target), `.${randomBytes(8).toString('hex')}.part`);
  const mode = before === undefined ? 0o666 : before.mode & 0o777;
  try {
    await pipeline(Readable.from(pieces), createWriteStream(draft, { flags: 'wx', mode }));
    // The mask of the process took bits away that the file had.
    if (before !== undefined) await chmod(draft, mode);
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
};

/** A device, a FIFO or a descriptor is written to, never replaced; appending keeps what a shell wrote there before. */
const writeInto = async (target: string, pieces: Pieces): Promise<void> => {
  const file = await open(target, constants.O_WRONLY | constants.O_APPEND);
  await pipeline(Readable.from(pieces), file.createWriteStream());
};

/** Where a link to a file that is not there yet leads; any other path is itself. */
const followLinks = async (path: string): Promise<string> => {
  let place = path;
  // As many as Linux follows; a circle was refused before, unless somebody makes one now.
  for (let links = 0; links < 40; links += 1) {
    const next = await readLinkOrNothing(place);
    if (next === undefined) return place;
    place = resolve(await realpath(dirname(place)), next);
  }
  throw failure('ELOOP', path);
};

/** Node's own recursive mkdir never ends where a folder takes no new ones, such as `/proc`. */
const makeFolder = async (folder: string): Promise<void> => {
  const found = await statOrNothing(folder);
  if (found?.isDirectory() === true) return;
  if (found !== undefined) throw failure('ENOTDIR', folder);
  await makeFolder(dirname(folder));
  try {
    await mkdir(folder);
  } catch (error) {
    // Somebody else may have made it in the meantime.
    if (codeOf(error) !== 'EEXIST') throw error;
  }
};

const statOrNothing = async (path: string): Promise<Stats | undefined> => {
  try {
    return await stat(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
};

const readLinkOrNothing = async (path: string): Promise<string | undefined> => {
  try {
    return await readlink(path);
  } catch (error) {
    // EINVAL: it is there and no link.
    if (['ENOENT', 'EINVAL'].includes(codeOf(error) ?? '')) return undefined;
    throw error;
  }
};

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

const failure = (code: string, path: string): NodeJS.ErrnoException =>
  Object.assign(new Error(`${code}: ${path}`), { code, path });
