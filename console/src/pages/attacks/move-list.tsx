/** A way in told step by step: what allows each, what stands there, what is missing and how to have it. */

import { useEffect, useRef } from 'react';
import type { AttackMove } from '../../../../src/hosts/console/api/attacks.ts';
import { Technique } from './technique.tsx';
import { WallLine } from './wall-line.tsx';

export const MoveList = ({ moves, step }: { readonly moves: readonly AttackMove[]; readonly step: number }) => (
  <ol className="moves">
    {moves.map((move, index) => (
      <Move key={`${move.from.id} ${move.to.id} ${index}`} move={move} isChosen={step === index + 1} />
    ))}
  </ol>
);

/** What is missing beyond these is folded: the first are the ones worth having. */
const mostMissing = 2;

const Move = ({ move, isChosen }: { readonly move: AttackMove; readonly isChosen: boolean }) => {
  const { text, grant, by, technique, standing, missing } = move;
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isChosen) item.current?.scrollIntoView({ block: 'nearest' });
  }, [isChosen]);
  return (
    <li ref={item} className={isChosen ? 'move chosen' : 'move'}>
      <p className="move-text">
        <bdi>{text}</bdi> {technique === null ? null : <Technique id={technique} />}
      </p>
      {grant === '' ? null : (
        <p className="soft">
          because <bdi>{grant}</bdi>
        </p>
      )}
      {by.length === 0 ? null : (
        <ul className="granted-by" aria-label="Granted by">
          {by.map(({ what, place }) => (
            <li key={`${what} ${place}`}>
              <bdi>{what}</bdi> {place === '' ? null : <code className="soft">{place}</code>}
            </li>
          ))}
        </ul>
      )}
      {standing.map((wall) => (
        <WallLine key={wall.id} wall={wall} />
      ))}
      {missing.slice(0, mostMissing).map((wall) => (
        <WallLine key={wall.id} wall={wall} />
      ))}
      {missing.length <= mostMissing ? null : (
        <details>
          <summary className="soft">{missing.length - mostMissing} more walls could stand here</summary>
          {missing.slice(mostMissing).map((wall) => (
            <WallLine key={wall.id} wall={wall} />
          ))}
        </details>
      )}
      {standing.length + missing.length > 0 ? null : (
        <p className="soft">No wall is known that could stand here: stop it before, or take the grant away.</p>
      )}
    </li>
  );
};
