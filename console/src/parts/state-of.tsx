/** Shows an answer once it is there, and else what stands in its way. */

import type { ReactNode } from 'react';
import type { Asked } from '../api/use-answer.ts';
import { Notice } from './notice.tsx';

export interface StateOfProps<T> {
  readonly answer: Asked<T>;
  readonly children: (value: T) => ReactNode;
  /** In the place of the whole page rather than of a part of it. */
  readonly whole?: boolean;
}

export const StateOf = <T,>({ answer, children, whole = false }: StateOfProps<T>) => {
  switch (answer.kind) {
    case 'ok':
      return <>{children(answer.value)}</>;
    case 'loading':
      return whole ? <Notice title="Reading …" /> : <p className="loading">Reading …</p>;
    case 'signed-out':
      return (
        <Notice
          title="The session has ended"
          text="Press Enter in the terminal where vauban serve runs: it prints a link that signs you in once."
        />
      );
    case 'no-look':
      return <Notice title="The first look is going on" text="This page fills by itself when it is done." />;
    case 'failed':
      return <Notice title={`${answer.message}.`} text={`${answer.todo}.`} />;
  }
};
