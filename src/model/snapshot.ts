/** What was read of a cluster or of a folder, as a whole: for rules that need several objects at once. */

import type { Evidence } from './evidence.ts';
import type { Resource } from './resource.ts';
import type { Unread } from './unread.ts';

export interface Snapshot {
  /** `cluster`: what is not here does not exist, but for `unread`. `manifests`: it may exist elsewhere. */
  readonly kind: 'cluster' | 'manifests';
  /** All resources of a kind that were kept, in the order read; the empty group is the core group. */
  list(group: string, kind: string): readonly Resource[];
  /** Constant time. `namespace` is null for a cluster-scoped object; `''` and `default` are one namespace. */
  find(group: string, kind: string, namespace: string | null, name: string): Resource | undefined;
  readonly evidence: readonly Evidence[];
  readonly unread: readonly Unread[];
}
