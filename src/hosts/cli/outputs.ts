/** `-o FORMAT[=FILE]`, repeatable: which reports are wanted, and where they go. */

import { reportFormats } from '../../reports/registry.ts';
import type { Report, ReportFormat } from '../../reports/report.ts';
import type { CliContext } from './cli-context.ts';
import { UsageError } from './command.ts';
import { closest } from './did-you-mean.ts';

export interface Output {
  readonly format: ReportFormat;
  /** `null` for standard output. */
  readonly file: string | null;
}

export const toOutputs = (words: readonly string[]): readonly Output[] => {
  const outputs = (words.length === 0 ? ['table'] : words).map(toOutput);
  if (outputs.filter(({ file }) => file === null).length > 1) {
    throw new UsageError('only one format can go to standard output; write the others to files: -o sarif=vauban.sarif');
  }
  const files = outputs.flatMap(({ file }) => (file === null ? [] : [file]));
  const twice = files.find((file, position) => files.indexOf(file) !== position);
  if (twice !== undefined) throw new UsageError(`two formats are to be written to ${twice}`);
  return outputs;
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
