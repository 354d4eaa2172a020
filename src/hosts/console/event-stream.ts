/** Keeps one page told by server-sent events: what to ask again, as long as its session lasts. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError } from './api-error.ts';
import type { LiveEvents } from './live-events.ts';
import { securityHeaders } from './security-headers.ts';

export interface EventStreamOptions {
  readonly live: LiveEvents;
  readonly every: (milliseconds: number, act: () => void) => () => void;
  /** False when the session has ended. */
  readonly isAlive: () => boolean;
}

/** Tabs of a few browsers. Each holds a socket and a timer. */
export const mostStreams = 32;

/** A proxy or a sleeping laptop closes what is silent for long; the page then knows within this time. */
const beat = 15_000;

/** What a page that does not read may leave here before it is let go. */
const mostWaiting = 1 << 20;

export const openEventStream = (
  request: IncomingMessage,
  response: ServerResponse,
  { live, every, isAlive }: EventStreamOptions,
): void => {
  if (live.listeners() >= mostStreams)
    throw new ApiError('too-many', 'too many pages listen for changes', 'close tabs of the console', 30);
  response.writeHead(200, {
    ...securityHeaders,
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  });
  request.socket.setTimeout(0);
  const write = (text: string): void => {
    if (response.writableLength > mostWaiting) response.destroy();
    else if (isAlive()) response.write(text);
    else response.end();
  };
  const stops = [
    live.listen((event) => write(`data: ${JSON.stringify(event)}\n\n`)),
    every(beat, () => write(': here\n\n')),
  ];
  response.on('close', () => stops.forEach((stop) => stop()));
  write('retry: 2000\n\n');
};
