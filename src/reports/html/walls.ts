/** The walls before what matters, at the head of the HTML report. */

import { escapeHtml } from '../escape-html.ts';
import type { Report } from '../report.ts';
import {
  renderOpen,
  renderWallsDepth,
  renderWallsDoubt,
  renderWallsHeading,
  toWallsRows,
  type WallsRow,
} from '../walls.ts';

/** The JSON report has each asset by itself. */
const most = 100;

export const renderWalls = ({ walls }: Report): string => {
  if (walls === null || walls.assets.length === 0) return '';
  const rows = toWallsRows(walls);
  const doubt = renderWallsDoubt(walls);
  const left = rows.length - most;
  return [
    `<section aria-labelledby="walls">\n<h2 id="walls">${escapeHtml(renderWallsHeading(walls))}</h2>\n`,
    ...walls.notes.map((note) => `<p>${escapeHtml(note)}</p>\n`),
    '<table class="walls">\n<thead><tr><th scope="col">What</th><th scope="col">Walls</th><th scope="col">Layers</th></tr></thead>\n<tbody>\n',
    ...rows.slice(0, most).map(renderRow),
    '</tbody>\n</table>\n',
    left > 0 ? `<p>… and ${left} more.</p>\n` : '',
    doubt === null ? '' : `<p class="partial">${escapeHtml(doubt)}</p>\n`,
    '</section>\n',
  ].join('');
};

const renderRow = (row: WallsRow): string => {
  const open = renderOpen(row);
  return `<tr class="${row.depth === 0 ? 'open' : row.depth === null ? 'none' : 'some'}"><th scope="row">${escapeHtml(row.what)}</th><td><span class="depth">${renderWallsDepth(row)}</span>${open === '' ? '' : ` <span class="soft">${open}</span>`}</td><td>${row.layers.join(', ')}</td></tr>\n`;
};
