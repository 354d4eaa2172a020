/** Reads a file of exceptions in whichever format it is. */

import type { Exception } from '../model/exception.ts';
import type { Problem } from '../model/problem.ts';
import { readDocuments } from './documents.ts';
import { exceptionFormats } from './registry.ts';

export interface ImportedExceptions {
  /** The id of the format; `null` where none recognises the file, which is then a Problem. */
  readonly format: string | null;
  readonly exceptions: readonly Exception[];
  readonly problems: readonly Problem[];
}

/** Untrusted text; never throws. `file` is the path as the person gave it: its name is half of what tells the format. */
export const importExceptions = (text: string, file: string): ImportedExceptions => {
  const plain = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const format = exceptionFormats.find((one) => one.recognises(file, plain));
  if (format !== undefined && !plain.includes('\0')) return { format: format.id, ...format.parse(plain, file) };
  return { format: null, exceptions: [], problems: explainUnknown(plain, file) };
};

const explainUnknown = (text: string, file: string): readonly Problem[] => {
  const refuse = (message: string): readonly Problem[] => [
    { severity: 'error', message, span: { file, line: null, column: null }, policy: null },
  ];
  // What is no UTF-8 became replacement characters when it was read.
  if (/[\0\uFFFD]/.test(text)) return refuse('this is no text in UTF-8');
  if (text.trim() === '') return refuse('the file is empty');
  // A name promises YAML or JSON: what stops it from being read comes before what it might have been.
  const { problems } = /\.(?:ya?ml|json)$/i.test(file) ? readDocuments(text, file) : { problems: [] };
  if (problems.length > 0) return problems.slice(0, 1);
  const known = exceptionFormats.map(({ summary }) => summary).join('; ');
  return refuse(`no known format of exceptions; these are read: ${known}`);
};
