/** Writes a folder of files that a later run may replace: told from a person's own by how they begin, and all or none of them. */

import { join, resolve } from 'node:path';
import type { CliContext } from './cli-context.ts';
import { explainWriteFailure } from './outputs.ts';

export interface OwnFile {
  /** Below the folder. */
  readonly name: string;
  readonly text: string;
}

/** Files that an earlier run made, by absolute path: what is in them is replaced, and counts for nothing. */
export const findOwnFiles = async (
  folder: string,
  marks: readonly string[],
  { disk, files, workingFolder }: CliContext,
): Promise<ReadonlySet<string>> => {
  const own = new Set<string>();
  try {
    for (const { name, kind } of await disk.list(folder)) {
      if (kind !== 'file' || !/\.(?:ya?ml|undo|sh|md)$/.test(name)) continue;
      const text = await files.readText(join(folder, name));
      if (text !== undefined && marks.some((mark) => text.startsWith(mark)))
        own.add(resolve(workingFolder, folder, name));
    }
  } catch {
    // There is no such folder yet, or it cannot be read: writing will say why.
  }
  return own;
};

export interface OwnFilesRequest {
  readonly files: readonly OwnFile[];
  readonly own: ReadonlySet<string>;
  readonly folder: string;
  /** Also over what a person wrote. */
  readonly force: boolean;
  readonly dryRun: boolean;
}

/** Asks of every file first: half of them helps nobody. Says what it did, and gives false where it did nothing that was asked. */
export const writeOwnFiles = async (
  { files, own, folder, force, dryRun }: OwnFilesRequest,
  { files: disk, error, workingFolder }: CliContext,
): Promise<boolean> => {
  const foreign: string[] = [];
  for (const { name } of files) {
    const file = join(folder, name);
    if (own.has(resolve(workingFolder, file)) || force) continue;
    try {
      if ((await disk.readText(file)) !== undefined) foreign.push(file);
    } catch (cause) {
      await error.write(`vauban: ${file} could not be read: ${explainWriteFailure(cause)}\n`);
      return false;
    }
  }
  if (foreign.length > 0) {
    await error.write(
      `vauban: ${foreign.join(', ')} ${foreign.length === 1 ? 'was' : 'were'} not made by this command, so nothing is written; choose another folder, or --force\n`,
    );
    return false;
  }
  if (dryRun) {
    await error.write(`vauban: would write ${files.map(({ name }) => join(folder, name)).join(', ')}\n`);
    return true;
  }
  for (const { name, text } of files) {
    const file = join(folder, name);
    try {
      await disk.write(file, [text]);
    } catch (cause) {
      await error.write(`vauban: ${file} could not be written: ${explainWriteFailure(cause)}\n`);
      return false;
    }
  }
  const names = new Set(files.map(({ name }) => resolve(workingFolder, folder, name)));
  for (const file of own)
    if (!names.has(file)) await error.write(`vauban: ${file} is of an earlier run and not made any more; delete it\n`);
  return true;
};
