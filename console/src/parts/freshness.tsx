/** How fresh what is shown is: when it was looked at, whether somebody is looking, and since when nobody could. */

import type { EstateState } from '../../../src/hosts/console/api/estate-state.ts';
import { post } from '../api/ask.ts';
import { useLive } from '../api/live.ts';
import { showTime } from './show-time.ts';

export const Freshness = ({ estate }: { readonly estate: EstateState }) => {
  const { looking, connected } = useLive();
  const now = looking[estate.id] ?? estate.looking?.text;
  const { failing, lookedAt } = estate;
  return (
    <div className="fresh" role="status">
      {!connected ? (
        <span className="stale">
          the server is away: shown as of {lookedAt === null ? 'never' : showTime(lookedAt)}
        </span>
      ) : failing !== null ? (
        <span className="stale" title={failing.message}>
          stale since {showTime(failing.since)}: {failing.message.slice(0, 120)}
        </span>
      ) : now !== undefined ? (
        <span>looking{now === '' ? '' : `: ${now.slice(0, 80)}`} …</span>
      ) : (
        <span>{lookedAt === null ? 'not looked at yet' : `as of ${showTime(lookedAt)}`}</span>
      )}
      {estate.complete || lookedAt === null ? null : (
        <span className="partial" title={estate.missing.join('\n')}>
          partial
        </span>
      )}
      <button
        type="button"
        className="quiet"
        disabled={now !== undefined}
        onClick={() => void post(`estates/${estate.id}/look`, {})}
      >
        look now
      </button>
    </div>
  );
};
