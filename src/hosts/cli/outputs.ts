/** `-o FORMAT[=FILE]`, repeatable: which reports are wanted, and where they go. */

import { basename, dirname, join, resolve } from 'node:path';
import { reportFormats } from '../../reports/registry.ts';
import type { Report, ReportFormat } from '../../reports/report.ts';
import type { CliContext } from './cli-context.ts';
import { UsageError } from './command.ts';
import { closest } from '../../lang/pattern/closest.ts';

export interface Output {
  readonly format: ReportFormat;
  /** `null` for standard output. */
  readonly file: string | null;
}

export const toOutputs = async (words: readonly string[], context: CliContext): Promise<readonly Output[]> => {
  const outputs = (words.length === 0 ? ['table'] : words).map(toOutput);
  if (outputs.filter(({ file }) => file === null).length > 1) {
    throw new UsageError('only one format can go to standard output; write the others to files: -o sarif=vauban.sarif');
  }
  const places = new Map<string, string>();
  for (const { file } of outputs) {
    const place = file === null ? null : await findPlace(file, context);
    if (file === null || place === null) continue;
    const before = places.get(place);
    if (before !== undefined) {
      throw new UsageError(
        `two formats are to be written to ${before === file ? file : `one file: ${before} and ${file}`}`,
      );
    }
    places.set(place, file);
  }
  return outputs;
};

/** One name for one file, however it is spelt or linked to; `null` for what takes any number of texts, such as a device. */
const findPlace = async (file: string, { disk, workingFolder }: CliContext): Promise<string | null> => {
  const path = resolve(workingFolder, file);
  try {
    return (await disk.stat(path)).kind === 'other' ? null : await disk.realPath(path);
  } catch {
    // It is still to be made: its folder alone may be a link.
  }
  try {
    return join(await disk.realPath(dirname(path)), basename(path));
  } catch {
    return path;
  }
};

const toOutput = (word: string): Output => {
  const equals = word.indexOf('=');
  const id = equals < 0 ? word : word.slice(0, equals);
  const file = equals < 0 ? null : word.slice(equals + 1);
  const format = reportFormats.find((candidate) => candidate.id === id);
  if (format === undefined) {
    const ids = reportFormats.map((candidate) => candidate.id);
    const meant = closest(id, ids);
    throw new UsageError(
      `there is no format ${id}; ${meant === undefined ? `one of ${ids.join(', ')}` : `did you mean ${meant}?`}`,
    );
  }
  if (file === '') throw new UsageError(`-o ${word}: the file's name is missing after =`);
  return { format, file };
};

/** Writes every report; says what could not be written in one line each and gives false. */
export const writeReports = async (
  report: Report,
  outputs: readonly Output[],
  options: { readonly brief: boolean; readonly all: boolean },
  { output, error, files }: CliContext,
): Promise<boolean> => {
  let written = true;
  for (const { format, file } of outputs) {
    if (file === null) {
      for (const piece of format.render(report, { ...options, colour: output.colour, width: output.width }))
        await output.write(piece);
      continue;
    }
    try {
      await files.write(file, format.render(report, { ...options, colour: false, width: 0 }));
    } catch (cause) {
      written = false;
      await error.write(`vauban: ${file} could not be written: ${explainWriteFailure(cause)}\n`);
    }
  }
  return written;
};

/** The usual cases in plain words; a file that could not be finished does not exist. */
export const explainWriteFailure = (cause: unknown): string => {
  switch ((cause as NodeJS.ErrnoException).code) {
    case 'ENOSPC':
      return 'the disk is full';
    case 'EDQUOT':
      return 'the quota of the disk is used up';
    case 'EACCES':
    case 'EPERM':
      return 'no permission to write there';
    case 'EROFS':
      return 'the file system is read-only';
    case 'EISDIR':
      return 'it is a folder';
    case 'ENOTDIR':
      return 'what should be its folder is a file';
    case 'ENOENT':
      return 'its folder cannot be made there';
    case 'ELOOP':
      return 'its links lead in a circle';
    case 'ENAMETOOLONG':
      return 'the name is too long';
    case 'EPIPE':
      return 'whoever read it went away';
    case 'ENXIO':
      return 'it is a socket';
    default:
      return cause instanceof Error ? cause.message : String(cause);
  }
};
