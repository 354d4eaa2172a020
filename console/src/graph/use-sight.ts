/** What of a scrolled element is in sight, both ways, as it is scrolled or changes its size. */

import { useCallback, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { Sight } from './slice-window.ts';

export interface BothWays {
  readonly across: Sight;
  readonly down: Sight;
}

const usual: BothWays = { across: { scrolled: 0, room: 1200 }, down: { scrolled: 0, room: 800 } };

export const useSight = <E extends HTMLElement>(): readonly [RefObject<E | null>, BothWays, () => void] => {
  const element = useRef<E>(null);
  const [sight, setSight] = useState(usual);
  const read = useCallback((): void => {
    const { current } = element;
    if (current === null) return;
    setSight({
      across: { scrolled: current.scrollLeft, room: current.clientWidth },
      down: { scrolled: current.scrollTop, room: current.clientHeight },
    });
  }, []);
  useLayoutEffect(() => {
    const { current } = element;
    if (current === null) return undefined;
    read();
    const observer = new ResizeObserver(read);
    observer.observe(current);
    return () => observer.disconnect();
  }, [read]);
  return [element, sight, read];
};
