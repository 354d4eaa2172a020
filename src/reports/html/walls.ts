/** The walls before what matters, at the head of the HTML report: of each row a section through the fortress. */

import { layerGroups } from '../../model/layer.ts';
import { escapeHtml } from '../escape-html.ts';
import { count } from '../plain-text.ts';
import type { Report } from '../report.ts';
import { mostOfTitle, shorten } from '../shorten.ts';
import { toWallColumns, type WallColumn } from '../wall-columns.ts';
import {
  listOpen,
  renderOpen,
  renderWallsDepth,
  renderWallsDoubt,
  renderWallsHeading,
  toWallsRows,
  type WallsRow,
} from '../walls.ts';

/** The JSON report has each asset by itself. */
const most = 100;

/** `anchors` are those of the ways drawn further down, by the ids of the places they lead to. */
export const renderWalls = ({ walls }: Report, anchors: ReadonlyMap<string, string>): string => {
  if (walls === null || walls.assets.length === 0) return '';
  const rows = toWallsRows(walls);
  const doubt = renderWallsDoubt(walls);
  const left = rows.length - most;
  const open = listOpen(walls).length;
  return [
    `<section aria-labelledby="walls">\n<h2 id="walls">${escapeHtml(renderWallsHeading(walls))}</h2>\n`,
    `<p class="lead">${open} of ${count(walls.assets.length, 'thing that matters is', 'things that matter are')} open to ${escapeHtml(shorten(walls.from.title, mostOfTitle))}.</p>\n`,
    ...walls.notes.map((note) => `<p>${escapeHtml(note)}</p>\n`),
    `<table class="walls">\n<thead><tr><th scope="col">What</th><th scope="col">Walls</th>${layerGroups.map((group) => `<th scope="col" class="group">${group}</th>`).join('')}</tr></thead>\n<tbody>\n`,
    ...rows.slice(0, most).map((row) => renderRow(row, anchors)),
    '</tbody>\n</table>\n',
    '<p class="soft key"><span class="cell solid"><span class="bar"></span></span> proved by a live cluster <span class="cell hatched"><span class="bar"></span></span> declared, unproven <span class="cell gap"><span class="bar"></span></span> a gap: the way in leads through</p>\n',
    left > 0 ? `<p>… and ${left} more.</p>\n` : '',
    doubt === null ? '' : `<p class="partial">${escapeHtml(doubt)}</p>\n`,
    '</section>\n',
  ].join('');
};

const renderRow = (row: WallsRow, anchors: ReadonlyMap<string, string>): string => {
  const open = renderOpen(row);
  const anchor = anchors.get(row.worst.place.id);
  const what = escapeHtml(shorten(row.what, mostOfTitle));
  const cells =
    row.depth === null
      ? `<td class="none" colspan="${layerGroups.length}"><span class="soft">nothing leads there</span></td>`
      : toWallColumns(row.worst).map(renderColumn).join('');
  return [
    `<tr class="${row.depth === 0 ? 'open' : row.depth === null ? 'none' : 'some'}">`,
    `<th scope="row">${anchor === undefined ? what : `<a href="#${anchor}">${what}</a>`}</th>`,
    `<td class="walls-of"><span class="depth">${renderWallsDepth(row)}</span>${open === '' ? '' : ` <span class="soft">${open}</span>`}</td>`,
    `${cells}</tr>\n`,
  ].join('');
};

const words: Readonly<Record<WallColumn['state'], string>> = { solid: 'proved', hatched: 'declared', gap: 'gap' };

const renderColumn = ({ group, state, walls, missing }: WallColumn): string => {
  const said =
    walls.length > 0
      ? walls.slice(0, mostNamed).join('; ')
      : missing.length > 0
        ? `could stand here: ${missing.slice(0, mostNamed).join('; ')}`
        : '';
  return `<td class="cell ${state}" data-group="${group}"${said === '' ? '' : ` title="${escapeHtml(shorten(said, mostOfTitle))}"`}><span class="bar"></span><span class="word">${words[state]}</span></td>`;
};

const mostNamed = 4;
