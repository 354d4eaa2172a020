/** What a host does about a subject. Made in one place (`engine/decide`) from findings, actions and failure policy. */

import type { Effect } from './effect.ts';
import type { Finding } from './finding.ts';

/** What happens when a rule could not run: `closed` treats it as a failure, `open` as nothing. */
export type FailurePolicy = 'closed' | 'open';

export interface Verdict {
  readonly kind: 'allow' | 'warn' | 'deny';
  /** The findings that made it so, worst first. */
  readonly because: readonly Finding[];
  readonly warnings: readonly string[];
  readonly patches: readonly Effect[];
}
