/** A way in: the moves of an attacker from an entry to a place, as people are shown them. */

import type { Control } from '../model/control.ts';
import type { Place } from '../model/place.ts';
import type { StepType } from '../model/step-type.ts';

export interface Way {
  /** The number of its last place. */
  readonly to: number;
  /** What its moves cost, by what is enforced and what is declared; and, of the same steps, by what is enforced alone. */
  readonly depth: number;
  readonly proven: number;
  /** None where it begins at its end. No place is twice on it. */
  readonly moves: readonly Move[];
}

/** From one shown place to the next, through whatever hubs lie between. */
export interface Move {
  /** `MEMBER` where the one place is by itself any of others, as `any-workload` is any container. */
  readonly type: StepType | 'MEMBER';
  /** Of MITRE ATT&CK; `null` for `MEMBER`. */
  readonly technique: string | null;
  readonly from: Place;
  readonly to: Place;
  readonly cost: number;
  /** What allows it, without a full stop: what its steps say, joined by `; `. */
  readonly grant: string;
  /** The objects that grant its steps, as `toRefKey` names them; one of each. */
  readonly by: readonly string[];
  /** The walls on its steps and those that could stand there, in the order of their ids. */
  readonly controls: readonly Control[];
  /** The numbers of its steps, in order. */
  readonly steps: readonly number[];
}
