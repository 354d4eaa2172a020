/** Finds the references in the spec of a custom object: fields that end in `Ref` and name something. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { textAt } from '../../model/read-object.ts';

/** Deeper than 16 levels or beyond 4096 values nobody wrote one. */
export const visitReferences = (spec: JsonObject, visit: (field: string, reference: JsonObject) => void): void => {
  let left = 4096;
  const walk = (value: Json, depth: number): void => {
    if (depth > 16) return;
    if (isJsonArray(value)) {
      for (const item of value) {
        if ((left -= 1) < 0) return;
        walk(item, depth + 1);
      }
    } else if (isJsonObject(value)) {
      for (const [field, below] of Object.entries(value)) {
        if ((left -= 1) < 0) return;
        if (/ref$/i.test(field) && isJsonObject(below) && textAt(below, 'name') !== '') visit(field, below);
        walk(below, depth + 1);
      }
    }
  };
  walk(spec, 0);
};
