/** What the API answers where it cannot do what it was asked: a kind for programs, a sentence and what to do for people. */

import type { StoreErrorKind } from '../../stores/store.ts';

export type ApiErrorKind =
  | 'bad-request'
  | 'unauthorised'
  | 'forbidden'
  | 'not-found'
  | 'no-look'
  | 'method'
  | 'too-large'
  | 'too-many'
  | 'media-type'
  | 'stopping'
  | 'bug'
  | `store-${StoreErrorKind}`;

export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly kind: ApiErrorKind;
  readonly todo: string;
  /** Seconds. */
  readonly retryAfter: number | null;

  constructor(kind: ApiErrorKind, message: string, todo: string, retryAfter: number | null = null) {
    super(message);
    this.kind = kind;
    this.todo = todo;
    this.retryAfter = retryAfter;
  }
}

export const statusOf = (kind: ApiErrorKind): number => statuses[kind];

const statuses: Readonly<Record<ApiErrorKind, number>> = {
  'bad-request': 400,
  // A page that is none of this list, a day that is none.
  'store-refused': 400,
  unauthorised: 401,
  forbidden: 403,
  'not-found': 404,
  'no-look': 404,
  method: 405,
  'too-large': 413,
  'media-type': 415,
  'too-many': 429,
  bug: 500,
  'store-damaged': 500,
  'store-newer': 500,
  stopping: 503,
  'store-locked': 503,
  'store-full': 503,
  'store-unreachable': 503,
};
