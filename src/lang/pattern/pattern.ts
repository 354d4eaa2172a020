/** A compiled pattern: a document whose keys may be anchors and whose texts may be operators, ranges and wildcards. */

import type { FieldPath } from '../../model/field-path.ts';
import type { Json } from '../../model/json.ts';

export interface Pattern {
  match(value: Json): PatternOutcome;
}

export type PatternOutcome =
  | { readonly kind: 'pass' }
  /** A condition of the pattern does not hold, so that it does not apply. */
  | { readonly kind: 'skip'; readonly message: string; readonly path: FieldPath }
  | { readonly kind: 'fail'; readonly message: string; readonly path: FieldPath }
  /**
   * It does not match, and Kyverno cannot say where: a key the pattern makes a condition is nowhere in the object,
   * or lists of lists differ in length. A rule with such an outcome is an error, not a failure.
   */
  | { readonly kind: 'error'; readonly message: string; readonly path: FieldPath };
