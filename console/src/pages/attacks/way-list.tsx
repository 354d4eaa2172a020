/** All ways by how many walls stand before them, the fewest first, and what no way is known to. */

import type { AttackPlace, AttackWay } from '../../../../src/hosts/console/api/attacks.ts';
import { Link } from '../../router/link.tsx';
import { changeQuery, useRoute } from '../../router/route.ts';
import { groupByDepth } from './narrow-ways.ts';
import { PlaceMark } from './place-mark.tsx';

export interface WayListProps {
  readonly ways: readonly AttackWay[];
  readonly safe: readonly AttackPlace[];
  readonly left: number;
  readonly chosen: AttackWay | undefined;
}

export const WayList = ({ ways, safe, left, chosen }: WayListProps) => {
  const route = useRoute();
  return (
    <>
      {groupByDepth(ways).map(({ depth, ways: same }) => (
        <section key={depth}>
          <h2 className={depth === 0 ? 'open-ways' : ''}>
            {depth === 0 ? 'Open' : `Behind ${depth} ${depth === 1 ? 'wall' : 'walls'}`} <small>{same.length}</small>
          </h2>
          <ul className="list">
            {same.map(({ to, layers, proven }) => (
              <li key={to.id}>
                <Link
                  to={changeQuery(route, { to: to.id, step: null })}
                  current={to.id === chosen?.to.id}
                  className="pick way-pick"
                >
                  <PlaceMark kind={to.kind} />
                  <span>
                    <bdi>{to.title}</bdi>
                    {layers.length === 0 ? null : (
                      <span className="soft">
                        {' '}
                        {layers.join(', ')}
                        {proven === 0 ? ', none proved' : `, ${proven} proved`}
                      </span>
                    )}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {left === 0 ? null : (
        <p className="soft">
          {left.toLocaleString('en-GB')} more, behind no fewer walls, are not listed: vauban walls tells all.
        </p>
      )}
      {safe.length === 0 ? null : (
        <details className="safe" open={ways.length === 0}>
          <summary>No way is known to {safe.length.toLocaleString('en-GB')}</summary>
          <ul className="list">
            {safe.map(({ id, kind, title }) => (
              <li key={id} className="way-pick">
                <PlaceMark kind={kind} />
                <bdi>{title}</bdi>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
};
