/** What every part of a pattern compiles to. */

import type { Json } from '../../model/json.ts';
import type { Mismatch } from './mismatch.ts';

/** `null` is a match. A missing value is null to a pattern. */
export type PatternTest = (value: Json | undefined, run: PatternRun) => Mismatch | null;

/** What one match has to remember. */
export interface PatternRun {
  /** Where it is; pushed and popped, so that nothing is made on the way to a pass. */
  readonly path: (string | number)[];
  /**
   * For each key that an anchor makes a condition, as written: whether any object it was looked for in has it.
   * `null` where the pattern has none.
   */
  readonly tracked: Map<string, boolean> | null;
}

/** Names of labels and annotations may have wildcards in a pattern, those of other fields may not. */
export type PatternPlace = 'anywhere' | 'metadata' | 'names';

export type CompileNode = (pattern: Json, place: PatternPlace) => PatternTest;
