/**
 * `.trivyignore`: an id a line, perhaps with `exp:2027-03-31`. The comment above is taken for the reason of all lines
 * down to the next blank or comment.
 */

import { joinExceptions, type ReadExceptions, toExceptions, toWrong } from '../to-exceptions.ts';
import { toLastDay } from './last-day.ts';

export const parseIgnoreText = (text: string, file: string): ReadExceptions => {
  const found: ReadExceptions[] = [];
  let comment: string[] = [];
  let isUsed = false;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line.startsWith('#')) {
      if (isUsed) comment = [];
      isUsed = false;
      comment.push(line.replace(/^#+\s*/, ''));
      continue;
    }
    if (line === '') {
      comment = [];
      continue;
    }
    isUsed = true;
    const span = { file, line: index + 1, column: 1 };
    const [check = '', ...rest] = line.split(/\s+/);
    const end = rest.find((word) => word.startsWith('exp:'));
    const expires = end === undefined ? null : toLastDay(end.slice('exp:'.length));
    if (!isId(check)) {
      found.push(
        toWrong(`"${check.slice(0, 60)}" is no id as Trivy writes them, such as KSV-0017 or CVE-2026-1`, span),
      );
      continue;
    }
    const reason = [...comment, ...afterHash(rest)].join(' ').trim();
    found.push(
      expires === undefined
        ? toWrong(`${check}: ${end ?? ''} is no day; write it as exp:2027-03-31`, span)
        : toExceptions({ tool: 'trivy', check, reason: reason === '' ? null : reason, expires, span }),
    );
  }
  return joinExceptions(found);
};

/**
 * Ids of checks and vulnerabilities have digits, those of secrets are words with hyphens (`aws-access-key-id`), those of
 * licences begin with a capital (`GPL-3.0`, `MIT`). A plain word is a line that somebody forgot to comment out.
 */
const isId = (text: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._:+-]*$/.test(text) && /[A-Z0-9-]/.test(text);

const afterHash = (words: readonly string[]): readonly string[] => {
  const start = words.findIndex((word) => word.startsWith('#'));
  return start < 0
    ? []
    : [
        words
          .slice(start)
          .join(' ')
          .replace(/^#+\s*/, ''),
      ];
};
