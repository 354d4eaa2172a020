/** The geometry of a section: where its columns stand, how a wall is crowned, and how the way winds through them. */

import type { WallColumn } from '../../../../src/hosts/console/api/overview.ts';

export const width = 320;
export const height = 92;
export const columnWidth = 44;
export const ground = height - 18;
export const middle = 50;

const first = 30;
const step = 54;
const crown = 12;
const merlon = 8;

export const xOf = (column: number): number => first + column * step;

/** A wall with merlons, from the ground. */
export const toWallPath = (x: number): string => {
  const parts = [`M${x} ${ground}`, `V${crown}`];
  const tooth = columnWidth / 7;
  for (let each = 0; each < 7; each += 1) {
    const isMerlon = each % 2 === 0;
    parts.push(`V${isMerlon ? crown - merlon : crown}`, `H${round(x + (each + 1) * tooth)}`);
  }
  parts.push(`V${ground}`, 'Z');
  return parts.join('');
};

/** What is left where no wall stands: its footings. */
export const toGapPath = (x: number): string => {
  const foot = 9;
  return `M${x} ${ground}V${ground - 12}h${foot}v4h3V${ground}M${x + columnWidth} ${ground}V${ground - 9}h-${foot}v3h-4V${ground}`;
};

/** Straight through a gap, over the top of a wall: a way that leads on all the same has had to pass it. */
export const toWayPath = (columns: readonly Pick<WallColumn, 'state'>[]): string => {
  const parts = [`M16 ${middle}`];
  for (const [index, { state }] of columns.entries()) {
    const x = xOf(index);
    if (state === 'gap') parts.push(`L${x + columnWidth} ${middle}`);
    else
      parts.push(
        `L${x - 5} ${middle}`,
        `C${x - 2} 0 ${x + 4} 1 ${x + columnWidth / 2} 1`,
        `C${x + columnWidth - 4} 1 ${x + columnWidth + 2} 0 ${x + columnWidth + 5} ${middle}`,
      );
  }
  parts.push(`L${width - 20} ${middle}`);
  return parts.join('');
};

const round = (value: number): number => Math.round(value * 10) / 10;
