/** How it went: what stood open, day by day, with its numbers to read; broken where two days cannot be compared. */

import type { TrendPoint } from '../../../../src/hosts/console/api/overview.ts';
import { showDay } from '../../parts/show-time.ts';
import { toSegments, trendHeight, trendWidth } from './draw-trend.ts';

export const TrendLine = ({ points }: { readonly points: readonly TrendPoint[] }) => {
  const last = points.at(-1);
  const [first] = points;
  return (
    <section className="band trend">
      <h2>Trend</h2>
      {last === undefined || first === undefined || points.length < 2 ? (
        <p className="soft">
          {last === undefined
            ? 'It begins with the first look.'
            : `${last.open} open, ${last.severe} severe findings today: a line begins with the second day.`}
        </p>
      ) : (
        <>
          <svg
            viewBox={`0 0 ${trendWidth} ${trendHeight}`}
            role="img"
            aria-label={tell(points)}
            preserveAspectRatio="none"
          >
            {toSegments(points, ({ severe }) => severe).map((path) => (
              <path key={path} d={path} className="severe" />
            ))}
            {toSegments(points, ({ open }) => open).map((path) => (
              <path key={path} d={path} className="open" />
            ))}
          </svg>
          <p className="soft">
            <span className="open-word">
              open ways {first.open} → {last.open}
            </span>
            , severe findings {first.severe} → {last.severe}; {showDay(first.day)} to {showDay(last.day)}
          </p>
        </>
      )}
    </section>
  );
};

const tell = (points: readonly TrendPoint[]): string =>
  points.map(({ day, open, severe }) => `${day}: ${open} open, ${severe} severe`).join('; ');
