/** What every section of the table is drawn from. */

import type { MergedFinding } from '../../engine/merge/merge-findings.ts';
import { toPlainText, truncate } from '../plain-text.ts';
import type { RenderOptions, Report } from '../report.ts';
import type { Paint } from './paint.ts';

export interface Sheet {
  readonly report: Report;
  readonly options: RenderOptions;
  readonly paint: Paint;
  /** The report's findings, merged, in its order. */
  readonly entries: readonly MergedFinding[];
}

/** The lines of one section; nothing at all for a section that has nothing to say. */
export type Section = (sheet: Sheet) => Iterable<string>;

/** A heading, then one line an item, cut to the width: at most `most`, then how many more there are. */
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
  for (const item of shown) yield toLineOf(options, toLine(item));
  if (shown.length < items.length) yield paint.dim(`  … and ${items.length - shown.length} more: --all lists them`);
}

/** One indented line of safe text. */
export const toLineOf = ({ width }: RenderOptions, text: string): string =>
  `  ${truncate(toPlainText(text), width === 0 ? 0 : Math.max(20, width - 2))}`;
