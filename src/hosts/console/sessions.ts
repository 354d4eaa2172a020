/** Who is signed in: a one-time token from the terminal is exchanged for a session that ends by itself. */

import { createHash, timingSafeEqual } from 'node:crypto';

export interface Sessions {
  /** A new token; the one before counts no longer. */
  invite(): string;
  /** The id of a new session, or `null` where the token is not the one that was printed last or was used. */
  exchange(token: string): string | null;
  /** What stands for the session in this process; `null` for one that is unknown or has ended. */
  find(id: string): string | null;
  /** Of what `find` gave. */
  isAlive(session: string): boolean;
  end(id: string): void;
}

/** A working day. The store outlives it, so signing in again loses nothing. */
export const sessionSeconds = 12 * 60 * 60;

/** One person with a few browsers; whoever signs in as the seventeenth ends the oldest. */
const mostSessions = 16;

export const createSessions = ({
  now,
  random,
}: {
  readonly now: () => string;
  readonly random: (bytes: number) => string;
}): Sessions => {
  let expected: Buffer | null = null;
  // By digest: what is compared while looking up then tells nothing about the id.
  const ends = new Map<string, number>();
  const isAlive = (key: string): boolean => {
    const end = ends.get(key);
    if (end === undefined || Date.parse(now()) < end) return end !== undefined;
    ends.delete(key);
    return false;
  };
  return {
    invite: () => {
      const token = random(tokenBytes);
      expected = digest(token);
      return token;
    },
    exchange: (token) => {
      if (expected === null || !timingSafeEqual(expected, digest(token))) return null;
      expected = null;
      const id = random(tokenBytes);
      const [oldest] = ends.keys();
      if (ends.size >= mostSessions && oldest !== undefined) ends.delete(oldest);
      ends.set(toKey(id), Date.parse(now()) + sessionSeconds * 1000);
      return id;
    },
    find: (id) => {
      const key = toKey(id);
      return isAlive(key) ? key : null;
    },
    isAlive,
    end: (id) => void ends.delete(toKey(id)),
  };
};

/** 128 bits: not to be guessed, and still one line of a terminal. */
const tokenBytes = 16;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const toKey = (id: string): string => digest(id).toString('hex');
