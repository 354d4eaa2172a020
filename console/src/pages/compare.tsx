/** Several estates side by side: a row each, with what the first page of each says. */

import type { EstateState } from '../../../src/hosts/console/api/estate-state.ts';
import type { Overview } from '../../../src/hosts/console/api/overview.ts';
import { useAnswer, type Viewed } from '../api/use-answer.ts';
import { Link } from '../router/link.tsx';
import { toHref } from '../router/route.ts';
import { Freshness } from '../parts/freshness.tsx';
import { Notice } from '../parts/notice.tsx';
import { StateOf } from '../parts/state-of.tsx';
import { Fortress } from './overview/fortress.tsx';
import './overview/overview.css';

export const Compare = ({ estates }: { readonly estates: readonly EstateState[] }) =>
  estates.length === 0 ? (
    <Notice title="Nothing is looked at" text="vauban serve PATH, or vauban serve --context A --context B." />
  ) : (
    <div className="compare">
      <h1>All estates</h1>
      {estates.map((estate) => (
        <Row key={estate.id} estate={estate} />
      ))}
    </div>
  );

const Row = ({ estate }: { readonly estate: EstateState }) => {
  const answer = useAnswer<Viewed<Overview>>(estate.lookedAt === null ? null : `estates/${estate.id}/overview`);
  return (
    <section className="band">
      <h2>
        <Link to={toHref(estate.id, 'overview')}>{estate.title}</Link>
      </h2>
      <Freshness estate={estate} />
      <StateOf answer={answer}>
        {({ body }) => (
          <>
            <p className="sentence small">{body.sentence}.</p>
            <div className="sections">
              {body.sections.slice(0, 3).map((section) => (
                <Fortress key={`${section.place} ${section.title}`} section={section} estate={estate.id} />
              ))}
            </div>
            <p className="soft">
              {body.changes.since === null
                ? ''
                : `${body.changes.since}: ${body.changes.appeared} appeared, ${body.changes.resolved} resolved. `}
              {body.actions[0] === undefined ? '' : `Next: ${body.actions[0].title}.`}
            </p>
          </>
        )}
      </StateOf>
    </section>
  );
};
