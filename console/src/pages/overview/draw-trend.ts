/** The lines of the trend: one for each stretch of days that can be compared. */

import type { TrendPoint } from '../../../../src/hosts/console/api/overview.ts';

export const trendWidth = 400;
export const trendHeight = 48;

/** By days, so that a gap of a week is as wide as a week; from zero, so that small is small. */
export const toSegments = (
  points: readonly TrendPoint[],
  valueOf: (point: TrendPoint) => number,
): readonly string[] => {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return [];
  const span = Math.max(1, dayOf(last) - dayOf(first));
  const most = Math.max(1, ...points.map(valueOf));
  const segments: string[][] = [];
  for (const point of points) {
    const x = ((dayOf(point) - dayOf(first)) / span) * (trendWidth - 4) + 2;
    const y = trendHeight - 3 - (valueOf(point) / most) * (trendHeight - 6);
    const place = `${round(x)} ${round(y)}`;
    if (point.breaks || segments.length === 0) segments.push([`M${place}`]);
    else segments.at(-1)?.push(`L${place}`);
  }
  return segments.map((parts) => (parts.length === 1 ? `${parts[0] ?? ''}h1` : parts.join('')));
};

const dayOf = ({ day }: TrendPoint): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000;

const round = (value: number): number => Math.round(value * 10) / 10;
