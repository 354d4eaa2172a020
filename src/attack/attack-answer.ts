/** The answer to "which ways in are there?", as formats are given it: plain data, worst first. */

import type { Asset, Place } from '../model/place.ts';
import type { Move } from './way.ts';

export interface AttackAnswer {
  readonly from: Place;
  readonly complete: boolean;
  /** Why it is not complete, a sentence each. */
  readonly unknowns: readonly string[];
  /** What else there is to say, a sentence each: that nothing is exposed to the internet, for one. */
  readonly notes: readonly string[];
  readonly ways: readonly AnsweredWay[];
  /** How many of the places that were asked for have ways in of which none is told. */
  readonly left: number;
}

export interface AnsweredWay {
  readonly to: Place;
  /** `null` where a person asked for a place that is none. */
  readonly asset: Asset | null;
  readonly depth: number;
  readonly proven: number;
  readonly moves: readonly Move[];
}
