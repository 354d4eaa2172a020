/** The text of `vauban next`: the walls that can be had, by what each buys, with what it changes and the files that do it. */

import type { Weighed } from '../../attack/weigh-controls.ts';
import type { Place } from '../../model/place.ts';
import { count, toPlainText } from '../../reports/plain-text.ts';
import type { FindGrant } from '../assemble/attack/find-grants.ts';
import { tellRemedy } from '../assemble/attack/tell-remedy.ts';
import { toLines } from './attacks-text.ts';
import { tellGain } from './tell-gain.ts';

export interface NextText {
  readonly from: Place;
  /** Why the answer may be wrong; empty where it is whole. */
  readonly missing: readonly string[];
  readonly plan: boolean;
  /** How many there are besides. */
  readonly left: number;
  readonly filesOf: (control: string) => readonly string[];
  readonly find: FindGrant;
  readonly width: number;
  readonly program: string;
  readonly written: boolean;
}

export function* renderNextText(controls: readonly Weighed[], options: NextText): Generator<string> {
  const { from, missing, plan, left, width, program, written } = options;
  if (controls.length === 0) {
    yield* toLines(renderNothing(options), '', width);
    return;
  }
  yield* toLines(
    plan
      ? `A plan of ${count(controls.length, 'wall')} against ${from.title}: each is counted with those before it standing.`
      : `What to build next against ${from.title}, each wall counted alone:`,
    '',
    width,
  );
  if (missing.length > 0) yield* toLines('Partial: what was not read may hold other ways in.', '', width);
  yield '\n gain  tight  wall\n';
  for (const [index, weighed] of controls.entries()) yield* renderControl(weighed, index + 1, options);
  yield '\n';
  if (left > 0) yield* toLines(`${count(left, 'more wall')}: --all tells them.`, '', width);
  yield* toLines(
    'gain: walls won before what matters, times how much it matters. tight: how many steps on shortest ways in it would guard or remove.',
    '',
    width,
  );
  if (controls.every(({ gain }) => gain === 0))
    yield* toLines('Where ways lie side by side no wall alone gains anything: --plan takes them together.', '', width);
  if (!written) yield* toLines(`${program} next --write FOLDER writes the files, with a README.md.`, '', width);
}

const renderNothing = ({ from, missing, plan }: NextText): string =>
  `${plan ? `No wall that can be had would bring what matters another wall against ${from.title}` : `No wall that can be had would stand on a known way from ${from.title}`}${missing.length === 0 ? '' : ', of what could be read'}.`;

function* renderControl(
  { control, gain, tight, after }: Weighed,
  number: number,
  { filesOf, find, width, plan }: NextText,
): Generator<string> {
  const lead = plan ? `${number}. ` : '';
  yield* toRow(
    `${String(gain).padStart(5)}  ${String(tight).padStart(5)}  `,
    `${lead}${control.title} [${control.id}]`,
    width,
  );
  yield* toRow(margin, `${control.layer}, ${control.scope}: ${tellGain(after) || 'nothing alone'}`, width);
  const files = filesOf(control.id);
  const fix = tellRemedy(control, find);
  if (fix !== '' && fix !== control.title) yield* toRow(margin, `to do: ${fix}`, width);
  if (files.length > 0) yield* toRow(margin, `files: ${files.join(', ')}`, width);
}

const margin = ' '.repeat(14);

function* toRow(lead: string, text: string, width: number): Generator<string> {
  const [first = '', ...rest] = toLines(toPlainText(text), '', width - margin.length);
  yield `${lead}${first}`;
  for (const line of rest) yield `${margin}${line}`;
}
