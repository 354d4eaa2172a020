/** A wall of the roadmap that the attack graph has none for: so that one planner makes the files of both. */

import type { Control, Remedy } from '../../../model/control.ts';
import type { JsonObject } from '../../../model/json.ts';
import type { Layer } from '../../../model/layer.ts';

export const toRemedyControl = (id: string, title: string, layer: Layer, scope: string, remedy: Remedy): Control => ({
  id,
  title,
  layer,
  scope,
  state: { kind: 'absent' },
  effect: 'remove',
  steps: [],
  remedy,
  needs: [],
});

/** Of objects of one namespace that are to be made. */
export const toCreation = (
  layer: Layer,
  id: string,
  title: string,
  namespace: string,
  ...objects: readonly JsonObject[]
): Control => toRemedyControl(id, title, layer, `namespace ${namespace}`, { kind: 'create', objects });
