/** In the place of any page before an estate was looked at: what goes on, or why nothing could be seen. */

import type { EstateState } from '../../../src/hosts/console/api/estate-state.ts';
import { useLive } from '../api/live.ts';
import { Notice } from './notice.tsx';

export const FirstLook = ({ estate }: { readonly estate: EstateState }) => {
  const { looking, failed } = useLive();
  const message = failed[estate.id] ?? estate.failing?.message;
  const text = looking[estate.id] ?? estate.looking?.text ?? '';
  return message === undefined ? (
    <Notice
      title="The first look is going on"
      text={text === '' ? 'This page fills by itself when it is done.' : `${text} …`}
    />
  ) : (
    <Notice title="Nothing could be looked at yet" text={`${message}. It is tried again by itself.`} />
  );
};
