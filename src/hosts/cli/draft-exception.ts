/** An exceptions file with one more entry, as a text: what `exceptions add` writes and the console hands out. */

import { isDeepStrictEqual } from 'node:util';
import { appendException } from '../../engine/except/exception-file.ts';
import { parseExceptionFile, type ExceptionEntry } from '../../engine/except/parse-exception-file.ts';
import { isExpired } from '../../engine/except/review-exception.ts';
import { parseDay } from '../../lang/day/parse-day.ts';
import type { ExceptionScope } from '../../model/exception.ts';

export type DraftedText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'refused'; readonly message: string };

export interface DraftedEntry extends ExceptionEntry {
  readonly expires: string;
}

/** `before` is the file's text, empty where there is none; `today` is RFC 3339 or its day. */
export const draftException = (before: string, entry: DraftedEntry, file: string, today: string): DraftedText => {
  const repeated = explainRepeated(entry.scope, before, file, today.slice(0, 10));
  if (repeated !== null) return { kind: 'refused', message: repeated };
  const after = appendException(before, entry);
  return after.kind === 'defect' ? { kind: 'refused', message: `${file}: ${after.message}` } : after;
};

/** Two entries for one thing would have two ends; what has ended may be decided anew. */
const explainRepeated = (scope: ExceptionScope, text: string, file: string, today: string): string | null => {
  const found = parseExceptionFile(text, file).exceptions.find(
    (exception) => !isExpired(exception, today) && isDeepStrictEqual(exception.scope, scope),
  );
  if (found === undefined) return null;
  const { span, expires } = found;
  return `${file}:${span.line ?? 1} has this exception already, ${expires === null ? 'without an end' : `until ${expires}`}; change it there`;
};

/** The last day an exception may count, or in a sentence why it may not. */
export const parseEnd = (
  text: string,
  today: string,
): { readonly day: string } | { readonly day: null; readonly why: string } => {
  const day = parseDay(text);
  if (day === undefined) return { day: null, why: `${text} is no day; write it as 2027-03-31` };
  if (day < today.slice(0, 10))
    return { day: null, why: `${day} has passed; an exception needs an end that is still to come` };
  return { day };
};
