/** A link inside the console: a real one, so that it opens in a new tab and is read out as one. */

import type { MouseEvent, ReactNode } from 'react';
import { go } from './route.ts';

export interface LinkProps {
  readonly to: string;
  readonly children: ReactNode;
  readonly className?: string;
  readonly current?: boolean;
  readonly title?: string;
}

export const Link = ({ to, children, className, current = false, title }: LinkProps) => {
  const follow = (event: MouseEvent): void => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(to);
  };
  return (
    <a href={to} className={className} title={title} aria-current={current ? 'page' : undefined} onClick={follow}>
      {children}
    </a>
  );
};
