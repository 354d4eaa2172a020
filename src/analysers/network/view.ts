/** What the rules about networks look at, worked out once for a snapshot. */

import type { Exposure, NetworkEstate } from '../../kube/network/network-estate.ts';
import { findPlugInDoubts } from '../../kube/network/plug-in/find-plug-in-doubts.ts';
import { readNetworkEstate } from '../../kube/network/read-network-estate.ts';
import type { PodSide } from '../../kube/network/side.ts';
import type { Resource } from '../../model/resource.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Gap, KindName } from '../gap.ts';
import { indexPolicies, type PolicyIndex } from './index-policies.ts';

export interface NetworkView {
  readonly snapshot: Snapshot;
  readonly estate: NetworkEstate;
  readonly policies: PolicyIndex;
  readonly workloads: readonly Workload[];
  /** False where only some namespaces were read: who is selected, and who selects, may be in another. */
  readonly isWhole: boolean;
  /** False where the network plug-in may not carry the policies out: what they close is not called closed then. */
  readonly isEnforced: boolean;
}

/** The sides of one place: what people call a workload. */
export interface Workload {
  readonly namespace: string;
  readonly name: string;
  /** What findings are about: the object with the template, else one of its pods. */
  readonly resource: Resource;
  /** With their indices in the estate. */
  readonly sides: readonly (readonly [index: number, side: PodSide])[];
  /** The ways in to any of its sides. */
  readonly exposures: readonly Exposure[];
}

export type NetworkGap = Gap<NetworkView>;

/** What no rule about workloads can be judged without. */
export const workloadContext: readonly KindName[] = [
  '/Pod',
  'apps/Deployment',
  'apps/StatefulSet',
  'apps/DaemonSet',
  'batch/Job',
  'batch/CronJob',
  '/Namespace',
];

/** What no rule about who is let through can be judged without: an unread kind may allow or deny. */
export const policyContext: readonly KindName[] = [
  'networking.k8s.io/NetworkPolicy',
  'policy.networking.k8s.io/AdminNetworkPolicy',
  'policy.networking.k8s.io/BaselineAdminNetworkPolicy',
  'policy.networking.k8s.io/ClusterNetworkPolicy',
  'cilium.io/CiliumNetworkPolicy',
  'cilium.io/CiliumClusterwideNetworkPolicy',
  'crd.projectcalico.org/NetworkPolicy',
  'crd.projectcalico.org/GlobalNetworkPolicy',
  'projectcalico.org/NetworkPolicy',
  'projectcalico.org/GlobalNetworkPolicy',
];

export const toView = (snapshot: Snapshot): NetworkView => {
  const estate = readNetworkEstate(snapshot);
  return {
    snapshot,
    estate,
    policies: indexPolicies(estate),
    workloads: toWorkloads(estate),
    isEnforced: findPlugInDoubts(snapshot).length === 0,
    isWhole: !snapshot.evidence.some(({ kind }) => kind === 'scan/namespaces'),
  };
};

const toWorkloads = ({ sides, exposures }: NetworkEstate): readonly Workload[] => {
  const ways = new Map<number, Exposure[]>();
  for (const exposure of exposures)
    for (const index of exposure.sides) {
      const known = ways.get(index);
      if (known === undefined) ways.set(index, [exposure]);
      else known.push(exposure);
    }
  const pods = sides.flatMap((side, index) => (side.kind === 'pods' ? [[index, side] as const] : []));
  const byPlace = Map.groupBy(pods, ([, { place }]) => JSON.stringify([place.namespace, place.name, place.type]));
  return [...byPlace.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const { namespace, place, resource } = first[1];
    const found = new Set(own.flatMap(([index]) => ways.get(index) ?? []));
    return [{ namespace, name: place.name, resource, sides: own, exposures: [...found] }];
  });
};
