/** What the console knows of each estate it looks at: when it looked, whether that is still so, and what is missing. */

import type { Severity } from '../../../model/severity.ts';

export interface EstateState {
  /** For the URL. */
  readonly id: string;
  readonly title: string;
  readonly kind: 'cluster' | 'manifests';
  /** RFC 3339, of the last look that was recorded; `null` before the first. */
  readonly lookedAt: string | null;
  /** A look is going on. */
  readonly looking: { readonly since: string; readonly text: string } | null;
  /** Since then no look succeeded: what is shown is stale. */
  readonly failing: { readonly since: string; readonly message: string } | null;
  readonly complete: boolean;
  readonly missing: readonly string[];
  readonly objects: number;
  readonly open: Readonly<Record<Severity, number>>;
  readonly policySet: string | null;
}

/** Sent by `GET /api/v1/events` as server-sent events: what a page should ask for again. */
export type LiveEvent =
  | { readonly kind: 'looked'; readonly estate: string; readonly at: string }
  | { readonly kind: 'looking'; readonly estate: string; readonly text: string }
  | { readonly kind: 'failed'; readonly estate: string; readonly message: string };
