/** How one look at one estate ended, and what is told while it goes on. */

import type { EstateName } from '../../../stores/store.ts';

export type LookResult =
  /** `seen` is equal for two looks before which nothing was changed; `null` where that cannot be told. */
  | { readonly kind: 'looked'; readonly at: string; readonly seen: string | null }
  | { readonly kind: 'unchanged'; readonly seen: string | null }
  | { readonly kind: 'failed'; readonly message: string };

export interface LookRequest {
  /** Looks only where something has changed since a look that gave this; `null` looks anyway. */
  readonly unless: string | null;
  readonly say: (text: string) => void;
  readonly signal: AbortSignal;
}

/** One of the estates that are looked at again and again. */
export interface WatchedEstate {
  readonly name: EstateName;
  readonly look: (request: LookRequest) => Promise<LookResult>;
  /** A cheap digest of what would be read, where there is one: `null` for a cluster, which is asked by the look itself. */
  readonly stamp: (() => Promise<string | null>) | null;
}
