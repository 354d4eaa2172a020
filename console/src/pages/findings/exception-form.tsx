/** An exception from here, as the file to commit: nothing is written by the console. */

import { useState, type FormEvent } from 'react';
import type { DraftedException } from '../../../../src/hosts/console/api/findings.ts';
import { post, type Answer } from '../../api/ask.ts';
import { CopyLine } from '../../parts/copy-line.tsx';

export const ExceptionForm = ({ estate, finding }: { readonly estate: string; readonly finding: string }) => {
  const [answer, setAnswer] = useState<Answer<DraftedException> | null>(null);
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const text = (name: string): string => {
      const value = data.get(name);
      return typeof value === 'string' ? value : '';
    };
    post<DraftedException>(`estates/${estate}/exceptions/draft`, {
      finding,
      reason: text('reason'),
      owner: text('owner'),
      expires: text('expires'),
    }).then(setAnswer, () => undefined);
  };
  return (
    <form className="draft" onSubmit={send}>
      <label>
        Why it is fine <textarea name="reason" required rows={2} maxLength={1000} />
      </label>
      <label>
        Who answers for it <input name="owner" required maxLength={200} />
      </label>
      <label>
        Until <input name="expires" type="date" required />
      </label>
      <button type="submit">Show the file</button>
      {answer === null ? null : answer.kind === 'ok' ? (
        <>
          <p>
            Commit this to <code>{answer.value.file}</code>; nothing was written:
          </p>
          <pre tabIndex={0}>{answer.value.added}</pre>
          <p>
            <CopyLine text={answer.value.text} label="copy the whole file" />
          </p>
          <p className="soft">
            or run <CopyLine text={answer.value.command} />
          </p>
        </>
      ) : (
        <p role="alert">{answer.kind === 'failed' ? `${answer.message}. ${answer.todo}.` : 'The session has ended.'}</p>
      )}
    </form>
  );
};
