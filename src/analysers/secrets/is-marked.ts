/** Whether a person marked an object as what matters most: by label or annotation. */

import type { JsonObject } from '../../model/json.ts';
import { at } from '../../model/read-object.ts';

export const isMarked = (object: JsonObject): boolean =>
  [at(object, 'metadata', 'labels', mark), at(object, 'metadata', 'annotations', mark)].includes('true');

const mark = 'vauban.dev/crown-jewel';
