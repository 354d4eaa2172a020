/** The text of `vauban roadmap`: a line for each week's work and action, and of one phase everything. */

import type {
  ActionAnswer,
  ActionState,
  AnsweredItem,
  PhaseAnswer,
  RoadmapAnswer,
} from '../../posture/roadmap-answer.ts';
import { createPaint, type Paint } from '../../reports/paint.ts';
import { count, pad, toPlainText, truncate, widthOf } from '../../reports/plain-text.ts';
import { toLines } from './attacks-text.ts';

export interface RoadmapText {
  readonly width: number;
  readonly colour: boolean;
  readonly program: string;
  readonly estate: string;
  /** What building the missing walls of an action buys, in words; the empty text for nothing. */
  readonly tellBuys: (action: ActionAnswer) => string;
}

export function* renderRoadmapText(roadmap: RoadmapAnswer, options: RoadmapText): Generator<string> {
  const { width, program, estate, colour } = options;
  const paint = createPaint({ colour });
  yield* toLines(renderStanding(roadmap), '', width);
  yield '\n';
  yield* renderWeekRows(roadmap, paint, width);
  const current = roadmap.phases.find(({ id }) => id === roadmap.current);
  if (current === undefined) return;
  yield '\n';
  yield* paintLines(`Now, ${lower(renderWeeks(current))}: ${current.title}`, '', width, paint.bold);
  let number = 0;
  for (const action of current.actions.filter(({ state }) => !isOver(state))) {
    if (action.state === 'cannot-tell') continue;
    number += 1;
    yield* toLines(`  ${number}. ${renderTodo(action, options)}`, '     ', width);
  }
  for (const { title, settle } of current.actions.filter(({ state }) => state === 'cannot-tell'))
    yield* toLines(`  ?  ${title}: ${settle ?? ''} tells`, '     ', width);
  yield '\n';
  const told = `${program} roadmap ${estate}`;
  yield* toLines(
    current.actions.some(({ files }) => files.length > 0)
      ? `${told} --week ${current.weeks.first} --write FOLDER writes its files for a pull request; without --write it shows every item.`
      : `${told} --week ${current.weeks.first} shows every item.`,
    '',
    width,
  );
  if (roadmap.of === 'manifests' && roadmap.phases.some(isUntold))
    yield* toLines(`${program} roadmap --cluster tells most of what files cannot.`, '', width);
}

const isUntold = ({ actions }: PhaseAnswer): boolean => actions.some(({ state }) => state === 'cannot-tell');

/** A table of all weeks: what somebody sees who reads nothing else. */
function* renderWeekRows({ phases }: RoadmapAnswer, paint: Paint, width: number): Generator<string> {
  const titles = phases.flatMap(({ title, actions }) => [
    widthOf(toPlainText(title)),
    ...actions.map((action) => widthOf(toPlainText(action.title)) + markWidth),
  ]);
  const column = Math.min(Math.max(...titles), Math.max(30, width - weekWidth - widestState));
  for (const phase of phases) {
    const late = isLate(phase) ? paint.warn(`  ${tellLate(phase)} late`) : '';
    const title = pad(truncate(toPlainText(phase.title), column), column);
    yield `${pad(toRange(phase), weekWidth)}${paint.bold(title)}  ${paintState(phase.state, stateWords[phase.state], paint)}${late}\n`;
    for (const action of phase.actions) {
      const name = pad(truncate(toPlainText(action.title), column - markWidth), column - markWidth);
      yield `${' '.repeat(weekWidth)}${paintState(action.state, stateMarks[action.state], paint)} ${name}  ${renderState(action)}\n`;
    }
  }
}

const weekWidth = 7;
const markWidth = 4;
/** `partly done, 146 of 149, declared`. */
const widestState = 36;

const toRange = ({ weeks }: PhaseAnswer): string =>
  weeks.first === weeks.last ? String(weeks.first) : `${weeks.first}-${weeks.last}`;

const paintState = (state: ActionState, text: string, paint: Paint): string => {
  switch (state) {
    case 'done':
    case 'accepted':
      return paint.good(text);
    case 'not-begun':
      return paint.severity('high', text);
    case 'partly':
      return paint.severity('medium', text);
    case 'cannot-tell':
      return paint.dim(text);
  }
};

function* paintLines(text: string, margin: string, width: number, paint: (text: string) => string): Generator<string> {
  for (const line of toLines(text, margin, width)) yield `${paint(line.slice(0, -1))}\n`;
}

/** `Enforce a Pod Security level in every namespace: 3 open, 14 files; ama`. */
const renderTodo = (action: ActionAnswer, { tellBuys }: RoadmapText): string => {
  const open = action.items.filter(({ state, accepted }) => state === 'unmet' && accepted === null).length;
  const buys = tellBuys(action);
  return [
    `${action.title}: ${[`${open} open`, ...(action.files.length === 0 ? [] : [count(action.files.length, 'file')])].join(', ')}`,
    ...(buys === '' ? [] : [buys]),
    ...(action.owner === null ? [] : [action.owner]),
  ].join('; ');
};

const lower = (text: string): string => `${text.charAt(0).toLowerCase()}${text.slice(1)}`;

/** `8 days`. */
export const tellLate = ({ daysLeft }: PhaseAnswer): string => count(-(daysLeft ?? 0), 'day');

export const isLate = ({ daysLeft, state }: PhaseAnswer): boolean =>
  daysLeft !== null && daysLeft < 0 && !isOver(state);

export function* renderPhaseText(phase: PhaseAnswer, options: RoadmapText): Generator<string> {
  const { width, program, estate, colour, tellBuys } = options;
  const paint = createPaint({ colour });
  yield* paintLines(
    `${renderWeeks(phase)}: ${phase.title} (${stateWords[phase.state]}${isLate(phase) ? `, ${tellLate(phase)} late` : ''})`,
    '',
    width,
    paint.bold,
  );
  yield* toLines(phase.why, '', width);
  for (const action of phase.actions) {
    yield '\n';
    yield* paintLines(
      `${action.title}: ${renderState(action)}${action.owner === null ? '' : `, ${action.owner}`}`,
      '',
      width,
      paint.bold,
    );
    yield* toLines(`  ${action.why}`, '  ', width);
    for (const item of action.items.slice(0, mostItems)) yield* toLines(`  ${renderItem(item)}`, '      ', width);
    if (action.items.length > mostItems)
      yield `  … and ${action.items.length - mostItems} more: -o json has them all\n`;
    for (const doubt of action.doubts) yield* toLines(`  note: ${doubt}`, '        ', width);
    if (action.caveat !== null) yield* toLines(`  note: ${action.caveat}`, '        ', width);
    const buys = tellBuys(action);
    if (buys !== '') yield* toLines(`  buys: ${buys}`, '        ', width);
    if (action.settle !== null) yield `  settles it: ${toPlainText(action.settle)}\n`;
    if (!isOver(action.state))
      for (const { line, why } of action.commands) yield `  ${toPlainText(line)}   # ${toPlainText(why)}\n`;
    if (action.files.length > 0) yield* renderFiles(action.files, width);
  }
  if (phase.actions.some(({ files }) => files.length > 0)) {
    yield '\n';
    yield* toLines(
      `${program} roadmap ${estate} --week ${phase.weeks.first} --write FOLDER writes the files, with a README.md.`,
      '',
      width,
    );
  }
}

const mostItems = 30;
const mostFiles = 20;

function* renderFiles(files: readonly string[], width: number): Generator<string> {
  const left = files.length - mostFiles;
  yield* toLines(
    `  files: ${files.slice(0, mostFiles).join(', ')}${left > 0 ? ` and ${left} more` : ''}`,
    '         ',
    width,
  );
}

const isOver = (state: ActionState): boolean => state === 'done' || state === 'accepted';

export const renderWeeks = ({ weeks }: PhaseAnswer): string =>
  weeks.first === weeks.last ? `Week ${weeks.first}` : `Weeks ${weeks.first}-${weeks.last}`;

export const stateWords: Readonly<Record<ActionState, string>> = {
  done: 'done',
  partly: 'partly done',
  'not-begun': 'not begun',
  'cannot-tell': 'cannot be told',
  accepted: 'accepted',
};

const stateMarks: Readonly<Record<ActionState, string>> = {
  done: '[x]',
  partly: '[~]',
  'not-begun': '[ ]',
  'cannot-tell': '[?]',
  accepted: '[a]',
};

/** `partly done, 3 of 4, declared`. */
export const renderState = ({ state, met, of, proof }: ActionAnswer): string =>
  [
    stateWords[state],
    ...(of === 0 ? [] : [`${met} of ${of}`]),
    ...(proof === null ? [] : [proof === 'enforced' ? 'proved' : 'declared']),
  ].join(', ');

const renderItem = ({ what, state, why, source, accepted }: AnsweredItem): string => {
  const mark = state === 'met' ? '[x]' : accepted !== null ? '[a]' : state === 'unknown' ? '[?]' : '[ ]';
  const lived = accepted === null ? '' : ` (accepted until ${accepted.until ?? 'for ever'}: ${accepted.reason})`;
  return `${mark} ${what}: ${why}${lived}${source === '' ? '' : ` (${source})`}`;
};

export const renderStanding = ({ phases, week, of }: RoadmapAnswer): string => {
  const actions = phases.flatMap((phase) => phase.actions);
  const done = actions.filter(({ state }) => isOver(state)).length;
  const unknown = actions.filter(({ state }) => state === 'cannot-tell').length;
  const late = phases.filter(isLate).map((phase) => `${lower(renderWeeks(phase))} by ${tellLate(phase)}`);
  return [
    `${done} of ${actions.length} actions of the twelve weeks are done${unknown === 0 ? '' : `, ${unknown} cannot be told from ${of === 'cluster' ? 'what was read' : 'files'}`}.`,
    ...(week === null ? [] : [week > 12 ? 'The twelve weeks are over.' : `This is week ${week}.`]),
    ...(late.length === 0 ? [] : [`Late: ${late.join(', ')}.`]),
  ].join(' ');
};
