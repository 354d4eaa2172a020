/** The roadmap of the HTML report: eight phases, each action with what is met, what is open, and what to type. */

import type {
  ActionAnswer,
  ActionState,
  AnsweredItem,
  PhaseAnswer,
  RoadmapAnswer,
} from '../../posture/roadmap-answer.ts';
import { escapeHtml } from '../escape-html.ts';
import { count, toGrouped } from '../plain-text.ts';
import type { Report } from '../report.ts';
import { mostOfTitle, shorten } from '../shorten.ts';

export function* renderRoadmap({ roadmap }: Report): Generator<string> {
  if (roadmap === null) return;
  yield '<section aria-labelledby="roadmap">\n<h2 id="roadmap">The twelve weeks</h2>\n';
  yield `<p class="lead">${renderStanding(roadmap)}</p>\n`;
  for (const phase of roadmap.phases) yield* renderPhase(phase, phase.id === roadmap.current);
  yield '</section>\n';
}

const renderStanding = ({ phases, week, of }: RoadmapAnswer): string => {
  const actions = phases.flatMap((phase) => phase.actions);
  const done = actions.filter(({ state }) => isOver(state)).length;
  const unknown = actions.filter(({ state }) => state === 'cannot-tell').length;
  return [
    `${done} of ${count(actions.length, 'action')} are done.`,
    ...(unknown === 0 ? [] : [`${unknown} cannot be told from ${of === 'cluster' ? 'what was read' : 'files'}.`]),
    ...(week === null ? [] : [week > 12 ? 'The twelve weeks are over.' : `This is week ${week}.`]),
  ].join(' ');
};

const isOver = (state: ActionState): boolean => state === 'done' || state === 'accepted';

const words: Readonly<Record<ActionState, string>> = {
  done: 'done',
  partly: 'partly done',
  'not-begun': 'not begun',
  'cannot-tell': 'cannot be told',
  accepted: 'accepted',
};

function* renderPhase({ weeks, title, why, state, daysLeft, actions }: PhaseAnswer, isNow: boolean): Generator<string> {
  const when = weeks.first === weeks.last ? `Week ${weeks.first}` : `Weeks ${weeks.first}–${weeks.last}`;
  const late = daysLeft !== null && daysLeft < 0 && !isOver(state) ? `, ${count(-daysLeft, 'day')} late` : '';
  yield `<details class="phase ${state}"${isNow ? ' open=""' : ''}><summary><span class="when">${when}</span>`;
  yield `<h3 class="message">${escapeHtml(title)}</h3><span class="place"><span class="state ${state}">${words[state]}${late}</span>${isNow ? ' · now' : ''}</span></summary>\n`;
  yield `<div class="actions"><p class="soft">${escapeHtml(why)}</p>\n`;
  for (const action of actions) yield renderAction(action);
  yield '</div></details>\n';
}

const renderAction = (action: ActionAnswer): string => {
  const { title, why, state, met, of, proof, owner, buys, items, doubts, caveat, settle, commands, files } = action;
  const told = [
    `<span class="state ${state}">${words[state]}</span>`,
    ...(of === 0 ? [] : [`${met} of ${of}`]),
    ...(proof === null ? [] : [proof === 'enforced' ? 'proved' : 'declared']),
    ...(buys.gain > 0 ? [`buys ${buys.gain}`] : []),
    ...(owner === null ? [] : [escapeHtml(shorten(owner, mostOfTitle))]),
  ].join(' · ');
  const left = items.filter((item) => item.state !== 'met');
  const done = items.filter((item) => item.state === 'met');
  const lines = [
    ...(settle === null ? [] : [{ line: settle, why: isOver(state) ? 'shows the rest' : 'settles it' }]),
    ...(isOver(state) ? [] : commands),
  ];
  return [
    `<article class="action"><h4>${escapeHtml(title)}</h4>\n<p>${told}`,
    of === 0 ? '' : ` <progress max="${of}" value="${Math.min(met, of)}" aria-label="${met} of ${of}"></progress>`,
    `</p>\n<p class="soft">${escapeHtml(why)}</p>\n`,
    renderItems(left),
    done.length === 0
      ? ''
      : `<details class="met"><summary>${toGrouped(done.length)} met</summary>\n${renderItems(done)}</details>\n`,
    ...[...doubts.slice(0, mostItems), ...(caveat === null ? [] : [caveat])].map(
      (text) => `<p class="note">${escapeHtml(shorten(text, mostOfTitle))}</p>\n`,
    ),
    files.length === 0
      ? ''
      : `<p><span class="soft">Files:</span> ${files.slice(0, mostItems).map(toCode).join(' ')}</p>\n`,
    lines.length === 0
      ? ''
      : `<ul class="plain commands">\n${lines.map(({ line, why: reason }) => `<li>${toCode(line)} ${escapeHtml(shorten(reason, mostOfTitle))}</li>\n`).join('')}</ul>\n`,
    '</article>\n',
  ].join('');
};

const renderItems = (items: readonly AnsweredItem[]): string =>
  items.length === 0
    ? ''
    : `<ul class="items">\n${items.slice(0, mostItems).map(renderItem).join('')}</ul>\n${items.length > mostItems ? `<p class="soft">… and ${toGrouped(items.length - mostItems)} more.</p>\n` : ''}`;

/** What is open stands first; the JSON of `vauban roadmap` has all of them. */
const mostItems = 20;

const toCode = (text: string): string => `<code>${escapeHtml(shorten(text, mostOfTitle))}</code>`;

const renderItem = ({ what, state, why, source, accepted }: AnsweredItem): string => {
  const look = state === 'met' ? 'done' : accepted !== null ? 'accepted' : state === 'unknown' ? 'cannot-tell' : 'open';
  const lived =
    accepted === null
      ? ''
      : ` Accepted ${accepted.until === null ? 'without an end' : `until ${escapeHtml(accepted.until)}`}: ${escapeHtml(shorten(accepted.reason, mostOfTitle))}.`;
  return `<li><span class="state ${look}">${itemWords[look]}</span> <span><strong>${escapeHtml(shorten(what, mostOfTitle))}</strong>: ${escapeHtml(shorten(why, mostOfTitle))}.${lived}${source === '' ? '' : ` <span class="soft">${escapeHtml(shorten(source, mostOfTitle))}</span>`}</span></li>\n`;
};

const itemWords = { done: 'met', accepted: 'accepted', 'cannot-tell': 'untold', open: 'open' } as const;
