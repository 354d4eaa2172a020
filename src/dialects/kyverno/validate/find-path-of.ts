/** Where a part of an object stands in it: a query hands out the parts themselves, and not the way to them. */

import type { PathSegment } from '../../../model/field-path.ts';
import { isJsonArray, isJsonObject, type Json } from '../../../model/json.ts';

/** The empty path for the whole, and for what is no part of it, such as what a query put together. */
export const findPathOf = (whole: Json, part: Json): readonly PathSegment[] => {
  const waiting: { readonly value: Json; readonly path: Step | null }[] = [{ value: whole, path: null }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, path } = next;
    if (value === part) return toPath(path);
    if (isJsonArray(value)) {
      for (const [index, item] of value.entries())
        waiting.push({ value: item, path: { segment: index, before: path } });
    } else if (isJsonObject(value)) {
      for (const key of Object.keys(value)) {
        waiting.push({ value: value[key] ?? null, path: { segment: key, before: path } });
      }
    }
  }
  return [];
};

interface Step {
  readonly segment: string | number;
  readonly before: Step | null;
}

const toPath = (last: Step | null): readonly PathSegment[] => {
  const path: PathSegment[] = [];
  for (let step = last; step !== null; step = step.before) path.unshift(step.segment);
  return path;
};
