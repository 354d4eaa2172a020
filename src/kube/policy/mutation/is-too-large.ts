/** Whether an object is larger than anything the API server takes: patches and values that share parts grow fast. */

import { isJsonArray, isJsonObject, type Json } from '../../../model/json.ts';

/** The bytes of a request. */
export const mostBytes = 3 * 1024 * 1024;

/** Stops where it is known; parts that stand in several places count in each. */
export const isTooLarge = (root: Json): boolean => {
  const open: Json[] = [root];
  let bytes = 0;
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    bytes += typeof value === 'string' ? value.length + 2 : 1;
    if (isJsonArray(value)) {
      bytes += value.length;
      for (const item of value) open.push(item);
    } else if (isJsonObject(value))
      for (const [name, field] of Object.entries(value)) {
        bytes += name.length + 3;
        open.push(field);
      }
    if (bytes > mostBytes) return true;
  }
  return false;
};
