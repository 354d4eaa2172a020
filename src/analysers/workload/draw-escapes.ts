/** Draws how containers come out onto their node and into each other, and what in their own pod hinders it. */

import type { Place } from '../../model/place.ts';
import type { ControlState, StepSelector } from '../../model/control.ts';
import { toRefKey } from '../../model/resource.ts';
import type { StandingWorkload } from '../standing-workloads.ts';
import { confinements } from './confinements.ts';
import type { Draft } from './draft.ts';
import { podHub, type NodeHubs } from './draw-nodes.ts';
import { toWorkloadKey, toWorkloadTitle } from './workload-name.ts';
import type { Target, WorkloadStep } from './workload-steps.ts';

export const drawEscapes = (
  draft: Draft,
  workload: StandingWorkload,
  steps: readonly WorkloadStep[],
  hubs: NodeHubs,
): void => {
  const by = toRefKey(workload.resource.ref);
  for (const { type, from, to, grant } of steps) draft.lead(from, toTarget(to, workload, hubs), { type, grant, by });
  for (const { id, title } of confinements) {
    const confined = steps.filter((step) => step.confined.includes(id));
    if (confined.length === 0) continue;
    draft.control({
      id: `runtime/${id}/${toWorkloadKey(workload)}`,
      title: `${title} ${toWorkloadTitle(workload)}`,
      layer: 'runtime',
      scope: toWorkloadTitle(workload),
      state: standing(workload),
      effect: 'guard',
      steps: toSelectors(confined, by),
      remedy: null,
      needs: [],
    });
  }
};

/** What a pod that was read says of itself is what its kubelet started it with. */
const standing = ({ resource: { origin }, nodes }: StandingWorkload): ControlState => ({
  kind: 'standing',
  proof: origin.kind === 'cluster' && nodes.length > 0 ? 'enforced' : 'declared',
});

export const toTarget = (to: Target, workload: StandingWorkload, hubs: NodeHubs): Place => {
  switch (to.kind) {
    case 'node':
      return hubs.nodeOf(workload);
    case 'volumes':
      return hubs.volumesBy(workload);
    case 'processes':
      return hubs.containersBy(workload);
    case 'pod':
      return podHub(workload);
    case 'container':
      return to.place;
  }
};

/** One for each container: the steps of its types that this object grants. Only those into other containers are told apart by their target. */
export const toSelectors = (steps: readonly WorkloadStep[], by: string): readonly StepSelector[] => {
  const own = Map.groupBy(
    steps.filter(({ to }) => to.kind !== 'container'),
    ({ from }) => from.id,
  );
  return [
    ...[...own].map(([from, some]): StepSelector => ({
      types: [...new Set(some.map(({ type }) => type))],
      from,
      to: null,
      by,
    })),
    ...steps.flatMap(({ type, from, to }): readonly StepSelector[] =>
      to.kind === 'container' ? [{ types: [type], from: from.id, to: to.place.id, by }] : [],
    ),
  ];
};
