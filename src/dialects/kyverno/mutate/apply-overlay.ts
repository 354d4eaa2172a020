/** Applies an overlay, Kyverno's `patchStrategicMerge`, to an object. */

import type { Json, JsonObject } from '../../../model/json.ts';
import { MergeFault } from './merge-fault.ts';
import { mergeNodes, nowhere } from './merge-nodes.ts';
import { isMap, toJsonObject, toNode } from './node.ts';
import { resolveAnchors, type MeetsCondition } from './resolve-anchors.ts';

export type Patched =
  | { readonly kind: 'object'; readonly object: JsonObject }
  | { readonly kind: 'defect'; readonly message: string };

/** An overlay whose conditions do not hold changes nothing. */
export const applyOverlay = (overlay: Json, object: JsonObject, meets: MeetsCondition): Patched => {
  const patch = toNode(overlay);
  if (!isMap(patch)) return { kind: 'defect', message: 'failed to preProcess rule: the overlay is no object' };
  try {
    const base = toNode(object);
    if (resolveAnchors(patch, base, meets) === 'unmet') patch.clear();
    const merged = mergeNodes([base, patch], nowhere);
    return isMap(merged)
      ? { kind: 'object', object: toJsonObject(merged) }
      : { kind: 'defect', message: 'filter cannot create or delete objects' };
  } catch (fault) {
    if (fault instanceof MergeFault) return { kind: 'defect', message: fault.message };
    throw fault;
  }
};
