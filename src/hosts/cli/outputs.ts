/** `-o FORMAT[=FILE]`, repeatable: which reports are wanted, and where they go. */

import { basename, dirname, join, resolve } from 'node:path';
import { reportFormats } from '../../reports/registry.ts';
import type { Report, ReportFormat } from '../../reports/report.ts';
import type { CliContext } from './cli-context.ts';
import { UsageError } from './command.ts';
import { closest } from '../../lang/pattern/closest.ts';

export interface Output<Format extends NamedFormat = ReportFormat> {
  readonly format: Format;
  /** `null` for standard output. */
  readonly file: string | null;
}

/** A format of some command: of reports, or of the results of `vauban test`. */
export interface NamedFormat {
  readonly id: string;
}

export const toOutputs = (words: readonly string[], context: CliContext): Promise<readonly Output[]> =>
  toOutputsOf(reportFormats, words, context);

/** Without words the first format goes to standard output. */
export const toOutputsOf = async <Format extends NamedFormat>(
  formats: readonly Format[],
  words: readonly string[],
  context: CliContext,
): Promise<readonly Output<Format>[]> => {
  const asked = words.length === 0 ? formats.slice(0, 1).map(({ id }) => id) : words;
  const outputs = asked.map((word) => toOutput(formats, word));
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

const toOutput = <Format extends NamedFormat>(formats: readonly Format[], word: string): Output<Format> => {
  const equals = word.indexOf('=');
  const id = equals < 0 ? word : word.slice(0, equals);
  const file = equals < 0 ? null : word.slice(equals + 1);
  const format = formats.find((candidate) => candidate.id === id);
  if (format === undefined) {
    const ids = formats.map((candidate) => candidate.id);
    const meant = closest(id, ids);
    throw new UsageError(
      `there is no format ${id}; ${meant === undefined ? `one of ${ids.join(', ')}` : `did you mean ${meant}?`}`,
    );
  }
  if (file === '') throw new UsageError(`-o ${word}: the file's name is missing after =`);
  return { format, file };
};

/** Writes every report; says what could not be written in one line each and gives false. */
export const writeReports = (
  report: Report,
  outputs: readonly Output[],
  options: { readonly brief: boolean; readonly all: boolean },
  context: CliContext,
): Promise<boolean> =>
  writeOutputs(outputs, ({ format }, sink) => format.render(report, { ...options, ...sink }), context);

/** What the text is for: a terminal of some width and colour, or a file. */
export interface TextWidth {
  readonly colour: boolean;
  readonly width: number;
}

export const writeOutputs = async <Format extends NamedFormat>(
  outputs: readonly Output<Format>[],
  render: (output: Output<Format>, sink: TextWidth) => Iterable<string>,
  { output: standard, error, files }: CliContext,
): Promise<boolean> => {
  let written = true;
  for (const output of outputs) {
    const { file } = output;
    if (file === null) {
      for (const piece of render(output, { colour: standard.colour, width: standard.width }))
        await standard.write(piece);
      continue;
    }
    try {
      await files.write(file, render(output, { colour: false, width: 0 }));
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
