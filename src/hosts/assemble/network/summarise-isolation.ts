/** How many workloads the policies isolate: those of which some pod may be reached, or may reach, only as policies allow. */

import { createSideFinder } from '../../../kube/network/evaluate/create-side-finder.ts';
import type { NetworkEstate } from '../../../kube/network/network-estate.ts';
import type { Side } from '../../../kube/network/side.ts';

export interface Isolation {
  readonly workloads: number;
  readonly ingress: number;
  readonly egress: number;
}

export const summariseIsolation = ({ sides, tiers }: NetworkEstate): Isolation => {
  const find = createSideFinder(sides);
  const isolated = { ingress: new Set<string>(), egress: new Set<string>() };
  for (const { atEnd, policies } of tiers) {
    if (atEnd !== 'deny') continue;
    for (const { subject, ingress, egress } of policies) {
      for (const index of find(subject)) {
        const key = toWorkloadKey(sides[index]);
        if (ingress !== null) isolated.ingress.add(key);
        if (egress !== null) isolated.egress.add(key);
      }
    }
  }
  const workloads = new Set(sides.filter(({ kind }) => kind === 'pods').map(toWorkloadKey));
  return { workloads: workloads.size, ingress: isolated.ingress.size, egress: isolated.egress.size };
};

const toWorkloadKey = (side: Side | undefined): string =>
  side?.kind === 'pods' ? JSON.stringify([side.place.namespace, side.place.name, side.place.type]) : '';
