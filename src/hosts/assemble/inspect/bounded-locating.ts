/** Looks up lines while that is cheap: of very much text, or of a list that is one huge document, only the first are told. */

import type { Origin } from '../../../model/resource.ts';
import type { Position } from '../../../reports/report.ts';

type Locate = (origin: Origin, path: string) => Position | null;

/**
 * Each object's text is read and parsed again, some forty megabytes a second: a List that cannot be taken apart is
 * parsed whole for each of its items, and a hundred thousand findings in one would take hours.
 */
export const boundLocating = (locate: Locate, mostBytes: number): Locate => {
  let left = mostBytes;
  let last: Origin | null = null;
  return (origin, path) => {
    if (origin.kind !== 'file') return locate(origin, path);
    if (last === null || !isSame(last, origin)) {
      left -= origin.end - origin.start;
      // To count the lines before it is cheaper, and begins anew with every file.
      if (last?.kind !== 'file' || last.file !== origin.file) left -= origin.start / 16;
    }
    if (left < 0) return null;
    last = origin;
    return locate(origin, path);
  };
};

const isSame = (a: Origin, b: Origin & { readonly kind: 'file' }): boolean =>
  a.kind === 'file' && a.file === b.file && a.start === b.start && a.end === b.end && a.item === b.item;
