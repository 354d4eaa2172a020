/** An estate as the network chart asks about it: who stands where, who listens at what, and which groups of sources and targets they are in. */

import { createServiceBackends } from '../../../kube/network/exposure/service-backends.ts';
import { createReachability } from '../../../kube/network/create-reachability.ts';
import type { NetworkEstate } from '../../../kube/network/network-estate.ts';
import { createPortSets, type PortSets } from '../../../kube/network/port-set.ts';
import type { End, Reachability } from '../../../kube/network/reachability.ts';
import { readNetworkEstate } from '../../../kube/network/read-network-estate.ts';
import type { PodSide, Side } from '../../../kube/network/side.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { listNamespaces, readStandingWorkloads, type StandingWorkload } from '../../standing-workloads.ts';
import { findListeners, type Listener, type OpenPort } from './listeners.ts';
import { createPossibleSides, possibleHost } from './possible-sides.ts';

export interface NetworkWorld {
  readonly snapshot: Snapshot;
  readonly estate: NetworkEstate;
  /** Those of the estate first, so that its indices hold; then pods that an attacker might make. */
  readonly sides: readonly Side[];
  readonly reachability: Reachability;
  readonly sets: PortSets;
  readonly workloads: readonly ChartWorkload[];
  readonly namespaces: readonly string[];
  /** At least one policy may close something. */
  readonly hasPolicies: boolean;
  /** Of each end by its index: the number of its group among `reachability.sources`, and among `targets`. −1 for none. */
  readonly sourceOf: Int32Array;
  readonly targetOf: Int32Array;
  endsOf(side: number): readonly End[];
  /** By the index of a side, whose it is. */
  workloadOf(side: number): ChartWorkload | undefined;
  /** Pods that nobody has made yet, as indices of sides: without labels, and with those that policies let in. */
  readonly possible: readonly { readonly side: number; readonly namespace: string }[];
  /** An end with the address of a node that nobody knows. */
  readonly anyNode: readonly End[];
}

export interface ChartWorkload {
  readonly standing: StandingWorkload;
  readonly sides: readonly ChartSide[];
}

export interface ChartSide {
  readonly index: number;
  readonly side: PodSide;
  readonly ends: readonly End[];
  readonly listeners: readonly Listener[];
}

export const readNetworkWorld = (snapshot: Snapshot): NetworkWorld => {
  const estate = readNetworkEstate(snapshot);
  const standing = readStandingWorkloads(snapshot);
  const namespaces = listNamespaces(snapshot, standing);
  const possible = createPossibleSides(snapshot, namespaces, estate.sides);
  const sides = [...estate.sides, ...possible];
  const reachability = createReachability({ sides, tiers: estate.tiers });
  const sets = createPortSets();
  const ends = groupEnds(sides, reachability.ends);
  const endsOf = (side: number): readonly End[] => ends.get(sides[side]) ?? [];
  const workloads = toWorkloads(standing, estate.sides, readLedPorts(snapshot, estate.sides), endsOf, sets);
  const bySide = new Map(workloads.flatMap((one) => one.sides.map(({ index }) => [index, one] as const)));
  const made = possible.map(({ namespace }, number) => ({ side: estate.sides.length + number, namespace }));
  return {
    snapshot,
    estate,
    sides,
    reachability,
    sets,
    workloads,
    namespaces,
    hasPolicies: estate.tiers.some(({ policies }) => policies.length > 0),
    sourceOf: numberGroups(reachability, 'sources'),
    targetOf: numberGroups(reachability, 'targets'),
    endsOf,
    workloadOf: (side) => bySide.get(side),
    possible: made.filter(({ namespace }) => namespace !== possibleHost),
    anyNode: made.flatMap(({ side, namespace }) => (namespace === possibleHost ? endsOf(side) : [])),
  };
};

const groupEnds = (sides: readonly Side[], ends: readonly End[]): ReadonlyMap<Side | undefined, readonly End[]> => {
  const found = new Map<Side | undefined, End[]>(sides.map((side) => [side, []]));
  for (const end of ends) if (end.side !== null) found.get(end.side)?.push(end);
  return found;
};

const numberGroups = ({ ends, ...groups }: Reachability, of: 'sources' | 'targets'): Int32Array => {
  const numbers = new Int32Array(ends.length).fill(-1);
  for (const [number, group] of groups[of].entries()) for (const { index } of group.ends) numbers[index] = number;
  return numbers;
};

/** By side, the ports of its pods to which any Service leads: something listens there, whatever containers declare. */
const readLedPorts = (snapshot: Snapshot, sides: readonly Side[]): ReadonlyMap<number, readonly OpenPort[]> => {
  const backends = createServiceBackends(snapshot, sides);
  const led = new Map<number, OpenPort[]>();
  for (const service of snapshot.list('', 'Service'))
    for (const { sides: behind, protocol, port } of backends.of(service, () => true))
      for (const index of port === null ? [] : behind) {
        const known = led.get(index);
        if (known === undefined) led.set(index, [{ protocol, port: port ?? 0 }]);
        else known.push({ protocol, port: port ?? 0 });
      }
  return led;
};

const toWorkloads = (
  standing: readonly StandingWorkload[],
  sides: readonly Side[],
  led: ReadonlyMap<number, readonly OpenPort[]>,
  endsOf: NetworkWorld['endsOf'],
  sets: PortSets,
): readonly ChartWorkload[] => {
  const byPlace = new Map<string, { readonly index: number; readonly side: PodSide }[]>();
  for (const [index, side] of sides.entries()) {
    if (side.kind === 'node') continue;
    const key = toKey(side.place);
    const known = byPlace.get(key);
    if (known === undefined) byPlace.set(key, [{ index, side }]);
    else known.push({ index, side });
  }
  return standing.map((workload) => ({
    standing: workload,
    sides: (byPlace.get(toKey(workload.place)) ?? []).map(({ index, side }) => ({
      index,
      side,
      ends: endsOf(index),
      listeners: findListeners(workload, side, led.get(index) ?? [], sets),
    })),
  }));
};

const toKey = ({ namespace, name, type }: PodSide['place']): string => `${namespace}/${name}/${type ?? ''}`;
