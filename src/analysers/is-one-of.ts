/** Whether an object is of one of some kinds, in whatever version. */

import { toGroup, type ResourceRef } from '../model/resource.ts';

export const isOneOf = (
  { apiVersion, kind }: Pick<ResourceRef, 'apiVersion' | 'kind'>,
  kinds: readonly { readonly group: string; readonly kind: string }[],
): boolean => kinds.some((each) => each.kind === kind && each.group === toGroup(apiVersion));
