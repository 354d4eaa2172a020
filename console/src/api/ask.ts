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
  readonly value: unknown;
}

/** By path: what has not changed is not sent again. */
const kept = new Map<string, Kept>();
const mostKept = 60;

/** Questions on their way, so that what is asked early is not asked twice. */
const pending = new Map<string, Promise<Answer<unknown>>>();

export const ask = <T>(path: string, signal?: AbortSignal): Promise<Answer<T>> => {
  const known = pending.get(path);
  if (known !== undefined) return known as Promise<Answer<T>>;
  const asked = askServer<T>(path, signal);
  // One that somebody may take back is theirs alone.
  if (signal === undefined) {
    pending.set(path, asked);
    asked.finally(() => pending.delete(path)).catch(() => undefined);
  }
  return asked;
};

const askServer = async <T>(path: string, signal?: AbortSignal): Promise<Answer<T>> => {
  const known = kept.get(path);
  const response = await send(path, {
    headers: known === undefined ? {} : { 'If-None-Match': known.tag },
    ...(signal === undefined ? {} : { signal }),
  });
  if (response === null) return unreachable;
  if (response.status === 304 && known !== undefined) return { kind: 'ok', value: known.value as T };
  const answer = await read<T>(response);
  const tag = response.headers.get('ETag');
  if (answer.kind === 'ok' && tag !== null) {
    if (kept.size >= mostKept) kept.delete(kept.keys().next().value ?? '');
    kept.set(path, { tag, value: answer.value });
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
