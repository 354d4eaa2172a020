/** One way in, drawn: places as boxes, moves as arrows, and every wall across the arrow it stands on or could stand on. */

import type { AnsweredWay } from '../../attack/attack-answer.ts';
import type { Move } from '../../attack/way.ts';
import { layers } from '../../model/layer.ts';
import type { Place, PlaceKind } from '../../model/place.ts';
import { stepTypes } from '../../model/step-type.ts';
import { escapeHtml } from '../escape-html.ts';
import { count } from '../plain-text.ts';
import { renderDepth } from './list.ts';
import { mostOfGrant, mostOfTitle, shorten } from '../shorten.ts';
import { renderWalls, toStrength } from './walls.ts';

export interface WayContext {
  readonly from: Place;
  readonly ways: readonly AnsweredWay[];
  readonly index: number;
  readonly anchors: readonly string[];
}

export const renderWay = (way: AnsweredWay, { from, ways, index, anchors }: WayContext): string => {
  const { to, depth, proven, moves } = way;
  const heading = `heading-${index}`;
  const [first] = moves;
  const crossed = layers.filter((layer) => moves.some(({ controls }) => toStrength(controls, layer) !== null));
  return [
    `<article class="way" id="${anchors[index] ?? ''}" aria-labelledby="${heading}">\n`,
    `<header><p class="soft">Way ${index + 1} of ${ways.length}</p>`,
    `<h2 id="${heading}" tabindex="-1">${escapeHtml(shorten(`From ${from.title} to ${to.title}`, mostOfTitle))}</h2>`,
    `<p><span class="depth${depth === 0 ? ' open' : ''}">${renderDepth(depth)}</span> `,
    `${depth === 0 ? '' : `${proven} of ${depth} proved by a live cluster, `}${count(moves.length, 'move')}`,
    `${crossed.length === 0 ? ', no layer of defence in its way' : `, walls of ${crossed.join(', ')}`}.</p></header>\n`,
    '<ol class="flow">\n',
    renderPlace(first?.from ?? from, moves.length === 0 ? 'end' : 'begin'),
    ...moves.map((move, at) => renderMove(move) + renderPlace(move.to, at === moves.length - 1 ? 'end' : '')),
    '</ol>\n',
    renderTurning(index, anchors),
    '</article>\n',
  ].join('');
};

/** What a place is, in a word above its title; a title says the rest. */
const words: Readonly<Record<PlaceKind, string>> = {
  internet: 'outside',
  'any-workload': 'inside',
  container: 'container',
  'new-pod': 'new pod',
  node: 'node',
  identity: 'identity',
  secret: 'Secret',
  data: 'data',
  namespace: 'namespace',
  'cluster-admin': 'cluster',
  cloud: 'cloud',
  outside: 'outside',
  hub: '',
};

const renderPlace = ({ kind, title, id }: Place, role: 'begin' | 'end' | ''): string =>
  `<li class="place ${kind}${role === '' ? '' : ` ${role}`}"><span class="kind">${words[kind]}</span><strong>${escapeHtml(shorten(title, mostOfTitle))}</strong><code>${escapeHtml(shorten(id, mostOfTitle))}</code></li>\n`;

const renderMove = (move: Move): string => {
  const { type, technique, grant, cost, controls } = move;
  const does = type === 'MEMBER' ? 'is' : stepTypes[type].does;
  return [
    '<li class="move">',
    `<p class="does">${escapeHtml(does)}</p>`,
    `<p class="soft">${type === 'MEMBER' ? '' : `<code>${type}</code>`}${technique === null ? '' : ` ${renderTechnique(technique)}`}`,
    ` ${cost === 0 ? 'No wall stands here.' : `${count(cost, 'wall')} to cross.`}</p>`,
    grant === ''
      ? ''
      : `<p class="grant"><span class="soft">Because</span> ${escapeHtml(shorten(grant, mostOfGrant))}</p>`,
    renderWalls(controls),
    '</li>\n',
  ].join('');
};

/** An id of MITRE ATT&CK, which the program brings; a chart's own word is no link. */
const renderTechnique = (id: string): string =>
  /^T\d{4}(?:\.\d{3})?$/.test(id)
    ? `<a href="https://attack.mitre.org/techniques/${id.replace('.', '/')}/" rel="noreferrer noopener">${id}</a>`
    : escapeHtml(id);

const renderTurning = (index: number, anchors: readonly string[]): string => {
  const link = (anchor: string | undefined, text: string, rel: string): string =>
    anchor === undefined ? '' : `<a rel="${rel}" href="#${anchor}">${text}</a>`;
  return `<p class="turn">${link(anchors[index - 1], '← the one before', 'prev')} ${link(anchors[index + 1], 'the next one →', 'next')}</p>\n`;
};
