/** Signing in: the token of the link for a session cookie, with what a stranger on this machine may try bounded. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError } from './api-error.ts';
import type { ConsoleContext } from './console-options.ts';
import { readBody } from './read-body.ts';
import { sendJson } from './send-answer.ts';
import { sessionSeconds, type Sessions } from './sessions.ts';
import { createTokenBucket, type TokenBucket } from './token-bucket.ts';

export interface SignIn {
  /** `POST /api/v1/session` signs in, `DELETE` out. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** `null` where nobody is signed in. */
  sessionOf(request: IncomingMessage): string | null;
  /** Throws ApiError; counts what is asked. */
  requireSession(request: IncomingMessage): string;
  isAlive(session: string): boolean;
}

export interface SignInOptions {
  readonly sessions: Sessions;
  readonly port: number;
  readonly context: ConsoleContext;
  readonly invite: () => string;
}

/** A page asks ten things when it opens and one for each key of a search: a person stays below, a loop does not. */
const perSession = { most: 300, perSecond: 60 };

/** 128 bits are not guessed at any speed; this keeps the terminal quiet. */
const perSignIn = { most: 10, perSecond: 0.2 };

export const createSignIn = ({ sessions, port, context, invite }: SignInOptions): SignIn => {
  // Cookies know no ports: two servers side by side must not sign each other's people out.
  const name = `vauban-${port}`;
  const attempts = createTokenBucket(perSignIn, context.now);
  const buckets = new Map<string, TokenBucket>();
  const sessionOf = (request: IncomingMessage): string | null => {
    for (const id of readCookies(request, name)) {
      const session = sessions.find(id);
      if (session !== null) return session;
    }
    return null;
  };
  const exchange = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const wait = attempts.take();
    if (wait > 0) throw new ApiError('too-many', 'too many tried to sign in', `wait ${wait} seconds`, wait);
    const body = await readBody(request);
    const token = typeof body === 'object' && body !== null && 'token' in body ? body.token : null;
    const id = typeof token === 'string' && token.length < 200 ? sessions.exchange(token) : null;
    if (id === null) {
      // A link is used up by whoever opened it first: the person in front of the terminal sees that it was asked for again.
      context.say(`a link that counts no longer was opened; this one signs in once: ${invite()}`);
      throw new ApiError(
        'unauthorised',
        'This link was used already, or is of an earlier run',
        'The terminal where vauban serve runs has just printed a new one',
      );
    }
    await sendJson(request, response, {
      status: 200,
      value: { seconds: sessionSeconds },
      headers: { 'Set-Cookie': toCookie(name, id, sessionSeconds) },
    });
  };
  const leave = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    for (const id of readCookies(request, name)) sessions.end(id);
    await sendJson(request, response, {
      status: 200,
      value: { seconds: 0 },
      headers: { 'Set-Cookie': toCookie(name, '', 0) },
    });
  };
  return {
    sessionOf,
    handle: (request, response) => {
      switch (request.method) {
        case 'POST':
          return exchange(request, response);
        case 'DELETE':
          return leave(request, response);
        default:
          throw new ApiError('method', `${request.method ?? ''} does not go here`, 'ask with POST');
      }
    },
    requireSession: (request) => {
      const session = sessionOf(request);
      if (session === null)
        throw new ApiError(
          'unauthorised',
          'nobody is signed in, or the session has ended',
          'press Enter in the terminal where vauban serve runs: it prints a link that signs in once',
        );
      const bucket = bucketOf(buckets, session, context);
      const wait = bucket.take();
      if (wait > 0) throw new ApiError('too-many', 'too much is asked at once', `wait ${wait} seconds`, wait);
      return session;
    },
    isAlive: (session) => sessions.isAlive(session),
  };
};

/** Sessions are few, and end; what is left of those that ended is let go with the next one. */
const bucketOf = (buckets: Map<string, TokenBucket>, session: string, { now }: ConsoleContext): TokenBucket => {
  const known = buckets.get(session);
  if (known !== undefined) return known;
  if (buckets.size >= 64) buckets.clear();
  const made = createTokenBucket(perSession, now);
  buckets.set(session, made);
  return made;
};

/**
 * Without `Secure`: it is plain HTTP on the loopback interface. `Strict`: no page of another site, and no link from one,
 * carries it.
 */
const toCookie = (name: string, id: string, seconds: number): string =>
  `${name}=${id}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${seconds}`;

/** At most a few: other servers of this machine may have set any number of this name. */
const readCookies = ({ headers }: IncomingMessage, name: string): readonly string[] =>
  (headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))
    .filter((id) => /^[0-9a-f]{32}$/.test(id))
    .slice(0, 4);
