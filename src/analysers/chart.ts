/** The contract of charts: what one analyser contributes to the attack graph. */

import type { AttackParts } from '../model/attack-parts.ts';
import type { Snapshot } from '../model/snapshot.ts';

export interface Chart {
  /** Its folder's name. */
  readonly id: string;
  /**
   * Pure. The snapshot holds what `keepForAttacks` keeps. Places are made by `places.ts`, so that charts speak of the
   * same ones. A step stands for what is granted now; a control that does not stand is told where its remedy is known.
   */
  draw(snapshot: Snapshot): AttackParts;
}
