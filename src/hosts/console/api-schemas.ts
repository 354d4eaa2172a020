/** The shapes that travel between server and browser, by name: the files of `api/` said a second time, held together by a test. */

import type { JsonObject } from '../../model/json.ts';
import { findingSchemas } from './schemas-of-findings.ts';
import { viewSchemas } from './schemas-of-views.ts';
import { object, text } from './schemas.ts';

export const apiSchemas = (): Readonly<Record<string, JsonObject>> => ({
  Error: object({ error: object({ kind: text, message: text, todo: text }) }),
  ...findingSchemas,
  ...viewSchemas,
});
