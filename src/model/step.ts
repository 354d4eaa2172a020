/** One move of an attacker from a place to another, which exists only because something in the snapshot grants it. */

import type { StepType } from './step-type.ts';

export interface Step {
  /** `MEMBER` leads into, through or out of hubs and is no move of its own: between two places that are shown lies exactly one other step. */
  readonly type: StepType | 'MEMBER';
  /** Ids of places. */
  readonly from: string;
  readonly to: string;
  /** What allows it, one sentence without a full stop; the empty text where the other parts of the move say it. */
  readonly grant: string;
  /** The object that grants it, as `toRefKey` names it; `null` where none does. */
  readonly by: string | null;
  /** Of MITRE ATT&CK, where it is not the one of its type. */
  readonly technique?: string;
}
