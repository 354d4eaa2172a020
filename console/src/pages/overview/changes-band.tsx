/** What changed since the last day: ways opened and closed first. */

import type { ChangeLine, Changes } from '../../../../src/hosts/console/api/overview.ts';
import { Link } from '../../router/link.tsx';

const words: Readonly<Record<ChangeLine['kind'], string>> = {
  'open-way': 'opened',
  'closed-way': 'closed',
  finding: 'new',
  resolved: 'resolved',
  'not-enforced': 'not enforced',
  'exception-ending': 'ending',
};

const mostShown = 5;

export const ChangesBand = ({ changes, estate }: { readonly changes: Changes; readonly estate: string }) => {
  const { since, note, appeared, resolved, lines } = changes;
  return (
    <section className="band changes">
      <h2>
        {since === null ? 'What to know' : `Changed ${since}`}
        {since === null ? null : (
          <small>
            {appeared} appeared, {resolved} resolved
          </small>
        )}
      </h2>
      {note === null ? null : <p className="soft">{note}</p>}
      {lines.length === 0 ? (
        <p className="soft">{since === null ? 'There is no earlier day to compare with yet.' : 'Nothing else.'}</p>
      ) : null}
      <ul className="lines">
        {lines.slice(0, mostShown).map(({ kind, text, link }) => (
          <li key={`${kind} ${text}`}>
            <span className={`chip ${kind}`}>{words[kind]}</span>
            <Link to={`/${estate}/${link}`} className="clamp" title={text}>
              {text}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
};
