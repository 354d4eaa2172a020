/** Draws the containers of workloads, the hubs that lead to them, and those a person marked as what matters. */

import { at, objectAt } from '../../model/read-object.ts';
import type { JsonObject } from '../../model/json.ts';
import { anyWorkload, hubPlace } from '../places.ts';
import type { StandingWorkload } from '../standing-workloads.ts';
import type { Draft } from './draft.ts';

export const drawContainers = (
  draft: Draft,
  workloads: readonly StandingWorkload[],
  namespaces: readonly string[],
): void => {
  draft.join(anyWorkload, hubPlace('containers', null));
  for (const namespace of namespaces) draft.join(hubPlace('containers', null), hubPlace('containers', namespace));
  for (const workload of workloads) {
    const { place, containers } = workload;
    const marked = isMarkedWorkload(workload);
    for (const container of containers) {
      draft.join(hubPlace('containers', place.namespace), container.place);
      if (marked) draft.asset(container.place, { kind: 'marked', type: '', weight: 10 });
    }
  }
};

/** On the object, or on its pods. */
const isMarkedWorkload = ({ resource: { object }, prefix }: StandingWorkload): boolean =>
  isMarked(object) || (prefix.length > 0 && isMarked(objectAt(object, ...prefix)));

const isMarked = (object: JsonObject): boolean =>
  at(object, 'metadata', 'labels', mark) === 'true' || at(object, 'metadata', 'annotations', mark) === 'true';

const mark = 'vauban.dev/crown-jewel';
