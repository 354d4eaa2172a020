/** Reads a file of exceptions in whichever format it is. */

import type { Exception } from '../model/exception.ts';
import type { Problem } from '../model/problem.ts';
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
  if (format === undefined) {
    const known = exceptionFormats.map(({ summary }) => summary).join('; ');
    const message = `no known format of exceptions; these are read: ${known}`;
    const span = { file, line: null, column: null };
    return { format: null, exceptions: [], problems: [{ severity: 'error', message, span, policy: null }] };
  }
  return { format: format.id, ...format.parse(plain, file) };
};
