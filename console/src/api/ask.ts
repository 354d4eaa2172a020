/** Asks the server: an answer, or what stands in its way, as a value. */

export type Answer<T> =
  | { readonly kind: 'ok'; readonly value: T }
  /** The session has ended. */
  | { readonly kind: 'signed-out' }
  /** Nobody has looked yet. */
  | { readonly kind: 'no-look' }
  | { readonly kind: 'failed'; readonly message: string; readonly todo: string };

interface Kept {
  readonly tag: string;
  readonly answer: { readonly kind: 'ok'; readonly value: unknown };
}

/** By path: what has not changed is not sent again. */
const kept = new Map<string, Kept>();
const mostKept = 60;

/** What was asked before anybody needed it: the first to ask takes it, everyone after that asks the server. */
const early = new Map<string, Promise<Answer<unknown>>>();

/** Done when the answer is there, whatever it is. */
export const askEarly = async (path: string): Promise<void> => {
  const asked = askServer(path);
  early.set(path, asked);
  // What nobody took soon after would be old when somebody does.
  setTimeout(() => early.delete(path), 5000);
  await asked.catch(() => early.delete(path));
};

/** What was answered last, to be shown until `ask` has asked again. */
export const recall = (path: string): Answer<unknown> | null => kept.get(path)?.answer ?? null;

export const ask = <T>(path: string, signal?: AbortSignal): Promise<Answer<T>> => {
  const known = early.get(path);
  if (known === undefined) return askServer<T>(path, signal);
  early.delete(path);
  return known as Promise<Answer<T>>;
};

const askServer = async <T>(path: string, signal?: AbortSignal): Promise<Answer<T>> => {
  const known = kept.get(path);
  const response = await send(path, {
    headers: known === undefined ? {} : { 'If-None-Match': known.tag },
    ...(signal === undefined ? {} : { signal }),
  });
  if (response === null) return unreachable;
  if (response.status === 304 && known !== undefined) return known.answer as Answer<T>;
  const answer = await read<T>(response);
  const tag = response.headers.get('ETag');
  if (answer.kind === 'ok' && tag !== null) {
    if (kept.size >= mostKept) kept.delete(kept.keys().next().value ?? '');
    kept.set(path, { tag, answer });
  }
  return answer;
};

export const post = async <T>(path: string, body: unknown): Promise<Answer<T>> => {
  const response = await send(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  return response === null ? unreachable : read<T>(response);
};

const unreachable = {
  kind: 'failed',
  message: 'The server does not answer',
  todo: 'Is vauban serve still running? This page tries again by itself',
} as const;

/** Asks once more where the server is busy, as long as it says. */
const send = async (path: string, init: RequestInit): Promise<Response | null> => {
  for (let tries = 0; ; tries += 1) {
    const response = await fetch(`/api/v1/${path}`, init).catch((cause: unknown) => {
      if (init.signal?.aborted === true) throw cause;
      return null;
    });
    if (response?.status !== 429 || tries === 2) return response;
    const wait = Math.min(10, Number(response.headers.get('Retry-After')) || 1);
    await new Promise((resolve) => setTimeout(resolve, wait * 1000));
  }
};

const read = async <T>(response: Response): Promise<Answer<T>> => {
  if (response.status === 401) return { kind: 'signed-out' };
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return { kind: 'ok', value: body as T };
  const { error } = (body ?? {}) as { error?: { kind?: string; message?: string; todo?: string } };
  if (error?.kind === 'no-look') return { kind: 'no-look' };
  return {
    kind: 'failed',
    message: error?.message ?? `The server answered ${response.status}`,
    todo: error?.todo ?? 'Load the page again',
  };
};
