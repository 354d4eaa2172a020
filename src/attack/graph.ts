/** The attack graph as it is computed on: places and steps by number, and which controls each step has. */

import type { Control } from '../model/control.ts';
import type { Asset, Place } from '../model/place.ts';
import type { Step } from '../model/step.ts';

export interface AttackGraph {
  /** By number, in the order of their ids. */
  readonly places: readonly Place[];
  /** `undefined` where no chart declared it. */
  numberOf(place: string): number | undefined;
  /** By number. What a standing remover deletes is not among them. */
  readonly steps: readonly Step[];
  /** Of each step, the numbers of its places. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** The steps out of place `n` are `out[outStart[n] … outStart[n + 1] − 1]`; alike those into it. */
  readonly outStart: Int32Array;
  readonly out: Int32Array;
  readonly intoStart: Int32Array;
  readonly into: Int32Array;
  /** In the order of their ids; one of each id. */
  readonly controls: readonly Control[];
  /** The steps of control `c` are `guarded[guardedStart[c] … guardedStart[c + 1] − 1]`, in order. */
  readonly guardedStart: Int32Array;
  readonly guarded: Int32Array;
  /** Of each step, a bit for each layer (its place in `layers`) in which a guard stands: declared or enforced, and enforced alone. */
  readonly layers: Readonly<Record<Count, Uint16Array>>;
  readonly assets: readonly GraphAsset[];
  /** Why ways in may be missing: a control whose state is unknown, and what charts could not read. */
  readonly unknowns: readonly string[];
}

export interface GraphAsset {
  readonly asset: Asset;
  readonly place: number;
}

/** `depth` counts what is enforced and what is declared, `proven` what is enforced. */
export type Count = 'depth' | 'proven';

/** From one entry, to every place: the least cost, and among the ways of that cost the fewest shown steps. */
export interface Distances {
  /** −1 where there is no way. */
  readonly cost: Int32Array;
  readonly length: Int32Array;
}

/** A control that is supposed to stand: its steps cost its layer, or are gone. */
export interface Supposed {
  readonly controls: readonly number[];
}
