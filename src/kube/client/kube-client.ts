/** Reads JSON from an API server: retries what is worth it, bounds what is read, and says in one line what went wrong. */

import { readJson } from '../../lang/yaml/read-json.ts';
import { deepestNesting } from '../../lang/yaml/read-yaml.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import { ClientError, type ClientErrorCode, toOneLine } from './client-error.ts';
import type { Clock } from './clock.ts';
import type { HttpAnswer, Transport } from './transport.ts';

export interface KubeClientOptions {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** The cluster's name in messages: `context "prod" (https://10.0.0.1:6443)`. */
  readonly where: string;
}

/** Read-only, since its transport is. Every method throws ClientError and nothing else. */
export interface KubeClient {
  readonly where: string;
  get(path: string, options?: GetJsonOptions): Promise<JsonAnswer>;
}

export interface GetJsonOptions {
  readonly accept?: string;
  /** Bytes of body after which the answer is given up as `too-large`; as it is sent, unzipped. */
  readonly most?: number;
}

export type JsonAnswer =
  | { readonly kind: 'value'; readonly value: JsonObject; readonly type: string }
  | { readonly kind: 'too-large' };

/** A list of etcd's largest objects at the usual page size would be 750 MB; this is what one page may hold of memory. */
export const mostBody = 64 << 20;

const attempts = 5;
/** A server that is being upgraded is away for some seconds; longer than this no person waits for a scan. */
const longestWait = 30_000;

export const createKubeClient = (options: KubeClientOptions): KubeClient => {
  const { clock, signal, where } = options;
  let answered = false;
  const retry = async (path: string, asked: GetJsonOptions, attempt: number): Promise<JsonAnswer> => {
    try {
      const answer = await getOnce(path, asked, options);
      answered = true;
      return answer;
    } catch (error) {
      const pause = toPause(error, answered, attempt);
      if (pause === undefined) throw error;
      await clock.wait(pause, signal);
      if (signal.aborted) throw new ClientError('cancelled', `${where}: stopped`);
      return retry(path, asked, attempt + 1);
    }
  };
  return { where, get: (path, asked = {}) => retry(path, asked, 1) };
};

/** How long to wait before asking again; `undefined` where asking again would not help. */
const toPause = (error: unknown, answered: boolean, attempt: number): number | undefined => {
  if (!(error instanceof ClientError) || attempt >= attempts) return undefined;
  const worthwhile = error instanceof BusyError || (error.code === 'unreachable' && answered);
  if (!worthwhile) return undefined;
  const asked = error instanceof BusyError ? error.retryAfter : null;
  return Math.min(asked ?? 250 * 2 ** attempt, longestWait);
};

/** The server asks for patience: 429, or a 5xx that may pass. */
class BusyError extends ClientError {
  /** Milliseconds; `null` where the server named none. */
  readonly retryAfter: number | null;

  constructor(code: ClientErrorCode, message: string, said: string, retryAfter: number | null) {
    super(code, message, { said });
    this.retryAfter = retryAfter;
  }
}

const getOnce = async (path: string, asked: GetJsonOptions, options: KubeClientOptions): Promise<JsonAnswer> => {
  const answer = await options.transport.get(path, {
    accept: asked.accept ?? 'application/json',
    signal: options.signal,
  });
  const text = await readText(answer, asked.most ?? mostBody);
  if (answer.status !== 200) throw toStatusError(answer, text ?? '', path, options);
  if (text === undefined) return { kind: 'too-large' };
  const parsed = /^\s*\{/.test(text) ? readJson(text, deepestNesting) : undefined;
  if (parsed?.kind === 'value' && isJsonObject(parsed.value)) {
    return { kind: 'value', value: parsed.value, type: answer.headers['content-type'] ?? '' };
  }
  const what = /^\s*</.test(text)
    ? 'answered with a web page instead of JSON; is there a login page or a proxy between?'
    : 'answered with something that is not JSON';
  throw new ClientError('bad-answer', `${options.where}: GET ${toPlainPath(path)} was ${what}`);
};

/** The body as text; `undefined` where it is larger than `most`, the rest unread. */
const readText = async ({ body }: HttpAnswer, most: number): Promise<string | undefined> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > most) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size).toString('utf8');
};

const toStatusError = (
  { status, headers }: HttpAnswer,
  text: string,
  path: string,
  { where, clock }: KubeClientOptions,
): ClientError => {
  const body = parseStatus(text);
  const said = toSaid(body, status);
  const asked = `${where}: GET ${toPlainPath(path)}`;
  if (status === 401) {
    return new ClientError(
      'unauthorised',
      `${where} does not know who we are (401); the token or certificate may have expired: log in again and check with kubectl auth whoami`,
      { said },
    );
  }
  if (status === 403) return new ClientError('forbidden', `${asked} is forbidden: ${said}`, { said });
  if (status === 404) return new ClientError('not-found', `${asked} does not exist: ${said}`, { said });
  if (status === 410)
    return new ClientError('expired', `${asked}: the list has expired: ${said}`, { said, ...toResume(body) });
  if (status === 429)
    return new BusyError(
      'throttled',
      `${where} asks us to slow down (429) and does not relent: ${said}`,
      said,
      toRetryAfter(headers, clock),
    );
  if (status >= 500)
    return new BusyError(
      'server',
      `${asked} failed in the server (${status}): ${said}`,
      said,
      toRetryAfter(headers, clock),
    );
  return new ClientError('bad-answer', `${asked} was answered with ${status}: ${said}`, { said });
};

const parseStatus = (text: string): JsonObject | undefined => {
  const parsed = /^\s*\{/.test(text) ? readJson(text, deepestNesting) : undefined;
  return parsed?.kind === 'value' && isJsonObject(parsed.value) ? parsed.value : undefined;
};

/** The server's own words; never a body that is no Status, which may be a whole web page. */
const toSaid = (body: JsonObject | undefined, status: number): string => {
  const message = body?.['message'];
  return typeof message === 'string' && message !== ''
    ? toOneLine(message).slice(0, 300)
    : `status ${status} without an explanation`;
};

const toResume = (body: JsonObject | undefined): { readonly resume?: string } => {
  const metadata = body?.['metadata'];
  const token = isJsonObject(metadata) ? metadata['continue'] : undefined;
  return typeof token === 'string' && token !== '' ? { resume: token } : {};
};

/** RFC 9110, 10.2.3: seconds, or a date. */
const toRetryAfter = (headers: HttpAnswer['headers'], clock: Clock): number | null => {
  const text = headers['retry-after'];
  if (text === undefined) return null;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - clock.now());
};

/** Without the query, whose continue token is long and tells nobody anything. */
const toPlainPath = (path: string): string => path.replace(/\?.*$/, '');
