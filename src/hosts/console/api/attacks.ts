/** The ways in as the console is given them: what each step is, why it is possible, and the wall that is missing. */

import type { Layer } from '../../../model/layer.ts';
import type { PlaceKind } from '../../../model/place.ts';

export interface Attacks {
  readonly from: AttackPlace;
  readonly complete: boolean;
  readonly unknowns: readonly string[];
  readonly notes: readonly string[];
  /** Worst first: one for each thing that matters to which there is a way. */
  readonly ways: readonly AttackWay[];
  /** Things that matter to which no way is known. */
  readonly safe: readonly AttackPlace[];
  /** Ways that are not told. */
  readonly left: number;
}

export interface AttackPlace {
  readonly id: string;
  readonly kind: PlaceKind;
  readonly title: string;
}

export interface AttackWay {
  readonly to: AttackPlace;
  readonly depth: number;
  readonly proven: number;
  readonly layers: readonly Layer[];
  readonly moves: readonly AttackMove[];
}

export interface AttackMove {
  readonly from: AttackPlace;
  readonly to: AttackPlace;
  readonly technique: string | null;
  /** A whole sentence: who does what to whom. */
  readonly text: string;
  /** What allows it. */
  readonly grant: string;
  /** Objects that grant it, with where they stand where files were read. */
  readonly by: readonly { readonly what: string; readonly place: string }[];
  readonly standing: readonly AttackWall[];
  readonly missing: readonly AttackWall[];
}

export interface AttackWall {
  readonly id: string;
  readonly title: string;
  readonly layer: Layer;
  readonly proof: 'enforced' | 'declared' | null;
  /** What to do to have it, a sentence; `null` for one that stands. */
  readonly todo: string | null;
}
