/** The walls before what matters: the state of the defence, above every list of what is wrong. */

import { pad, toPlainText, truncate, widthOf, wrap } from '../plain-text.ts';
import {
  renderOpen,
  renderWallsBriefly,
  renderWallsDepth,
  renderWallsDoubt,
  renderWallsHeading,
  toWallsRows,
  type WallsRow,
} from '../walls.ts';
import { toLineOf, toLinesOf, toRoom, type Section } from './sheet.ts';

const most = 12;
const widestName = 56;

export const wallsSection: Section = function* ({ report, options, paint }) {
  const { walls } = report;
  if (walls === null || walls.assets.length === 0) return;
  const rows = toWallsRows(walls);
  const shown = options.all ? rows : rows.slice(0, most);
  const names = shown.map(({ what }) => truncate(toPlainText(what), widestName));
  const column = Math.max(...names.map(widthOf));
  yield paint.bold(toPlainText(renderWallsHeading(walls)));
  for (const note of walls.notes) yield* toLinesOf(options, note, 0).map(paint.dim);
  for (const [index, row] of shown.entries()) {
    const name = names[index] ?? '';
    const text = toPlainText([renderWallsDepth(row), ...toMore(row)].join('  '));
    const room = toRoom(options) - column - 2;
    const isNarrow = options.width > 0 && room < widthOf(text);
    const colour =
      row.depth === 0 ? (cell: string) => paint.severity('high', cell) : row.depth === null ? paint.dim : paint.good;
    if (isNarrow) {
      yield `  ${truncate(name, toRoom(options))}`;
      for (const line of wrap(text, Math.max(20, toRoom(options) - 4))) yield `      ${colour(line)}`;
    } else yield `  ${pad(name, column)}  ${colour(text)}`;
  }
  if (shown.length < rows.length) yield paint.dim(`  … and ${rows.length - shown.length} more: --all shows them`);
  const doubt = renderWallsDoubt(walls);
  if (doubt !== null) yield* toLinesOf(options, doubt, 2).map(paint.warn);
};

const toMore = (row: WallsRow): readonly string[] => [
  ...(row.layers.length === 0 ? [] : [row.layers.join(', ')]),
  ...(renderOpen(row) === '' ? [] : [renderOpen(row)]),
];

/** The same in two lines at most. */
export const wallsLines: Section = ({ report, options, paint }) => {
  const { walls } = report;
  if (walls === null || walls.assets.length === 0) return [];
  const text = toPlainText(renderWallsBriefly(walls));
  const [first = '', ...more] = wrap(text, options.width);
  return [paint.bold(first), ...(more.length === 0 ? [] : [toLineOf(options, more.join(' '))])];
};
