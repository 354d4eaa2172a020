/** One kind in another of its versions, as a policy with matchPolicy Equivalent is shown it. */

import type { JsonObject } from '../../model/json.ts';
import { compileType } from './compile-type.ts';
import { toAutoscalerV1, toAutoscalerV2 } from './convert-autoscaler.ts';
import type { Draft } from './defaults/draft.ts';
import { findTypeOfKind } from './read-types.ts';
import type { Trail } from './trail.ts';

export interface Conversion {
  readonly group: string;
  readonly kind: string;
  readonly from: string;
  readonly to: string;
}

/** A version the server does not have leaves the object as it is: nothing can have matched it. */
export const convertVersion = (object: Draft, { group, kind, from, to }: Conversion, trail: Trail): JsonObject => {
  const type = findTypeOfKind(group, to, kind);
  if (type === undefined) return object;
  const apiVersion = group === '' ? to : `${group}/${to}`;
  const convert = conversions[`${group}/${kind} ${from} ${to}`];
  if (convert !== undefined) return { ...convert(object), apiVersion };
  // Versions of the other kinds differ in fields that were added: those the wanted version lacks are left out.
  const known = trail.unknownFields.length;
  const converted = compileType(type.name)({ ...object, apiVersion }, trail);
  trail.unknownFields.length = known;
  return { ...converted, metadata: object.metadata ?? {} };
};

const conversions: Readonly<Record<string, (object: JsonObject) => JsonObject>> = {
  'autoscaling/HorizontalPodAutoscaler v1 v2': toAutoscalerV2,
  'autoscaling/HorizontalPodAutoscaler v2 v1': toAutoscalerV1,
};
