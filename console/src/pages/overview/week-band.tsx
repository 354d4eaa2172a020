/** What to do this week: at most three actions, each with its files and the one command. */

import type { WeekAction } from '../../../../src/hosts/console/api/overview.ts';
import { CopyLine } from '../../parts/copy-line.tsx';
import { Link } from '../../router/link.tsx';
import { toHref } from '../../router/route.ts';

export const WeekBand = ({ actions, estate }: { readonly actions: readonly WeekAction[]; readonly estate: string }) => (
  <section className="band week">
    <h2>This week</h2>
    {actions.length === 0 ? (
      <p className="soft">The twelve weeks are done, as far as can be told.</p>
    ) : (
      <ol className="actions">
        {actions.map(({ id, title, why, gain, phase, files, command }) => (
          <li key={id}>
            <Link
              to={phase === null ? toHref(estate, 'attacks') : toHref(estate, 'roadmap', { phase, action: id })}
              className="action-title"
            >
              {title}
            </Link>
            {gain > 0 ? <span className="gain">buys {gain}</span> : null}
            <p className="soft clamp">{files.length === 0 ? why : files.join(', ')}</p>
            {command === '' ? null : <CopyLine text={command} />}
          </li>
        ))}
      </ol>
    )}
  </section>
);
