/** A way in as a row of stations that winds over the page: between two of them the walls that stand, or a gap. */

import type { AttackWay } from '../../../../src/hosts/console/api/attacks.ts';
import { placeStations, stationHeight } from '../../graph/place-stations.ts';
import { useWidth } from '../../graph/use-width.ts';
import { LegMark } from './leg-mark.tsx';
import { StationBox } from './station-box.tsx';

export interface WayDrawingProps {
  readonly way: AttackWay;
  readonly estate: string;
  /** From 1; `0` for none. */
  readonly step: number;
}

const usualRoom = 920;

export const WayDrawing = ({ way, estate, step }: WayDrawingProps) => {
  const [host, room] = useWidth<HTMLDivElement>(usualRoom);
  const { moves } = way;
  const [first] = moves;
  if (first === undefined) return <div ref={host} />;
  const places = [first.from, ...moves.map(({ to }) => to)];
  const { stations, legs, stationWidth, width, height } = placeStations(places.length, room);
  return (
    <div ref={host} className="way-drawing">
      <div className="way-ground" style={{ width, height }}>
        <svg width={width} height={height} aria-hidden="true">
          <defs>
            <pattern id="way-hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <rect width="5" height="5" className="hatch-ground" />
              <line x1="0" y1="0" x2="0" y2="5" className="hatch-line" />
            </pattern>
          </defs>
          {legs.map((leg, index) => {
            const move = moves[index];
            return move === undefined ? null : (
              <LegMark key={leg.path} leg={leg} move={move} number={index + 1} isChosen={step === index + 1} />
            );
          })}
        </svg>
        <ol className="stations" aria-label="The way in, place by place">
          {places.map((place, index) => {
            const station = stations[index];
            return station === undefined ? null : (
              <li
                key={`${place.id} ${index}`}
                style={{ left: station.x, top: station.y, width: stationWidth, height: stationHeight }}
              >
                <StationBox place={place} estate={estate} isLast={index === places.length - 1} />
              </li>
            );
          })}
        </ol>
      </div>
    </div>
  );
};
