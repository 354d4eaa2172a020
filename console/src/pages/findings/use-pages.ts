/** A long list, page by page as somebody scrolls: what was read stays, and the next page is asked when its place comes near. */

import { useCallback, useEffect, useRef, useState } from 'react';
import type { ListedFinding, ListedFindings } from '../../../../src/hosts/console/api/findings.ts';
import { ask } from '../../api/ask.ts';
import { useLive } from '../../api/live.ts';
import type { Asked } from '../../api/use-answer.ts';

export interface Paged {
  readonly rows: readonly ListedFinding[];
  readonly total: number;
  readonly atLeast: boolean;
  readonly more: boolean;
}

const pageSize = 200;

export const usePages = (path: string): { readonly answer: Asked<Paged>; readonly loadMore: () => void } => {
  const { looks } = useLive();
  const [answer, setAnswer] = useState<Asked<Paged>>({ kind: 'loading' });
  const next = useRef<string | null>(null);
  const busy = useRef(false);
  useEffect(() => {
    const stop = new AbortController();
    busy.current = true;
    ask<ListedFindings>(`${path}most=${pageSize}`, stop.signal)
      .then((first) => {
        if (stop.signal.aborted) return;
        busy.current = false;
        if (first.kind !== 'ok') return setAnswer(first);
        const { findings, total, atLeast, next: after } = first.value;
        next.current = after;
        setAnswer({ kind: 'ok', value: { rows: findings, total, atLeast, more: after !== null } });
      })
      .catch(() => undefined);
    return () => stop.abort();
  }, [path, looks]);
  const loadMore = useCallback(() => {
    const after = next.current;
    if (after === null || busy.current) return;
    busy.current = true;
    ask<ListedFindings>(`${path}most=${pageSize}&after=${encodeURIComponent(after)}`)
      .then((page) => {
        busy.current = false;
        if (page.kind !== 'ok' || next.current !== after) return;
        next.current = page.value.next;
        setAnswer((before) =>
          before.kind !== 'ok'
            ? before
            : {
                kind: 'ok',
                value: {
                  ...before.value,
                  rows: [...before.value.rows, ...page.value.findings],
                  more: page.value.next !== null,
                },
              },
        );
      })
      .catch(() => {
        busy.current = false;
      });
  }, [path]);
  return { answer, loadMore };
};
