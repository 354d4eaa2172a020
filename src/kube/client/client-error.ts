/** What can go wrong between Vauban and a cluster: one error class with a code from a closed set, explained in docs/cluster-errors.md. */

export const clientErrorCodes = [
  'no-kubeconfig',
  'bad-kubeconfig',
  'no-context',
  'plugin',
  'unreachable',
  'timeout',
  'tls',
  'unauthorised',
  'forbidden',
  'not-found',
  'expired',
  'throttled',
  'server',
  'bad-answer',
  'cancelled',
] as const;

export type ClientErrorCode = (typeof clientErrorCodes)[number];

export interface ClientErrorDetails {
  readonly cause?: unknown;
  /** What the API server said, one line, where it said anything. */
  readonly said?: string;
  /** Where a list may go on after `expired`. */
  readonly resume?: string;
}

/** The message is one line: where, what, and what to do. It never holds a credential. */
export class ClientError extends Error {
  readonly code: ClientErrorCode;
  readonly said: string | null;
  readonly resume: string | null;

  constructor(code: ClientErrorCode, message: string, details: ClientErrorDetails = {}) {
    super(toOneLine(message), { cause: details.cause });
    this.name = 'ClientError';
    this.code = code;
    this.said = details.said === undefined ? null : toOneLine(details.said);
    this.resume = details.resume ?? null;
  }
}

const longest = 600;

/** What a server, a proxy or a plug-in wrote, fit for one line of a terminal: no control characters, no end of lines. */
export const toOneLine = (text: string): string => {
  const line = text.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
};
