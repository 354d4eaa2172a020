/** Tells pages of looks that somebody else has kept in the store: another server, or a timer. */

import { StoreError, type EstateName, type Store } from '../../../stores/store.ts';
import type { LiveEvents } from '../live-events.ts';

export interface HearOptions {
  readonly estates: readonly EstateName[];
  readonly store: Store;
  readonly live: LiveEvents;
  readonly every: (milliseconds: number, act: () => void) => () => void;
}

/** One question to the store, while a page is open: what it costs is not to be measured. */
const pause = 3_000;

/** Gives what ends it. */
export const hearOthers = ({ estates, store, live, every }: HearOptions): (() => void) => {
  const known = new Map<string, string>();
  const read = (tell: boolean): void => {
    for (const { id, last } of store.looks.estates()) {
      const at = last?.at;
      if (at === undefined || known.get(id) === at || !estates.some((estate) => estate.id === id)) continue;
      known.set(id, at);
      if (tell && live.lastLook(id) !== at) live.send({ kind: 'looked', estate: id, at });
    }
  };
  tolerate(() => read(false));
  return every(pause, () => {
    if (live.listeners() > 0) tolerate(() => read(true));
  });
};

/** A store that cannot be read is told by every page that asks it. */
const tolerate = (act: () => void): void => {
  try {
    act();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
  }
};
