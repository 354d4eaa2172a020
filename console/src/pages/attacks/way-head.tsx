/** What a way leads to, and in one line what stands before it. */

import type { AttackWay } from '../../../../src/hosts/console/api/attacks.ts';
import { Link } from '../../router/link.tsx';
import { changeQuery, useRoute } from '../../router/route.ts';

export const WayHead = ({ way }: { readonly way: AttackWay }) => {
  const { to, depth, proven, layers, moves } = way;
  const [first] = moves;
  const route = useRoute();
  return (
    <header className="way-head">
      <h1>
        <bdi>{to.title}</bdi>
      </h1>
      <p>
        {depth === 0 ? (
          <b className="open">Open</b>
        ) : (
          <b>
            {depth} {depth === 1 ? 'wall' : 'walls'}
          </b>
        )}{' '}
        {depth === 0 ? `to ${first?.from.title ?? 'the outside'}` : `(${layers.join(', ')})`}
        {depth === 0 ? '' : proven === 0 ? ', none of them proved' : `, ${proven} proved`}: {moves.length}{' '}
        {moves.length === 1 ? 'step' : 'steps'}
        <span className="step-links">
          {moves.map((move, index) => (
            <Link
              key={`${move.from.id} ${index}`}
              to={changeQuery(route, { to: to.id, step: String(index + 1) })}
              title={move.text}
            >
              {index + 1}
            </Link>
          ))}
        </span>
      </p>
    </header>
  );
};
