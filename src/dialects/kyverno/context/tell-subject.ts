/** What values say of the object of a request is part of that object: for whom it matches as well as for what is judged. */

import { isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import type { KyvernoSubject } from '../rule-context.ts';
import { mergeMaps } from './merge-values.ts';

/** `values` as they nest: `{ request: { object: … } }`. It keeps the name by which values know it. */
export const tellSubject = (subject: KyvernoSubject, values: JsonObject | null): KyvernoSubject => {
  const request = values?.['request'];
  if (!isJsonObject(request)) return subject;
  const object = mergeOver(subject.object, request['object']);
  const oldObject = mergeOver(subject.oldObject, request['oldObject']);
  if (object === subject.object && oldObject === subject.oldObject) return subject;
  const metadata = (object ?? oldObject)?.['metadata'];
  const namespace = isJsonObject(metadata) ? metadata['namespace'] : undefined;
  const ref = typeof namespace === 'string' ? { ...subject.ref, namespace } : subject.ref;
  return { ...subject, ref, object, oldObject };
};

const mergeOver = (object: JsonObject | null, over: Json | undefined): JsonObject | null =>
  object !== null && isJsonObject(over) ? mergeMaps(object, over) : object;
