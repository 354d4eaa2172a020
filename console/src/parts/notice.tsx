/** One thing said in the place of a page: empty, loading, signed out, failed. */

import type { ReactNode } from 'react';

export interface NoticeProps {
  readonly title: string;
  readonly text?: string;
  readonly children?: ReactNode;
}

export const Notice = ({ title, text, children }: NoticeProps) => (
  <section className="notice" role="status">
    <h1>{title}</h1>
    {text === undefined ? null : <p>{text}</p>}
    {children}
  </section>
);
