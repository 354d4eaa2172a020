/** What one chart contributes to the attack graph; `attack/` merges the parts of all. */

import type { Control } from './control.ts';
import type { Asset, Place } from './place.ts';
import type { Step } from './step.ts';

export interface AttackParts {
  /** Every place that a step or an asset names; several charts may declare one, the first counts. */
  readonly places: readonly Place[];
  readonly steps: readonly Step[];
  readonly controls: readonly Control[];
  readonly assets: readonly Asset[];
  /** Why ways in may be missing, a sentence each: what could not be read and grants steps. */
  readonly unknowns: readonly string[];
}
