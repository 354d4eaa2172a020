/** What a running console is given: the estates it shows, the store it reads, and what of the world it may touch. */

import type { EstateName, Store } from '../../stores/store.ts';
import type { DraftedException, ExceptionDraft } from './api/findings.ts';
import type { LiveEvents } from './live-events.ts';

export interface ConsoleOptions {
  /** In the order they were named; no other estate of the store is shown. */
  readonly estates: readonly EstateName[];
  readonly store: Store;
  /** What a person types to run Vauban, in the commands that are told. */
  readonly program: string;
  /** `null`: the first free one from the usual port on. */
  readonly port: number | null;
  /** The folder of the built console. */
  readonly assets: string;
  readonly live: LiveEvents;
  readonly looks: LookState;
  /** Text of the exceptions file with one more entry; writes nothing. */
  readonly draft: (draft: ExceptionDraft) => Promise<Drafted>;
}

export type Drafted =
  | { readonly kind: 'drafted'; readonly exception: DraftedException }
  | { readonly kind: 'refused'; readonly message: string };

/** What is known of the looks at an estate besides what the store keeps. */
export interface LookState {
  looking(estate: string): { readonly since: string; readonly text: string } | null;
  /** What the store could not be told, such as that it is full. */
  failing(estate: string): { readonly since: string; readonly message: string } | null;
  /** Looks as soon as possible. */
  ask(estate: string): void;
}

export interface ConsoleContext {
  /** RFC 3339. */
  readonly now: () => string;
  /** Hexadecimal digits, two a byte. */
  readonly random: (bytes: number) => string;
  readonly every: (milliseconds: number, act: () => void) => () => void;
  /** A line for the person in front of the terminal. */
  readonly say: (line: string) => void;
}

export interface RunningConsole {
  /** With the one-time token: what a person opens. */
  readonly address: string;
  /** `http://127.0.0.1:4141`. */
  readonly origin: string;
  readonly token: string;
  /** A new address; the one before counts no longer. */
  readonly invite: () => string;
  readonly close: () => Promise<void>;
}
