/** What the server tells by itself: that a look is going on, is done or has failed. One connection for the whole page. */

import { useSyncExternalStore } from 'react';
import type { LiveEvent } from '../../../src/hosts/console/api/estate-state.ts';

export interface Live {
  /** Grows with each look that was recorded. */
  readonly looks: number;
  /** By estate, what a look that goes on says. */
  readonly looking: Readonly<Record<string, string>>;
  readonly failed: Readonly<Record<string, string>>;
  readonly connected: boolean;
}

let state: Live = { looks: 0, looking: {}, failed: {}, connected: true };
const hearers = new Set<() => void>();
let source: EventSource | null = null;

const change = (next: Partial<Live>): void => {
  state = { ...state, ...next };
  for (const hear of hearers) hear();
};

const without = (record: Readonly<Record<string, string>>, key: string): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(record).filter(([each]) => each !== key));

const hear = (event: LiveEvent): void => {
  switch (event.kind) {
    case 'looked':
      return change({
        looks: state.looks + 1,
        looking: without(state.looking, event.estate),
        failed: without(state.failed, event.estate),
      });
    case 'looking':
      return change({ looking: { ...state.looking, [event.estate]: event.text } });
    case 'failed':
      return change({
        looks: state.looks + 1,
        looking: without(state.looking, event.estate),
        failed: { ...state.failed, [event.estate]: event.message },
      });
  }
};

const connect = (): void => {
  if (source !== null) return;
  source = new EventSource('/api/v1/events');
  let wasLost = false;
  source.addEventListener('open', () => {
    // While it was away anything may have happened.
    change({ connected: true, ...(wasLost ? { looks: state.looks + 1 } : {}) });
    wasLost = false;
  });
  source.addEventListener('error', () => {
    wasLost = true;
    if (state.connected) change({ connected: false });
    if (source?.readyState !== EventSource.CLOSED) return;
    source = null;
    setTimeout(connect, 5000);
  });
  source.addEventListener('message', ({ data }: MessageEvent<string>) => hear(JSON.parse(data) as LiveEvent));
};

const subscribe = (tell: () => void): (() => void) => {
  connect();
  hearers.add(tell);
  return () => void hearers.delete(tell);
};

export const useLive = (): Live => useSyncExternalStore(subscribe, () => state);
