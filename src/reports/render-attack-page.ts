/** The ways in as one self-contained HTML page: one way drawn, the others a click away. It loads nothing, and says so to the browser. */

import { createHash } from 'node:crypto';
import type { AttackAnswer } from '../attack/attack-answer.ts';
import { toAnchors } from './attack-page/anchors.ts';
import { renderList } from './attack-page/list.ts';
import { script } from './attack-page/script.ts';
import { style } from './attack-page/style.ts';
import { renderWay } from './attack-page/way.ts';
import { escapeHtml } from './escape-html.ts';
import { count, toGrouped } from './plain-text.ts';

export interface AttackPageOptions {
  readonly version: string;
  /** RFC 3339. */
  readonly asOf: string;
  /** `null` where only files were read. */
  readonly cluster: string | null;
}

/** Beyond this a browser takes seconds to open the page; `--to` narrows what is asked for. */
export const mostWays = 400;

export function* renderAttackPage(answer: AttackAnswer, options: AttackPageOptions): Generator<string> {
  const ways = answer.ways.slice(0, mostWays);
  const isCut = answer.left > 0 || answer.ways.length >= mostWays;
  const anchors = toAnchors(ways);
  yield renderHead(answer, options);
  if (ways.length > 0) {
    yield '<div class="desk">\n';
    yield* renderList(ways, anchors, isCut);
    yield '<main id="main" tabindex="-1">\n';
    for (const [index, way] of ways.entries()) yield renderWay(way, { ...answer, anchors, index, ways });
    yield '</main>\n</div>\n';
  } else yield '<main id="main" tabindex="-1"></main>\n';
  yield renderFoot(options);
}

/**
 * The page holds names that strangers wrote. Should an escape ever be missed, the policy still lets nothing run or
 * load but the style and the script whose digests it names. It must stand before anything it governs.
 */
const renderHead = (answer: AttackAnswer, { cluster, asOf }: AttackPageOptions): string => {
  const title = toTitle(answer);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${toDigest(style)}'; script-src '${toDigest(script)}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Vauban: ${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#main">To the way that is drawn</a>
<header>
<h1>${escapeHtml(title.charAt(0).toUpperCase() + title.slice(1))}</h1>
<p class="soft">${cluster === null ? '' : `Cluster ${escapeHtml(cluster)}, `}${cluster === null ? 'As' : 'as'} of <time datetime="${escapeHtml(asOf)}">${escapeHtml(asOf)}</time>. A way costs one wall for each layer of defence in its way; an open one costs none. Reaching a port counts as taking the workload.</p>
${renderDoubts(answer)}${answer.notes.map((note) => `<p class="note">${escapeHtml(note)}</p>\n`).join('')}</header>
`;
};

const toTitle = ({ ways, left, from, complete }: AttackAnswer): string => {
  if (ways.length === 0) return `no known way in from ${from.title}${complete ? '' : ', of what could be read'}`;
  const shown = ways.slice(0, mostWays);
  const open = shown.filter(({ depth }) => depth === 0).length;
  const all = left === 0 && ways.length < mostWays;
  const told = open === 0 ? 'none' : open === shown.length ? 'all' : toGrouped(open);
  return `${all ? '' : 'the worst '}${count(shown.length, 'way')} in from ${from.title}, ${told} of them open`;
};

const mostDoubts = 50;

const renderDoubts = ({ complete, unknowns }: AttackAnswer): string => {
  if (complete) return '';
  const items = unknowns.slice(0, mostDoubts).map((text) => `<li>${escapeHtml(text)}</li>\n`);
  const more = unknowns.length - items.length;
  return `<div class="partial" role="note"><p><strong>This answer is partial.</strong> There may be more ways in, and walls that hold nothing up:</p>
<ul>
${items.join('')}${more > 0 ? `<li>and ${more} more</li>\n` : ''}</ul></div>
`;
};

const toDigest = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;

const renderFoot = ({ version }: AttackPageOptions): string => `<footer>
<p>Vauban ${escapeHtml(version)}</p>
</footer>
<script>${script}</script>
</body>
</html>
`;
