/** What a criterion of the roadmap counts: one thing in the estate that is as it should be, is not, or cannot be told. */

import type { ResourceRef } from '../model/resource.ts';

export interface Item {
  /** For a person, and what an accepted gap names: `Namespace shop`, `ClusterRoleBinding ci-deployer`. */
  readonly what: string;
  readonly ref: ResourceRef | null;
  readonly state: 'met' | 'unmet' | 'unknown';
  /** Of what is met: `enforced` is proved by a live cluster, `declared` is what files or objects say. `null` where it is not met. */
  readonly proof: 'enforced' | 'declared' | null;
  /** Why, one sentence without a full stop: `enforces the level restricted`, `has no NetworkPolicy for ingress`. */
  readonly why: string;
  /** Where it was read: `shop/web.yaml:12`, `metrics of the API server`; the empty text where nothing was found. */
  readonly source: string;
  /** Ids of the attack graph's controls that would meet it; empty where none would. */
  readonly controls: readonly string[];
}

/** What one survey found out for one criterion. */
export interface Surveyed {
  /** As `frameworks/roadmap.yaml` names it: `network/default-deny`. */
  readonly criterion: string;
  readonly items: readonly Item[];
  /** Why it cannot be told, or may be more than was seen, a sentence; `null` where the items are the whole answer. */
  readonly doubt: string | null;
}
