/** The pods that may be reached, or may reach, only as policies allow. */

import { createSideFinder } from '../../../kube/network/evaluate/create-side-finder.ts';
import type { NetworkEstate } from '../../../kube/network/network-estate.ts';
import type { Side } from '../../../kube/network/side.ts';

export interface Isolated {
  readonly ingress: ReadonlySet<Side>;
  readonly egress: ReadonlySet<Side>;
}

export const findIsolated = ({ sides, tiers }: Pick<NetworkEstate, 'sides' | 'tiers'>): Isolated => {
  const find = createSideFinder(sides);
  const isolated = { ingress: new Set<Side>(), egress: new Set<Side>() };
  for (const { atEnd, policies } of tiers) {
    if (atEnd !== 'deny') continue;
    for (const { subject, ingress, egress } of policies) {
      for (const index of find(subject)) {
        const side = sides[index];
        if (side === undefined) continue;
        if (ingress !== null) isolated.ingress.add(side);
        if (egress !== null) isolated.egress.add(side);
      }
    }
  }
  return isolated;
};
