/** A section through the fortress before one thing that matters: five columns of wall, and the way in through the gaps. */

import type { JewelSection, WallColumn } from '../../../../src/hosts/console/api/overview.ts';
import { Link } from '../../router/link.tsx';
import { toHref } from '../../router/route.ts';
import { columnWidth, ground, height, middle, toGapPath, toWallPath, toWayPath, width, xOf } from './draw-fortress.ts';

export const Fortress = ({ section, estate }: { readonly section: JewelSection; readonly estate: string }) => {
  const { title, depth, proven, columns, place, number } = section;
  const isOpen = depth === 0;
  const id = `f-${place.replaceAll(/[^\w-]/g, '-')}`;
  return (
    <Link to={toHref(estate, 'attacks', { to: place })} className={`fortress${isOpen ? ' open' : ''}`}>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={tellSection(section)}>
        <defs>
          <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="6" height="6" className="hatch-ground" />
            <line x1="0" y1="0" x2="0" y2="6" className="hatch-line" />
          </pattern>
        </defs>
        {columns.map((column, index) => (
          <Wall key={column.group} column={column} x={xOf(index)} hatch={`url(#${id})`} />
        ))}
        {depth === null ? null : <path d={toWayPath(columns)} className={isOpen ? 'way' : 'way blocked'} />}
        <path d={`M0 ${ground}H${width}`} className="ground" />
        <circle cx={12} cy={middle} r="4" className="entry" />
        <path d={`M${width - 18} ${middle}l8 -8 8 8 -8 8z`} className="jewel" />
      </svg>
      <span className="fortress-title" title={title}>
        {number > 1 ? `${number} ` : ''}
        {title}
      </span>
      <span className="fortress-depth">{tellDepth(depth, proven)}</span>
    </Link>
  );
};

const Wall = ({ column, x, hatch }: { readonly column: WallColumn; readonly x: number; readonly hatch: string }) => (
  <g className={`wall ${column.state}`}>
    <title>{tellColumn(column)}</title>
    <rect x={x} y={0} width={columnWidth} height={ground} className="touch" />
    <path
      d={column.state === 'gap' ? toGapPath(x) : toWallPath(x)}
      {...(column.state === 'hatched' ? { fill: hatch } : {})}
    />
    <text x={x + columnWidth / 2} y={height - 5} textAnchor="middle">
      {column.group}
    </text>
  </g>
);

export const tellDepth = (depth: number | null, proven: number | null): string =>
  depth === null
    ? 'no known path'
    : depth === 0
      ? 'open'
      : `${depth} ${depth === 1 ? 'wall' : 'walls'}, ${proven === 0 || proven === null ? 'none' : proven} proved`;

const words = { solid: 'enforced', hatched: 'declared, unproven', gap: 'a gap' } as const;

const tellColumn = ({ group, state, walls, missing }: WallColumn): string =>
  [
    `${group}: ${words[state]}`,
    ...walls.map(({ title }) => `stands: ${title}`),
    ...missing.map(({ title }) => `could stand: ${title}`),
  ].join('\n');

const tellSection = ({ title, depth, proven, columns }: JewelSection): string =>
  `${title}: ${tellDepth(depth, proven)}. ${columns.map(({ group, state }) => `${group} ${words[state]}`).join(', ')}.`;
