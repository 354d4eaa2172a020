/** What several paths have in common, from the root down. */

import type { FieldPath, PathSegment } from '../../../model/field-path.ts';

/** Those that are `null` say nothing; `null` where none says anything. */
export const commonPlace = (places: readonly (FieldPath | null)[]): FieldPath | null =>
  places.reduce((common, place) => (common === null ? place : place === null ? common : shared(common, place)), null);

const shared = (a: FieldPath, b: FieldPath): FieldPath => {
  let length = 0;
  while (length < a.length && length < b.length && isSame(a[length], b[length])) length += 1;
  return a.slice(0, length);
};

const isSame = (a: PathSegment | undefined, b: PathSegment | undefined): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && a.key === b.key && a.value === b.value);
