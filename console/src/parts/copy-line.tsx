/** A command or a text to take away, with a button that copies it. */

import { useState } from 'react';

export const CopyLine = ({ text, label = 'copy' }: { readonly text: string; readonly label?: string }) => {
  const [done, setDone] = useState(false);
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => {
        setDone(true);
        setTimeout(() => setDone(false), 1500);
      },
      () => undefined,
    );
  };
  return (
    <span className="copy-line">
      <code>{text}</code>
      <button type="button" className="quiet" onClick={copy}>
        {done ? 'copied' : label}
      </button>
    </span>
  );
};
