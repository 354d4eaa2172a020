/** A dated, sourced fact about something no Kubernetes object says: whether audit is on, what a scanner found. */

import type { Json } from './json.ts';
import type { ResourceRef } from './resource.ts';

export interface Evidence {
  /** What kind of fact, `control-plane/audit`; the one that makes it documents what `value` holds. */
  readonly kind: string;
  /** What it is about; `null` for the cluster as a whole. */
  readonly about: ResourceRef | null;
  readonly value: Json;
  /** Where it was read, for a person: `metrics of the API server`, `eks.json`. */
  readonly source: string;
  /** `certain`: the source states it. `likely`: it follows from what the source states unless something unusual is configured. */
  readonly confidence: 'certain' | 'likely';
  /** When it was so, RFC 3339; `null` where the source does not say. */
  readonly at: string | null;
}
