/** A change a rule wants made to what it judges, or beside it. Applied in declared order; the next rule sees the result. */

import type { JsonObject } from './json.ts';
import type { Edit } from './change.ts';
import type { ResourceRef } from './resource.ts';

export type Effect =
  | { readonly kind: 'patch'; readonly rule: string; readonly target: ResourceRef; readonly edits: readonly Edit[] }
  | {
      readonly kind: 'create';
      readonly rule: string;
      readonly object: JsonObject;
      readonly owner: ResourceRef | null;
      readonly synchronise: boolean;
    }
  | { readonly kind: 'delete'; readonly rule: string; readonly target: ResourceRef };
