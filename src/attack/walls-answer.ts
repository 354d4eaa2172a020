/** The answer to "how many walls stand before what matters?", as formats are given it: plain data, worst first. */

import type { Place } from '../model/place.ts';
import type { AssetWalls } from './summarise-walls.ts';

export interface WallsAnswer {
  readonly from: Place;
  readonly complete: boolean;
  /** Why it is not complete, a sentence each. */
  readonly unknowns: readonly string[];
  /** What else there is to say, a sentence each. */
  readonly notes: readonly string[];
  readonly assets: readonly AssetWalls[];
}

/** The fewest walls first, then what is worth most, then by the ids of places. */
export const compareWalls = (a: AssetWalls, b: AssetWalls): number =>
  (a.depth ?? unreachable) - (b.depth ?? unreachable) ||
  b.asset.weight - a.asset.weight ||
  (a.place.id < b.place.id ? -1 : Number(a.place.id > b.place.id));

/** Above every depth there is: two of them must still be equal. */
const unreachable = Number.MAX_SAFE_INTEGER;
