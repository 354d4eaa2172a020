/** Paths in a settings file start from its own folder, and what it asks to be written stays below that. */

import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import type { Disk } from '../../sources/source.ts';
import { UsageError } from './command.ts';

/** Standard input is no path, and what is beside the caller keeps the words it was written in. */
export const toPathFrom = (folder: string, path: string): string =>
  path === '-' || folder === '.' || isAbsolute(path) ? path : join(folder, path);

export interface OutputContext {
  readonly disk: Pick<Disk, 'realPath' | 'list'>;
  readonly workingFolder: string;
}

/**
 * An output of a settings file, its file told from where the program runs. The file is read without being asked for,
 * and may lie in a folder of strangers: were it free to name any file, scanning that folder could overwrite one of the
 * person's own. Links out of the folder count as leaving it.
 */
export const toOutputFrom = async (
  settingsFile: string,
  output: string,
  { disk, workingFolder }: OutputContext,
): Promise<string> => {
  const equals = output.indexOf('=');
  if (equals < 0) return output;
  const folder = dirname(settingsFile);
  const file = output.slice(equals + 1);
  const path = toPathFrom(folder, file);
  if (
    isOutside(resolve(workingFolder, folder), resolve(workingFolder, folder, file)) ||
    (await leavesByLink(folder, path, disk))
  ) {
    throw new UsageError(
      `${settingsFile}: output ${output} is not below the folder of the settings; say it on the command line: -o ${output}`,
    );
  }
  return `${output.slice(0, equals + 1)}${path}`;
};

const leavesByLink = async (folder: string, path: string, disk: Pick<Disk, 'realPath' | 'list'>): Promise<boolean> => {
  const home = await disk.realPath(folder);
  // Of a file that is yet to be made the nearest folder above it decides.
  for (let above = path; above !== dirname(above); above = dirname(above)) {
    try {
      return isOutside(home, await disk.realPath(above));
    } catch {
      // Writing follows a link to what is not there yet.
      if (await isLink(above, disk)) return true;
    }
  }
  return false;
};

const isLink = async (path: string, disk: Pick<Disk, 'list'>): Promise<boolean> => {
  try {
    const entries = await disk.list(dirname(path));
    return entries.some(({ name, kind }) => kind === 'link' && name === basename(path));
  } catch {
    return false;
  }
};

const isOutside = (folder: string, path: string): boolean => {
  const way = relative(folder, path);
  return way === '..' || /^\.\.[\\/]/.test(way) || isAbsolute(way);
};
