/** How much room an element has across, as it changes. */

import { useLayoutEffect, useRef, useState, type RefObject } from 'react';

export const useWidth = <E extends HTMLElement>(usual: number): readonly [RefObject<E | null>, number] => {
  const element = useRef<E>(null);
  const [width, setWidth] = useState(usual);
  useLayoutEffect(() => {
    const { current } = element;
    if (current === null) return undefined;
    const read = (): void => setWidth((before) => Math.floor(current.clientWidth) || before);
    read();
    const observer = new ResizeObserver(read);
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  return [element, width];
};
