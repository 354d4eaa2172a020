/** Looks at each estate at once, then whenever it has changed, one look at a time, and with patience where looks fail. */

import type { Clock } from '../../../kube/client/clock.ts';
import { StoreError, type Store } from '../../../stores/store.ts';
import type { LookState } from '../console-options.ts';
import type { LiveEvents } from '../live-events.ts';
import type { LookResult, WatchedEstate } from './look-result.ts';

export interface WatchOptions {
  readonly estates: readonly WatchedEstate[];
  readonly store: Store;
  readonly live: LiveEvents;
  readonly clock: Clock;
  /** RFC 3339. */
  readonly now: () => string;
  /** Milliseconds between two questions whether something has changed. */
  readonly interval: number;
  readonly signal: AbortSignal;
}

export interface EstateWatch extends LookState {
  /** Ends with the signal, after the look that is going on. */
  readonly done: Promise<void>;
}

/** What no digest shows (a chart from elsewhere, a status, the day on which an exception ends) is seen after so many intervals. */
const intervalsUnseen = 12;

/** The first pause after a look that failed; it doubles. */
const firstPause = 10_000;

/** A cluster that is back after an hour should not stay stale for another. */
const longestPause = 5 * 60_000;

/** Files are asked more often than a cluster, since somebody who edits is waiting: this is the least. */
const stampPause = 2_000;

/** Of a processor, for asking files whether they have changed: a half per cent. */
const stampShare = 200;

interface Watched extends WatchedEstate {
  /** When it is asked whether something has changed. */
  dueAt: number;
  /** When it is looked at whether it has changed or not. */
  lookAt: number;
  asked: boolean;
  failures: number;
  /** Of the last look, also of one that failed where files were read: until they change nothing is to be gained. */
  seen: string | null;
  looking: { readonly since: string; text: string } | null;
  failing: { readonly since: string; readonly message: string } | null;
}

export const watchEstates = (options: WatchOptions): EstateWatch => {
  const { clock, signal } = options;
  const watched = options.estates.map((estate): Watched => ({
    ...estate,
    dueAt: 0,
    lookAt: 0,
    asked: false,
    failures: 0,
    seen: null,
    looking: null,
    failing: null,
  }));
  let wake = new AbortController();
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      const next = watched.find(({ asked }) => asked) ?? watched.toSorted((a, b) => a.dueAt - b.dueAt)[0];
      if (next === undefined) return;
      const wait = next.asked ? 0 : next.dueAt - clock.now();
      if (wait <= 0) await visit(next, options);
      else {
        wake = new AbortController();
        await clock.wait(wait, AbortSignal.any([signal, wake.signal]));
      }
    }
  };
  const find = (id: string): Watched | undefined => watched.find(({ name }) => name.id === id);
  return {
    done: run(),
    looking: (id) => find(id)?.looking ?? null,
    failing: (id) => find(id)?.failing ?? null,
    ask: (id) => {
      const estate = find(id);
      if (estate !== undefined) estate.asked = true;
      wake.abort();
    },
  };
};

const visit = async (estate: Watched, options: WatchOptions): Promise<void> => {
  const { clock, interval } = options;
  const begun = clock.now();
  const must = estate.asked || begun >= estate.lookAt;
  const stamp = estate.stamp === null ? null : await estate.stamp();
  const took = clock.now() - begun;
  // Files that cannot be told apart cheaply are read by interval, as a cluster is.
  const isStamped = stamp !== null;
  if (must || !isStamped || stamp !== estate.seen) {
    estate.asked = false;
    const result = await look(estate, must || isStamped ? null : estate.seen, options);
    settle(estate, stamp === null ? result : withSeen(result, stamp), options);
    if (estate.failures > 0) estate.seen = stamp;
  }
  const pause = isStamped ? Math.min(interval, Math.max(stampPause, took * stampShare)) : interval;
  const next = clock.now() + pause;
  estate.dueAt = estate.failures > 0 && !isStamped ? estate.lookAt : next;
};

/** Of files the stamp tells, and was taken before they were read: what is written meanwhile is seen next time. */
const withSeen = (result: LookResult, seen: string): LookResult =>
  result.kind === 'failed' ? result : { ...result, seen };

const look = async (
  estate: Watched,
  unless: string | null,
  { live, now, signal }: WatchOptions,
): Promise<LookResult> => {
  const { id } = estate.name;
  const looking = { since: now(), text: 'looking' };
  estate.looking = looking;
  // A look that only asks whether something has changed is no news.
  if (unless === null) live.send({ kind: 'looking', estate: id, text: looking.text });
  try {
    return await estate.look({
      unless,
      signal,
      say: (text) => {
        looking.text = text;
        live.send({ kind: 'looking', estate: id, text });
      },
    });
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  } finally {
    estate.looking = null;
  }
};

const settle = (estate: Watched, result: LookResult, options: WatchOptions): void => {
  const { clock, now, interval, live, store, signal } = options;
  const { name } = estate;
  if (signal.aborted) return;
  switch (result.kind) {
    case 'looked':
    case 'unchanged':
      estate.failures = 0;
      estate.failing = null;
      estate.seen = result.seen;
      if (result.kind === 'unchanged') return;
      estate.lookAt = clock.now() + intervalsUnseen * interval;
      live.send({ kind: 'looked', estate: name.id, at: result.at });
      return;
    case 'failed': {
      const pause = Math.min(firstPause * 2 ** Math.min(estate.failures, 10), Math.max(longestPause, interval));
      estate.failures += 1;
      estate.lookAt = clock.now() + pause;
      const at = now();
      estate.failing = { since: estate.failing?.since ?? at, message: result.message };
      try {
        store.looks.fail(name, { at, message: result.message });
      } catch (error) {
        // Locked or full: then it is known here alone, until this process ends.
        if (!(error instanceof StoreError)) throw error;
      }
      live.send({ kind: 'failed', estate: name.id, message: result.message });
    }
  }
};
