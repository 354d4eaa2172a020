/** The text of `vauban attacks`: ways in, worst first, each move a sentence with the walls that stand and those that are missing. */

import type { AnsweredWay, AttackAnswer } from '../../attack/attack-answer.ts';
import type { AssetWalls } from '../../attack/summarise-walls.ts';
import type { Move } from '../../attack/way.ts';
import type { Control } from '../../model/control.ts';
import { stepTypes } from '../../model/step-type.ts';
import { count, toPlainText, wrap } from '../../reports/plain-text.ts';
import type { FindGrant } from '../assemble/attack/find-grants.ts';
import { renderFile, tellRemedy } from '../assemble/attack/tell-remedy.ts';

export interface AttacksText {
  readonly width: number;
  readonly find: FindGrant;
  /** Of everything that was asked about. */
  readonly walls: readonly AssetWalls[];
  readonly program: string;
}

export function* renderAttacksText(answer: AttackAnswer, options: AttacksText): Generator<string> {
  const { width, walls } = options;
  yield* toLines(renderVerdict(answer, walls), '', width);
  for (const [index, way] of answer.ways.entries()) {
    yield '\n';
    yield* renderWay(way, index + 1, options);
  }
  yield '\n';
  if (answer.left > 0)
    yield* toLines(
      `To ${count(answer.left, 'more thing')} that matter${answer.left === 1 ? 's' : ''} lead ways that are not told: --all tells them, --to asks for those to one thing.`,
      '',
      width,
    );
  if (answer.ways.length > 0)
    yield* toLines(`${options.program} next says which walls to build first, and writes their files.`, '', width);
  yield* toLines('Reaching a port counts as taking the workload that listens there.', '', width);
}

/** `12 of 31 things that matter are open to the internet: no wall stands before them.` */
export const renderVerdict = (
  { from, complete }: Pick<AttackAnswer, 'from' | 'complete'>,
  walls: readonly AssetWalls[],
): string => {
  const all = walls.length;
  if (all === 0) return `Nothing that matters was read${complete ? '' : ', of what could be read'}.`;
  const open = walls.filter(({ depth }) => depth === 0).length;
  const reached = walls.filter(({ depth }) => depth !== null).length;
  const things = count(all, 'thing');
  const lead = complete ? '' : 'At least ';
  if (open === 1)
    return `${lead}1 of ${things} that matter${all === 1 ? 's' : ''} is open to ${from.title}: no wall stands before it.`;
  if (open > 1) return `${lead}${open} of ${things} that matter are open to ${from.title}: no wall stands before them.`;
  const doubt = complete ? '' : ', as far as could be read';
  if (reached === 0)
    return `No way is known from ${from.title} to any of ${things} that matter${all === 1 ? 's' : ''}${doubt}.`;
  return `None of ${things} that matter${all === 1 ? 's' : ''} is open to ${from.title}${doubt}: there are ways to ${reached}, and walls before each.`;
};

function* renderWay(
  { to, depth, proven, moves }: AnsweredWay,
  number: number,
  options: AttacksText,
): Generator<string> {
  yield* toLines(`${number}. ${upper(to.title)} (${to.id}): ${renderDepth(depth, proven)}`, '   ', options.width);
  for (const [at, move] of moves.entries()) {
    yield* toLines(`   ${at + 1}. ${tellMove(move)}${renderGrants(move, options.find)}`, '      ', options.width);
    for (const line of listWalls(move, options.find))
      yield* toLines(`      ${line}`, '                ', options.width);
  }
}

const upper = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

export const renderDepth = (depth: number, proven: number): string =>
  depth === 0
    ? 'open, no wall stands before it'
    : `${count(depth, 'wall')}, ${proven === depth ? 'proved' : proven === 0 ? 'none of them proved' : `${proven} of them proved`}`;

/** `the internet takes over, by a port it listens on, container api of …: Service shop/api publishes port 8080 [T1190 ENDPOINT_EXPLOIT]` */
export const tellMove = ({ type, technique, from, to, grant }: Move): string => {
  const because = grant === '' ? '' : `: ${grant}`;
  return type === 'MEMBER'
    ? `${from.title}, here ${to.title}${because}`
    : `${from.title} ${stepTypes[type].does} ${to.title}${because} [${[technique, type].filter((part) => part !== null).join(' ')}]`;
};

const renderGrants = ({ by }: Move, find: FindGrant): string => {
  const places = by.flatMap((key) => {
    const { file, line } = find(key);
    return file === null ? [] : [renderFile(file, line)];
  });
  const some = [...new Set(places)].slice(0);
  return some.length === 0 ? '' : ` (${some.join(', ')})`;
};

/** What stands, what is doubtful, and what could stand and does not. */
const listWalls = ({ controls }: Move, find: FindGrant): readonly string[] => {
  const missing = controls.filter(({ state, remedy }) => state.kind === 'absent' && remedy !== null);
  return [
    ...controls.flatMap(tellPresent),
    ...missing.slice(0, mostMissing).flatMap((control) => tellMissing(control, find)),
    ...(missing.length > mostMissing
      ? [`missing   and ${count(missing.length - mostMissing, 'more wall')} that could stand here`]
      : []),
  ];
};

/** A step of a cluster's administrator could be guarded by a hundred walls. */
const mostMissing = 3;

const tellPresent = ({ title, id, layer, state }: Control): readonly string[] => {
  switch (state.kind) {
    case 'absent':
      return [];
    case 'standing':
      return [`stands    ${layer}, ${state.proof}: ${title} [${id}]`];
    case 'unknown':
      return [`doubtful  ${layer}: ${title} [${id}]: ${state.why}`];
  }
};

const tellMissing = (control: Control, find: FindGrant): readonly string[] => {
  const { title, id, layer } = control;
  const fix = tellRemedy(control, find);
  return [`missing   ${layer}: ${title} [${id}]`, ...(fix === '' || fix === title ? [] : [`fix       ${fix}`])];
};

/** Lines after the first stand below `margin`. */
export function* toLines(text: string, margin: string, width: number): Generator<string> {
  const plain = toPlainText(text);
  const indent = /^ */.exec(plain)?.[0] ?? '';
  const [first = '', ...rest] = wrap(plain.trimStart(), Math.max(20, width - Math.max(indent.length, margin.length)));
  yield `${indent}${first}\n`;
  for (const line of rest) yield `${margin}${line}\n`;
}
