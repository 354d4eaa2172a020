/** A planned edit of an object: what it would be, why, how to undo it, and who may do it. A host writes or applies it. */

import type { Json } from './json.ts';
import type { ResourceRef } from './resource.ts';

/** One field's edit. `null` in JSON stands for "absent" only in `before` and `after` of kind `absent`. */
export interface Edit {
  /** A path as `renderFieldPath` prints it. */
  readonly path: string;
  readonly before: EditValue;
  readonly after: EditValue;
}

export type EditValue = { readonly kind: 'absent' } | { readonly kind: 'value'; readonly value: Json };

/** What a Change needs to be allowed to do, as an RBAC rule would grant it. */
export interface Permission {
  readonly group: string;
  readonly resource: string;
  readonly verb: string;
}

export interface Change {
  readonly target: ResourceRef;
  readonly edits: readonly Edit[];
  /** Why, in one sentence a person would put into a commit message. */
  readonly reason: string;
  readonly permissions: readonly Permission[];
}

export const absent: EditValue = { kind: 'absent' };

export const present = (value: Json): EditValue => ({ kind: 'value', value });

/** The Change that takes this one back: each edit turned round, last first. */
export const toUndo = (change: Change): Change => ({
  ...change,
  reason: `Undo: ${change.reason}`,
  edits: change.edits.map(({ path, before, after }) => ({ path, before: after, after: before })).reverse(),
});
