/** How many workloads the policies isolate: those of which some pod may be reached, or may reach, only as policies allow. */

import type { NetworkEstate } from '../../../kube/network/network-estate.ts';
import type { Side } from '../../../kube/network/side.ts';
import { findIsolated } from './find-isolated.ts';

export interface Isolation {
  readonly workloads: number;
  readonly ingress: number;
  readonly egress: number;
}

export const summariseIsolation = (estate: NetworkEstate): Isolation => {
  const { ingress, egress } = findIsolated(estate);
  const countWorkloads = (sides: Iterable<Side>): number => new Set([...sides].map(toWorkloadKey)).size;
  return {
    workloads: countWorkloads(estate.sides.filter(({ kind }) => kind === 'pods')),
    ingress: countWorkloads(ingress),
    egress: countWorkloads(egress),
  };
};

const toWorkloadKey = (side: Side): string =>
  side.kind === 'pods' ? JSON.stringify([side.place.namespace, side.place.name, side.place.type]) : '';
