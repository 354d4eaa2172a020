/** The contract of the surveys: what an estate has of the things the roadmap asks for, counted one by one. */

import type { Surveyed } from '../posture/item.ts';
import type { Resource } from '../model/resource.ts';
import type { Snapshot } from '../model/snapshot.ts';

export interface Survey {
  readonly id: string;
  /** The kinds it looks at besides what holds pods and what the charts read. */
  readonly kinds: readonly { readonly group: string; readonly kind: string }[];
  /** What of such a resource it needs; `null` for nothing. Workloads, namespaces and everything of the attack graph are kept already. */
  keep(resource: Resource): Resource | null;
  /** Pure; never throws on a hostile object; `where` renders a place in what a person wrote, for `Item.source`. */
  observe(snapshot: Snapshot, where: Where): readonly Surveyed[];
}

/** `shop/web.yaml:12`; for an object of a cluster its kind and name. */
export type Where = (resource: Resource, path: string) => string;
