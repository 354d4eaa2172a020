/** Applies an overlay, Kyverno's `patchStrategicMerge`, to an object. */

import type { Json, JsonObject } from '../../../model/json.ts';
import { MergeFault } from './merge-fault.ts';
import { TooManySteps, type MergeSteps } from './merge-steps.ts';
import { mergeNodes } from './merge-nodes.ts';
import { nowhere } from './merge-place.ts';
import { cloneNode, isMap, toJsonObject, toNode, Untouched, type NodeMap } from './node.ts';
import { resolveAnchors, type MeetsCondition } from './resolve-anchors.ts';

export type Patched =
  | { readonly kind: 'object'; readonly object: JsonObject }
  | { readonly kind: 'defect'; readonly message: string }
  | { readonly kind: 'over-budget'; readonly message: string };

/** An overlay, read once; `undefined` for what is no object. */
export const toOverlay = (written: Json): NodeMap | undefined => {
  const node = toNode(written);
  return isMap(node) ? node : undefined;
};

/** An overlay whose conditions do not hold changes nothing. */
export const applyOverlay = (
  overlay: NodeMap,
  object: JsonObject,
  meets: MeetsCondition,
  steps: MergeSteps,
): Patched => {
  const patch = cloneNode(overlay);
  try {
    if (isMap(patch) && resolveAnchors(patch, object, { meets, steps }) === 'unmet') patch.clear();
    const merged = mergeNodes([new Untouched(object), patch], nowhere, steps);
    if (merged instanceof Untouched) return { kind: 'object', object };
    return isMap(merged)
      ? { kind: 'object', object: toJsonObject(merged) }
      : { kind: 'defect', message: 'filter cannot create or delete objects' };
  } catch (fault) {
    if (fault instanceof TooManySteps) return { kind: 'over-budget', message: fault.message };
    if (fault instanceof MergeFault) return { kind: 'defect', message: fault.message };
    throw fault;
  }
};
