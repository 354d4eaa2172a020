/** How long the overlays of one rule may be merged into one object: conditions and keys are held against each item. */

import { MergeFault } from './merge-fault.ts';

/** Each is about a microsecond. A hundred containers patched one by one, with a condition, take forty thousand. */
const mostSteps = 1_000_000;

export class MergeSteps {
  #left = mostSteps;

  /** Throws `TooManySteps`. */
  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw new TooManySteps('the overlay is held against more items than is allowed for one object');
  }
}

/** No fault of the overlay: nobody waited for what it comes to. */
export class TooManySteps extends MergeFault {}
