/** How much a rule may do about one subject: lists of an object may be long, loops nest, and a patch may let it grow. */

import { measure } from '../../../lang/patch/json-value.ts';
import type { Json } from '../../../model/json.ts';
import { MergeSteps } from './merge-steps.ts';

/** What the API server takes of an object, and its readers of nesting. */
const mostBytes = 3 * 1024 * 1024;
const deepest = 500;

/** A second or two of merging: a Pod of ten kilobytes may be patched sixteen hundred times. */
const mostWork = 16 * 1024 * 1024;

export class Work {
  readonly steps = new MergeSteps();
  private left = mostWork;
  /** Of what is patched, once it is patched more than once. */
  private size: number | undefined;
  private patches = 0;

  /** Counts what is generated or read once more; a message where it is too much. */
  charge(value: Json): string | undefined {
    const bytes = measure(value, mostBytes, deepest);
    return bytes === undefined ? tooLarge : this.spend(bytes);
  }

  /** Counts a patch: what it brings in, and where it is not the first, the whole object that is walked again. */
  chargePatch(before: Json, after: Json): string | undefined {
    const added = measure(after, mostBytes, deepest, before);
    if (added === undefined) return tooLarge;
    this.patches += 1;
    if (this.patches === 1) return this.spend(added);
    const size = (this.size ?? measure(before, mostBytes, deepest) ?? mostBytes) + added;
    // What it brings in may have taken the place of something, or have been there elsewhere.
    this.size = size > mostBytes ? measure(after, mostBytes, deepest) : size;
    return this.size === undefined ? tooLarge : this.spend(this.size);
  }

  private spend(bytes: number): string | undefined {
    // Even an empty object costs a rendering.
    this.left -= bytes + 256;
    return this.left < 0 ? 'the loops of the rule do more than is allowed for one object' : undefined;
  }
}

const tooLarge = 'the object becomes larger or deeper than the API server takes';
