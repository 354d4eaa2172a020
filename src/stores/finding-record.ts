/** A finding as a store keeps it: with what pages need to show, group and find it. */

import type { Finding } from '../model/finding.ts';
import type { Layer } from '../model/layer.ts';

export interface FindingRecord {
  readonly finding: Finding;
  readonly layer: Layer;
  readonly title: string;
  /** What mends it: findings of one key are mended by one kind of edit. */
  readonly fix: { readonly key: string; readonly title: string } | null;
  /** Where it stands in what a person wrote. */
  readonly place: { readonly file: string; readonly line: number | null } | null;
  /** `null` where it is not excepted. */
  readonly accepted: { readonly reason: string; readonly owner: string | null; readonly until: string | null } | null;
  /** Whether its object stands on a way to what matters behind the fewest walls. */
  readonly exposes: boolean;
}

export interface StoredFinding extends FindingRecord {
  /** RFC 3339. */
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** `null` while it is there. */
  readonly resolved: string | null;
}
