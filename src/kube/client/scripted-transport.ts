/** A transport and a clock for tests: answers from a script, no network, no waiting. */

import type { Clock } from './clock.ts';
import type { HttpAnswer, Transport } from './transport.ts';

export interface ScriptedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text as it is, anything else as JSON. */
  readonly body: unknown;
}

export interface ScriptedTransport extends Transport {
  /** The paths asked for, in order, with their queries. */
  readonly asked: readonly string[];
}

/** Asks the script for every request; what the script throws is what the network does. No answer is a 404. */
export const createScriptedTransport = (
  script: (path: string, count: number) => ScriptedAnswer | undefined,
): ScriptedTransport => {
  const asked: string[] = [];
  return {
    asked,
    get: async (path) => {
      asked.push(path);
      return toAnswer(
        script(path, asked.length) ?? {
          status: 404,
          body: { kind: 'Status', message: 'the server could not find the requested resource' },
        },
      );
    },
    close: () => undefined,
  };
};

export interface ScriptedClock extends Clock {
  /** The milliseconds of every wait, in order. */
  readonly waits: readonly number[];
}

/** Stands at 2026-01-01 and never waits. */
export const createScriptedClock = (): ScriptedClock => {
  const waits: number[] = [];
  return {
    waits,
    now: () => Date.UTC(2026, 0, 1),
    wait: async (milliseconds) => void waits.push(milliseconds),
  };
};

const toAnswer = ({ status = 200, headers = {}, body }: ScriptedAnswer): HttpAnswer => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: toBody(typeof body === 'string' ? body : JSON.stringify(body)),
});

/** In two pieces, as a network would: nothing may rely on an answer coming at once. */
async function* toBody(text: string): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  const middle = bytes.length >> 1;
  yield bytes.subarray(0, middle);
  yield bytes.subarray(middle);
}
