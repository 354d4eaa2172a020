/** The first page: five bands on one screen. */

import type { Overview } from '../../../../src/hosts/console/api/overview.ts';
import { useAnswer, type Viewed } from '../../api/use-answer.ts';
import type { PageProps } from '../../page.ts';
import { StateOf } from '../../parts/state-of.tsx';
import { Link } from '../../router/link.tsx';
import { toHref } from '../../router/route.ts';
import { ChangesBand } from './changes-band.tsx';
import { Fortress } from './fortress.tsx';
import { TrendLine } from './trend-line.tsx';
import { WeekBand } from './week-band.tsx';
import './overview.css';

/** As many as stay readable on one screen; the page of attacks has all. */
const mostShown = 6;

export const Page = ({ estate }: PageProps) => {
  const answer = useAnswer<Viewed<Overview>>(`estates/${estate.id}/overview`);
  return (
    <StateOf answer={answer}>
      {({ body }) => (
        <div className="overview">
          <h1 className="sentence">
            {body.sentence}.{body.weakest === null ? null : <small> Nothing is open; {body.weakest}.</small>}
          </h1>
          <section className="band fortresses" aria-label="Walls before what matters">
            <div className="sections">
              {body.sections.slice(0, mostShown).map((section) => (
                <Fortress key={`${section.place} ${section.title}`} section={section} estate={estate.id} />
              ))}
            </div>
            <p className="legend">
              <span className="key solid" /> enforced <span className="key hatched" /> declared, unproven{' '}
              <span className="key gap" /> gap
              {body.sections.length + body.left > mostShown ? (
                <Link to={toHref(estate.id, 'attacks')}>and {body.sections.length + body.left - mostShown} more</Link>
              ) : null}
            </p>
          </section>
          <WeekBand actions={body.actions} estate={estate.id} />
          <ChangesBand changes={body.changes} estate={estate.id} />
          <TrendLine points={body.trend} />
        </div>
      )}
    </StateOf>
  );
};
