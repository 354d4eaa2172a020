/** What stands between two places of a way: each wall solid or hatched, the arrow through a breach where none does. */

import type { AttackMove } from '../../../../src/hosts/console/api/attacks.ts';
import type { Leg } from '../../graph/place-stations.ts';
import { placeWalls } from './place-walls.ts';

export interface LegMarkProps {
  readonly leg: Leg;
  readonly move: AttackMove;
  readonly number: number;
  readonly isChosen: boolean;
}

export const LegMark = ({ leg, move, number, isChosen }: LegMarkProps) => {
  const { path, middle, isDown } = leg;
  const walls = placeWalls(move);
  const isOpen = move.standing.length === 0;
  return (
    <g
      className={`leg${isOpen ? ' open' : ''}${isChosen ? ' chosen' : ''}`}
      transform={`translate(${middle.x} ${middle.y})`}
    >
      <path d={path} transform={`translate(${-middle.x} ${-middle.y})`} />
      <g transform={isDown ? 'rotate(90)' : undefined}>
        {walls.map(({ x, state, key }) =>
          state === 'gap' ? (
            <path key={key} className="breach" d={`M${x} -22v12h7v-12zM${x} 10v12h7v-12z`} />
          ) : (
            <rect
              key={key}
              x={x}
              y={-22}
              width={7}
              height={44}
              className={state}
              {...(state === 'declared' ? { fill: 'url(#way-hatch)' } : {})}
            />
          ),
        )}
      </g>
      <text x={isDown ? 30 : 0} y={isDown ? 4 : -28} textAnchor={isDown ? 'start' : 'middle'}>
        {number}
      </text>
    </g>
  );
};
