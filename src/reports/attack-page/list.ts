/** The list of all ways beside the one that is drawn, with its filter. */

import type { AnsweredWay } from '../../attack/attack-answer.ts';
import type { Asset } from '../../model/place.ts';
import { escapeHtml } from '../escape-html.ts';
import { count } from '../plain-text.ts';
import { mostOfTitle, shorten } from '../shorten.ts';

/** In the order of the select. */
const kinds: Readonly<Record<Asset['kind'], string>> = {
  'cluster-admin': 'administrator of the cluster',
  node: 'nodes',
  secret: 'Secrets',
  data: 'data',
  cloud: 'cloud identities',
  marked: 'marked by you',
};

export function* renderList(
  ways: readonly AnsweredWay[],
  anchors: readonly string[],
  isCut: boolean,
): Generator<string> {
  const present = new Set(ways.flatMap(({ asset }) => asset?.kind ?? []));
  const options = Object.entries(kinds).filter(([kind]) => [...present].some((each) => each === kind));
  yield '<nav aria-label="Ways in, worst first">\n<form class="filter" role="search" hidden>\n';
  yield '<label>Filter <input type="search" placeholder="secret shop"></label>\n';
  yield `<label>What it leads to <select><option value="">anything</option>${options.map(([kind, words]) => `<option value="${kind}">${words}</option>`).join('')}</select></label>\n`;
  yield '<label class="check"><input type="checkbox"> open ones alone</label>\n';
  yield '<output aria-live="polite" class="soft"></output>\n</form>\n<ol class="ways">\n';
  for (const [index, way] of ways.entries()) yield renderItem(way, anchors[index] ?? '');
  yield '</ol>\n';
  if (isCut) yield '<p class="soft">There are more: <code>--to</code> asks for those to one thing.</p>\n';
  yield '</nav>\n';
}

const renderItem = (way: AnsweredWay, anchor: string): string => {
  const { to, asset, depth, moves } = way;
  const through = moves.slice(0, -1).map((move) => move.to.title);
  const hint = through.length === 0 ? 'at once' : `by ${through[0] ?? ''}${through.length > 1 ? ' …' : ''}`;
  return [
    `<li data-kind="${asset?.kind ?? ''}" data-depth="${depth}" data-words="${escapeHtml(shorten([to.id, ...through].join(' '), mostOfTitle))}">`,
    `<a href="#${anchor}"><span class="depth${depth === 0 ? ' open' : ''}">${renderDepth(depth)}</span> `,
    `<span class="to">${escapeHtml(shorten(to.title, mostOfTitle))}</span> `,
    `<span class="soft">${escapeHtml(shorten(hint, mostOfTitle))}</span></a></li>\n`,
  ].join('');
};

export const renderDepth = (depth: number): string => (depth === 0 ? 'open' : count(depth, 'wall'));
