/** How much a rule may do about one subject: lists of an object may be long, loops nest, and a patch may let it grow. */

import { measure } from '../../../lang/patch/json-value.ts';
import type { Json } from '../../../model/json.ts';

/** What the API server takes of an object, and its readers of nesting. */
const mostBytes = 3 * 1024 * 1024;
const deepest = 500;

/** A second or two of merging: a Pod of ten kilobytes may be patched sixteen hundred times. */
const mostWork = 16 * 1024 * 1024;

export class Work {
  private left = mostWork;

  /** Counts what is patched, generated or read once more; a message where it is too much. */
  charge(value: Json): string | undefined {
    const bytes = measure(value, mostBytes, deepest);
    if (bytes === undefined) return 'the object becomes larger or deeper than the API server takes';
    // Even an empty object costs a rendering.
    this.left -= bytes + 256;
    return this.left < 0 ? 'the loops of the rule do more than is allowed for one object' : undefined;
  }
}
