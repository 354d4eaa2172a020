/** Which streams are drawn on and coloured. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toTerminal } from './terminal.ts';

const cases: readonly (readonly [string, boolean, Readonly<Record<string, string>>, string])[] = [
  ['a terminal has colour', true, { TERM: 'xterm' }, 'drawn on, 80 columns, colour'],
  ['a terminal without a name has colour', true, {}, 'drawn on, 80 columns, colour'],
  ['a dumb terminal has neither colour nor a line drawn over', true, { TERM: 'dumb' }, '80 columns'],
  ['NO_COLOR wins', true, { NO_COLOR: '1', FORCE_COLOR: '1' }, 'drawn on, 80 columns'],
  ['an empty NO_COLOR says nothing', true, { NO_COLOR: '' }, 'drawn on, 80 columns, colour'],
  ['a pipe has none', false, { TERM: 'xterm' }, '0 columns'],
  ['a pipe that is to have colour has it', false, { FORCE_COLOR: '1' }, '0 columns, colour'],
  ['whoever asks a dumb terminal for colour gets it', true, { TERM: 'dumb', FORCE_COLOR: '1' }, '80 columns, colour'],
];

for (const [name, isTTY, environment, expected] of cases) {
  test(name, () => {
    const { isTerminal, width, colour } = toTerminal({ isTTY, columns: 80 }, environment);
    const said = [isTerminal ? 'drawn on' : '', `${width} columns`, colour ? 'colour' : ''];
    assert.equal(said.filter((word) => word !== '').join(', '), expected);
  });
}
