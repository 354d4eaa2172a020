/** Which of many equal rows or columns are in sight. */

export interface Sight {
  /** Pixels scrolled past, and pixels in sight. */
  readonly scrolled: number;
  readonly room: number;
}

export interface Slice {
  readonly first: number;
  /** Not in it any more. */
  readonly end: number;
}

/** Drawn beyond the edge of what is in sight, so that scrolling meets no emptiness. */
const beyond = 6;

export const sliceWindow = ({ scrolled, room }: Sight, size: number, count: number): Slice => {
  const first = Math.max(0, Math.min(count, Math.floor(scrolled / size) - beyond));
  const end = Math.max(first, Math.min(count, Math.ceil((scrolled + room) / size) + beyond));
  return { first, end };
};
