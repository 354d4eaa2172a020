/** When estates are looked at: at once, when they change, when somebody asks, and with patience where it fails. */

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { Clock } from '../../../kube/client/clock.ts';
import { openStore } from '../../../stores/registry.ts';
import type { LiveEvent } from '../api/estate-state.ts';
import { createLiveEvents } from '../live-events.ts';
import { digestFiles } from './digest-files.ts';
import type { LookResult, WatchedEstate } from './look-result.ts';
import { watchEstates } from './watch-estates.ts';

const id = '0123456789ab';
const start = Date.parse('2026-11-24T12:00:00Z');

/** Time passes only where the test says so: each wait is held until its moment has come. */
const createClock = (): Clock & { advance(milliseconds: number): Promise<void> } => {
  let time = start;
  const waits = new Set<{ readonly until: number; readonly wake: () => void }>();
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
    await new Promise<void>((resolve) => setImmediate(resolve));
  };
  return {
    now: () => time,
    wait: (milliseconds, signal) =>
      new Promise((resolve) => {
        const one = { until: time + milliseconds, wake: () => resolve() };
        waits.add(one);
        const stop = (): void => {
          waits.delete(one);
          resolve();
        };
        if (signal.aborted) stop();
        else signal.addEventListener('abort', stop, { once: true });
      }),
    advance: async (milliseconds) => {
      await settle();
      const end = time + milliseconds;
      for (;;) {
        const next = [...waits].toSorted((a, b) => a.until - b.until)[0];
        if (next === undefined || next.until > end) break;
        time = next.until;
        waits.delete(next);
        next.wake();
        await settle();
      }
      time = end;
      await settle();
    },
  };
};

interface Looked {
  readonly at: number;
  readonly unless: string | null;
}

const watch = (
  context: TestContext,
  {
    stamp = null,
    results,
    interval = 300_000,
  }: {
    readonly stamp?: WatchedEstate['stamp'];
    /** The last one counts for all looks that follow. */
    readonly results: readonly LookResult[];
    readonly interval?: number;
  },
) => {
  const folder = mkdtempSync(join(tmpdir(), 'vauban-watch-'));
  const clock = createClock();
  const now = (): string => new Date(clock.now()).toISOString();
  const store = openStore(join(folder, 'history.db'), { now, keepDays: 400, patience: 100 });
  const ended = new AbortController();
  const live = createLiveEvents();
  const events: LiveEvent[] = [];
  live.listen((event) => void events.push(event));
  const looks: Looked[] = [];
  const left = [...results];
  const estates = [
    {
      name: { id, title: 'test', kind: stamp === null ? 'cluster' : 'manifests' } as const,
      stamp,
      look: ({ unless }: { readonly unless: string | null }) => {
        looks.push({ at: (clock.now() - start) / 1000, unless });
        const [next] = left;
        if (left.length > 1) left.shift();
        return Promise.resolve(next ?? { kind: 'failed' as const, message: 'nothing is left' });
      },
    },
  ];
  const watched = watchEstates({ estates, store, live, clock, now, interval, signal: ended.signal });
  context.after(async () => {
    ended.abort();
    await watched.done;
    store.close();
    rmSync(folder, { recursive: true });
  });
  return { clock, watched, looks, events, store, times: () => looks.map(({ at }) => at) };
};

const looked = (seen: string | null): LookResult => ({ kind: 'looked', at: '2026-11-24T12:00:00Z', seen });
const unchanged = (seen: string | null): LookResult => ({ kind: 'unchanged', seen });
const failed: LookResult = { kind: 'failed', message: 'the cluster is gone' };

test('a cluster is asked each interval whether it has changed, and looked at anyway after twelve', async (context) => {
  const { clock, looks, events } = watch(context, { results: [looked('a'), unchanged('a')] });
  await clock.advance(3_600_000);
  assert.deepEqual(
    looks.map(({ at, unless }) => [at, unless]),
    [[0, null], ...Array.from({ length: 11 }, (_, at) => [300 * (at + 1), 'a']), [3600, null]],
  );
  assert.deepEqual(
    events.map(({ kind }) => kind),
    ['looking', 'looked', 'looking'],
  );
});

test('a cluster of which it cannot be told whether it has changed is looked at each interval', async (context) => {
  const { clock, looks } = watch(context, { results: [looked(null)] });
  await clock.advance(900_000);
  assert.deepEqual(
    looks.map(({ at, unless }) => [at, unless]),
    [
      [0, null],
      [300, null],
      [600, null],
      [900, null],
    ],
  );
});

test('a cluster that is gone is asked less and less often, up to five minutes, and back it is as before', async (context) => {
  const { clock, times, watched, store, events } = watch(context, {
    results: [looked('a'), failed, failed, failed, failed, failed, failed, failed, looked('b')],
  });
  await clock.advance(2000_000);
  assert.deepEqual(times(), [0, 300, 310, 330, 370, 450, 610, 910, 1210, 1510, 1810]);
  assert.equal(watched.failing(id), null);
  const first = events.find(({ kind }) => kind === 'failed');
  assert.deepEqual(first, { kind: 'failed', estate: id, message: 'the cluster is gone' });
  assert.equal(store.looks.estates()[0]?.failing?.message, 'the cluster is gone');
});

test('while looks fail the first failure counts', async (context) => {
  const { clock, watched } = watch(context, { results: [looked('a'), failed] });
  await clock.advance(1000_000);
  assert.deepEqual(watched.failing(id), { since: '2026-11-24T12:05:00.000Z', message: 'the cluster is gone' });
});

test('files are looked at when their stamp is another, within two seconds', async (context) => {
  let stamp = 'a';
  const { clock, times } = watch(context, { stamp: () => Promise.resolve(stamp), results: [looked(null)] });
  await clock.advance(10_500);
  stamp = 'b';
  await clock.advance(10_000);
  assert.deepEqual(times(), [0, 12]);
});

test('files that cannot be read are tried again when they change, and now and then', async (context) => {
  let stamp = 'a';
  const { clock, times } = watch(context, { stamp: () => Promise.resolve(stamp), results: [failed] });
  await clock.advance(9_000);
  stamp = 'b';
  await clock.advance(4_000);
  assert.deepEqual(times(), [0, 10]);
  await clock.advance(30_000);
  assert.deepEqual(times(), [0, 10, 30]);
});

test('files that cannot be told apart cheaply are read each interval', async (context) => {
  const { clock, times } = watch(context, { stamp: () => Promise.resolve(null), results: [looked(null)] });
  await clock.advance(600_000);
  assert.deepEqual(times(), [0, 300, 600]);
});

test('a look that is asked for comes at once and asks no digest', async (context) => {
  const { clock, looks, watched } = watch(context, { results: [looked('a')] });
  await clock.advance(10_000);
  watched.ask(id);
  watched.ask('000000000000');
  await clock.advance(1_000);
  assert.deepEqual(looks, [
    { at: 0, unless: null },
    { at: 10, unless: null },
  ]);
});

test('a digest of files tells what was written, added, renamed and linked, and nothing else', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'vauban-digest-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const { signal } = new AbortController();
  const digest = () => digestFiles([join(folder, 'a'), join(folder, 'absent.yaml')], signal);
  mkdirSync(join(folder, 'a', 'b'), { recursive: true });
  writeFileSync(join(folder, 'a', 'b', 'one.yaml'), 'kind: Pod\n');
  const first = await digest();
  assert.match(first ?? '', /^[0-9a-f]{64}$/);
  assert.equal(await digest(), first);
  mkdirSync(join(folder, 'a', '.git'));
  writeFileSync(join(folder, 'a', '.git', 'index'), 'x');
  assert.equal(await digest(), first, '.git');
  const seen = new Set([first]);
  const steps: readonly (readonly [string, () => void])[] = [
    ['another size', () => writeFileSync(join(folder, 'a', 'b', 'one.yaml'), 'kind: Pods\n')],
    ['another time', () => utimesSync(join(folder, 'a', 'b', 'one.yaml'), 1, 1)],
    ['a new file', () => writeFileSync(join(folder, 'a', 'two.yaml'), '')],
    ['a file that was absent', () => writeFileSync(join(folder, 'absent.yaml'), '')],
    ['a link to a file', () => symlinkSync(join(folder, 'absent.yaml'), join(folder, 'a', 'three.yaml'))],
  ];
  for (const [name, step] of steps) {
    step();
    const next = await digest();
    assert.ok(!seen.has(next), name);
    seen.add(next);
  }
  symlinkSync(folder, join(folder, 'a', 'loop'));
  assert.ok((await digest()) !== null, 'a link that leads round');
  assert.equal(await digestFiles([folder], AbortSignal.abort()), null);
});
