/** The progress line, on a clock and a timer of the test's own. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CliContext } from './cli-context.ts';
import { withProgress } from './progress.ts';
import { createTestContext } from './test-context.ts';

const start = Date.parse('2026-11-23T12:00:00Z');

/** `tick` lets time pass, and the timer go off at the end of it. */
const createDesk = (isTerminal: boolean, width = 0) => {
  const written: string[] = [];
  const timers = new Set<() => void>();
  let time = start;
  const context: CliContext = {
    ...createTestContext([], [], {}),
    now: () => new Date(time).toISOString(),
    status: { isTerminal, width, colour: false, write: async (text) => void written.push(text) },
    every: (_milliseconds, act) => {
      timers.add(act);
      return () => timers.delete(act);
    },
  };
  const tick = (milliseconds: number): void => {
    time += milliseconds;
    timers.forEach((act) => act());
  };
  return { context, written, timers, tick };
};

test('whoever waits for standard input is told so after a second, once, and the line is cleared', async () => {
  const { context, written, timers, tick } = createDesk(true);
  await withProgress(['-'], context, async () => {
    tick(900);
    assert.deepEqual(written, []);
    for (let count = 0; count < 20; count += 1) tick(200);
  });
  assert.deepEqual(written, ['\r\u001b[2Kreading standard input …', '\r\u001b[2K']);
  assert.equal(timers.size, 0);
});

test('a busy source is heard at most five times a second, without any timer', async () => {
  const { context, written, timers, tick } = createDesk(true);
  await withProgress(['.'], context, async (say) => {
    timers.clear();
    for (let count = 0; count < 200; count += 1) {
      tick(10);
      say(`${count} objects read`);
    }
  });
  assert.deepEqual(written.length, 6 + 1);
  assert.equal(written[0], '\r\u001b[2K99 objects read …');
});

test('the line is cleared where the work throws, and nothing is drawn where it was quick', async () => {
  const { context, written, timers, tick } = createDesk(true);
  const work = withProgress(['.'], context, async () => {
    tick(1500);
    throw new Error('no cluster');
  });
  await assert.rejects(work, /no cluster/);
  assert.equal(written.at(-1), '\r\u001b[2K');
  assert.equal(timers.size, 0);
  const quick = createDesk(true);
  await withProgress(['.'], quick.context, async (say) => say('1 object read'));
  assert.deepEqual(quick.written, []);
});

test('what a stranger named is shown and not obeyed, and cut at the edge', async () => {
  const { context, written, tick } = createDesk(true, 24);
  await withProgress(['.'], context, async (say) => {
    say('\u001b[31mred and rather long');
    tick(1200);
  });
  assert.equal(written[0], '\r\u001b[2K\\x1b[31mred and rather…');
});

test('without a terminal nothing is drawn and nothing goes off', async () => {
  const { context, written, timers } = createDesk(false);
  await withProgress(['-'], context, async (say) => {
    assert.equal(timers.size, 0);
    say('1 object read');
  });
  assert.deepEqual(written, []);
});
