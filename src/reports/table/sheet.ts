/** What every section of the table is drawn from. */

import type { MergedFinding } from '../../engine/merge/merge-findings.ts';
import { toPlainText, truncate, wrap } from '../plain-text.ts';
import type { RenderOptions, Report } from '../report.ts';
import type { Paint } from '../paint.ts';

export interface Sheet {
  readonly report: Report;
  readonly options: RenderOptions;
  readonly paint: Paint;
  /** The report's findings, merged, in its order. */
  readonly entries: readonly MergedFinding[];
}

/** The lines of one section; nothing at all for a section that has nothing to say. */
export type Section = (sheet: Sheet) => Iterable<string>;

/** A heading, then the items, wrapped, since what helps stands at the end of a line: at most `most`, then how many more there are. */
export function* renderList<T>(
  { options, paint }: Sheet,
  heading: string,
  items: readonly T[],
  toLine: (item: T) => string,
  most: number,
): Generator<string> {
  if (items.length === 0) return;
  yield paint.bold(heading);
  const shown = options.all ? items : items.slice(0, most);
  for (const item of shown) yield* toLinesOf(options, toLine(item), 2);
  if (shown.length < items.length) yield paint.dim(`  … and ${items.length - shown.length} more: --all lists them`);
}

/** One indented line of safe text, cut to the width. */
export const toLineOf = (options: RenderOptions, text: string): string =>
  `  ${truncate(toPlainText(text), toRoom(options))}`;

/** Indented lines of safe text; those after the first stand further in, by `hanging` columns. */
export const toLinesOf = (options: RenderOptions, text: string, hanging: number): readonly string[] =>
  wrap(toPlainText(text), Math.max(0, toRoom(options) - hanging)).map(
    (line, index) => `  ${index === 0 ? '' : ' '.repeat(hanging)}${line.trimEnd()}`,
  );

/** The columns of an indented line; 0 for any number. */
export const toRoom = ({ width }: RenderOptions): number => (width === 0 ? 0 : Math.max(20, width - 2));
