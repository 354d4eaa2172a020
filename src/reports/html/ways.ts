/** The open ways in, each move explained: what is done, what allows it, and what would stand in its way. */

import type { AssetWalls } from '../../attack/summarise-walls.ts';
import type { WallsAnswer } from '../../attack/walls-answer.ts';
import type { Move, Way } from '../../attack/way.ts';
import { stepTypes } from '../../model/step-type.ts';
import { escapeHtml } from '../escape-html.ts';
import { count } from '../plain-text.ts';
import type { Report } from '../report.ts';
import { mostOfGrant, mostOfTitle, shorten } from '../shorten.ts';
import { listOpen, renderWallsDepth } from '../walls.ts';

export interface DrawnWay {
  readonly walls: AssetWalls;
  readonly way: Way;
}

/** Those to what is open; where nothing is, the one with the fewest walls. */
export const chooseWays = ({ walls }: Report): readonly DrawnWay[] => {
  if (walls === null) return [];
  const open = listOpen(walls).flatMap(toDrawn);
  return open.length > 0 ? open.slice(0, most) : toWeakest(walls).flatMap(toDrawn);
};

/** More are alike, and `vauban attacks` draws every one. */
const most = 40;

const toDrawn = (walls: AssetWalls): readonly DrawnWay[] =>
  walls.way === null || walls.way.moves.length === 0 ? [] : [{ walls, way: walls.way }];

const toWeakest = ({ assets }: WallsAnswer): readonly AssetWalls[] =>
  assets
    .filter(({ depth, way }) => depth !== null && way !== null)
    .reduce<readonly AssetWalls[]>(
      ([least], each) => [least === undefined || (each.depth ?? 0) < (least.depth ?? 0) ? each : least],
      [],
    );

/** By the id of the place each leads to. */
export const toWayAnchors = (ways: readonly DrawnWay[]): ReadonlyMap<string, string> =>
  new Map(ways.map(({ walls }, index) => [walls.place.id, `way-${index + 1}`]));

export function* renderWays({ walls }: Report, ways: readonly DrawnWay[]): Generator<string> {
  if (walls === null || ways.length === 0) return;
  const isOpen = ways.every(({ walls: { depth } }) => depth === 0);
  const left = isOpen ? listOpen(walls).length - ways.length : 0;
  yield '<section aria-labelledby="ways">\n';
  yield isOpen
    ? '<h2 id="ways">The open ways in</h2>\n'
    : '<h2 id="ways">Nothing is open; the way with the fewest walls</h2>\n';
  for (const [index, way] of ways.entries()) yield renderWay(way, index);
  if (left > 0) yield `<p>… and ${left} more: <code>vauban attacks</code> draws them.</p>\n`;
  yield '</section>\n';
}

const renderWay = ({ walls: { place, depth, proven }, way }: DrawnWay, index: number): string => {
  const [first] = way.moves;
  const from = first === undefined ? '' : `From ${first.from.title} `;
  return [
    `<details class="way"${index === 0 ? ' open=""' : ''}><summary>`,
    `<span class="depth${depth === 0 ? ' bad' : ''}">${renderWallsDepth({ depth, proven })}</span>`,
    `<span class="message">${escapeHtml(shorten(`${from}to ${place.title}`, mostOfTitle))}</span>`,
    `<span class="place">${count(way.moves.length, 'move')}</span></summary>\n`,
    // A link to what lies inside opens it.
    `<ol class="moves" id="way-${index + 1}">\n`,
    ...way.moves.map(renderMove),
    '</ol></details>\n',
  ].join('');
};

const renderMove = ({ type, technique, from, to, cost, grant, controls }: Move): string => {
  const name = (title: string): string => `<strong>${escapeHtml(shorten(title, mostOfTitle))}</strong>`;
  const does = type === 'MEMBER' ? 'is' : stepTypes[type].does;
  const stands = controls.filter(({ state, effect }) => state.kind === 'standing' && effect === 'guard');
  const missing = controls.filter(({ state, remedy }) => state.kind !== 'standing' && remedy !== null);
  return [
    `<li>${name(from.title)} ${escapeHtml(does)} ${name(to.title)}`,
    technique === null ? '' : ` <span class="soft">${escapeHtml(shorten(technique, mostOfTitle))}</span>`,
    grant === '' ? '' : `<br><span class="soft">Because</span> ${escapeHtml(shorten(grant, mostOfGrant))}`,
    stands.length === 0 ? '' : `<br><span class="stands">${count(cost, 'wall')}:</span> ${renderTitles(stands)}`,
    missing.length === 0 ? '' : `<br><span class="missing">Missing here:</span> ${renderTitles(missing)}`,
    '</li>\n',
  ].join('');
};

const renderTitles = (controls: Move['controls']): string => {
  const told = controls.slice(0, mostNamed).map(({ title }) => escapeHtml(shorten(title, mostOfTitle)));
  return `${told.join('; ')}${controls.length > mostNamed ? `; and ${controls.length - mostNamed} more` : ''}`;
};

const mostNamed = 6;
