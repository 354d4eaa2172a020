/** The ways in that lead through a workload, the fewest walls first. */

import type { Attacks, AttackWay } from '../../../../src/hosts/console/api/attacks.ts';
import { useAnswer, type Viewed } from '../../api/use-answer.ts';
import { StateOf } from '../../parts/state-of.tsx';
import { Link } from '../../router/link.tsx';
import { toHref } from '../../router/route.ts';
import type { AboutProps } from './one-workload.tsx';

const mostTold = 12;

export const AboutWays = ({ workload: { namespace, name, depth }, estate }: AboutProps) => {
  const answer = useAnswer<Viewed<Attacks>>(`estates/${estate}/attacks`);
  return (
    <section className="band">
      <h2>Ways in through it</h2>
      <StateOf answer={answer}>
        {({ body }) => {
          const through = findThrough(body.ways, `container/${namespace}/${name}/`);
          return (
            <>
              {through.length === 0 ? (
                <p className="soft">
                  {depth === null
                    ? 'No way from the internet is known.'
                    : 'None of the ways that are told leads through it.'}
                </p>
              ) : (
                <ul className="list">
                  {through.slice(0, mostTold).map(({ way, step }) => (
                    <li key={way.to.id}>
                      <Link to={toHref(estate, 'attacks', { to: way.to.id, step: String(step) })} className="pick">
                        to <bdi>{way.to.title}</bdi>{' '}
                        <span className="soft">
                          {way.depth === 0 ? 'open' : `${way.depth} ${way.depth === 1 ? 'wall' : 'walls'}`}, step {step}{' '}
                          of {way.moves.length}
                        </span>
                      </Link>
                    </li>
                  ))}
                </ul>
              )}
              {through.length > mostTold ? <p className="soft">and {through.length - mostTold} more</p> : null}
              {body.complete ? null : <p className="soft">Ways may be missing: not everything could be read.</p>}
            </>
          );
        }}
      </StateOf>
    </section>
  );
};

interface Through {
  readonly way: AttackWay;
  /** The move that reaches it, from 1. */
  readonly step: number;
}

const findThrough = (ways: readonly AttackWay[], prefix: string): readonly Through[] =>
  ways.flatMap((way) => {
    const index = way.moves.findIndex(({ to }) => to.id.startsWith(prefix));
    return index === -1 ? [] : [{ way, step: index + 1 }];
  });
