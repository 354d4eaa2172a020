/** What is merged with what, and what is known of the place it stands at. */

import type { MergeField, MergeType } from './merge-schema.ts';
import type { Node } from './node.ts';

/** What is merged: the object's part, then the overlay's. Both are changed. `undefined` is "not there". */
export type Sources = readonly [dest: Node | undefined, origin: Node | undefined];

/** What is known of the place two nodes stand at: the type of a map, or how a list merges. */
export interface Place {
  readonly type: MergeType | undefined;
  readonly list: Extract<MergeField, { kind: 'list' }> | undefined;
}

/** Nothing is known of it: its lists are replaced. */
export const nowhere: Place = { type: undefined, list: undefined };

export type MergeNodes = (sources: Sources, place: Place) => Node | undefined;

/** Where a field of a map stands. */
export const toPlace = (field: MergeField | undefined): Place => {
  if (field === undefined) return nowhere;
  return field.kind === 'list' ? { type: undefined, list: field } : { type: field.type, list: undefined };
};
