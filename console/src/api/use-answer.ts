/** An answer of the server inside a component: asked when the path changes, and again when a look has told something new. */

import { useEffect, useState } from 'react';
import { ask, recall, type Answer } from './ask.ts';
import { useLive } from './live.ts';

export type Asked<T> = Answer<T> | { readonly kind: 'loading' };

/** The last answer stays, also from an earlier visit, while it is asked again; `null` asks nothing. */
export const useAnswer = <T>(path: string | null): Asked<T> => {
  const { looks } = useLive();
  const [state, setState] = useState<{ readonly path: string | null; readonly answer: Asked<T> }>({
    path: null,
    answer: loading,
  });
  useEffect(() => {
    if (path === null) return undefined;
    const stop = new AbortController();
    let again: ReturnType<typeof setTimeout> | undefined;
    const run = (): void => {
      ask<T>(path, stop.signal)
        .then((answer) => {
          if (stop.signal.aborted) return;
          setState((before) =>
            // What was read stays readable while the server is away.
            answer.kind === 'failed' && before.path === path && before.answer.kind === 'ok' ? before : { path, answer },
          );
          if (answer.kind === 'failed' || answer.kind === 'no-look') again = setTimeout(run, 3000);
        })
        .catch(() => undefined);
    };
    run();
    return () => {
      stop.abort();
      clearTimeout(again);
    };
  }, [path, looks]);
  if (state.path === path) return state.answer;
  return ((path === null ? null : recall(path)) as Answer<T> | null) ?? loading;
};

const loading = { kind: 'loading' } as const;

export interface Viewed<T> {
  readonly at: string;
  readonly body: T;
}
