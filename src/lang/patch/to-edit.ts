/** Plans one edit of an object so that its undo gives the object back. */

import type { Edit, EditValue } from '../../model/change.ts';
import { absent, present } from '../../model/change.ts';
import { renderFieldPath, valueAt, type FieldPath, type PathSegment } from '../../model/field-path.ts';
import type { Json, JsonObject } from '../../model/json.ts';

/**
 * The edit that makes `path` hold `after`. Where parents are missing it starts at the first missing one, with the
 * value nested below, so that undoing it leaves no empty parents behind.
 */
export const toEdit = (object: JsonObject, path: FieldPath, after: EditValue): Edit => {
  const depth = toPresentDepth(object, path);
  if (depth >= path.length || after.kind === 'absent') {
    const value = valueAt(object, path);
    return { path: renderFieldPath(path), before: value === undefined ? absent : present(value), after };
  }
  const start = path.slice(0, depth + 1);
  const value = nest(path.slice(depth), after.value);
  return { path: renderFieldPath(start), before: absent, after: present(value) };
};

/** How many segments of the path lead somewhere. */
const toPresentDepth = (object: JsonObject, path: FieldPath): number => {
  for (let depth = 0; depth < path.length; depth += 1) {
    if (valueAt(object, path.slice(0, depth + 1)) === undefined) return depth;
  }
  return path.length;
};

/** The value of the first segment once the others hold `value` below it. */
export const nest = ([first, ...rest]: readonly PathSegment[], value: Json): Json => {
  const below = rest.reduceRight<Json>((inner, segment) => {
    if (typeof segment === 'string') return { [segment]: inner };
    return [withKey(segment, inner)];
  }, value);
  return first === undefined || typeof first === 'string' ? below : withKey(first, below);
};

const withKey = (segment: Exclude<PathSegment, string>, value: Json): Json =>
  typeof segment === 'object' && typeof value === 'object' && value !== null && !Array.isArray(value)
    ? { [segment.key]: segment.value, ...(value as JsonObject) }
    : value;
