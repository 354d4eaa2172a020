/** Tells every page that listens what has changed, so that it asks again. */

import type { LiveEvent } from './api/estate-state.ts';

export interface LiveEvents {
  send(event: LiveEvent): void;
  /** Gives what ends it. */
  listen(hear: (event: LiveEvent) => void): () => void;
  listeners(): number;
  /** Of the last look that was told of. */
  lastLook(estate: string): string | null;
}

export const createLiveEvents = (): LiveEvents => {
  const hearers = new Set<(event: LiveEvent) => void>();
  const looks = new Map<string, string>();
  return {
    send: (event) => {
      if (event.kind === 'looked') looks.set(event.estate, event.at);
      for (const hear of hearers) hear(event);
    },
    listen: (hear) => {
      // One function may listen twice.
      const own = (event: LiveEvent): void => hear(event);
      hearers.add(own);
      return () => void hearers.delete(own);
    },
    listeners: () => hearers.size,
    lastLook: (estate) => looks.get(estate) ?? null,
  };
};
