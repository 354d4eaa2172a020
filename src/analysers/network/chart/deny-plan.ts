/** What the default-deny of each namespace would close and leave open: the part of the chart that is about what does not stand yet. */

import { createSideFinder } from '../../../kube/network/evaluate/create-side-finder.ts';
import { matchesAll } from '../../../kube/network/generate/choose-selector.ts';
import { isOfCluster } from '../../../kube/network/generate/generate-policies.ts';
import type { FlowPort, NeededFlow, Workload } from '../../../kube/network/generate/needed-flow.ts';
import type { NeededFlows } from '../../../kube/network/generate/find-needed-flows.ts';
import { anyAddress } from '../../../kube/network/generate/outside.ts';
import type { PortSet } from '../../../kube/network/reachability.ts';
import type { PodSide } from '../../../kube/network/side.ts';
import type { NetworkWorld } from './network-world.ts';

export interface DenyPlan {
  /** Namespaces whose default-deny would close something. */
  readonly namespaces: ReadonlySet<string>;
  /** By the index of a side: a default-deny would close its connections out, or in. */
  isOutGuarded(this: void, side: number): boolean;
  isInGuarded(this: void, side: number): boolean;
  /** At which ports everybody is still let in; `null` for none. */
  openTo(this: void, side: number): PortSet | null;
  /** At which ports it may still connect to everybody. */
  openFrom(this: void, side: number): PortSet | null;
  /** Between two sides, with which of the two ends would let it through. */
  readonly pairs: readonly NeededPair[];
  /** Its needed flows to addresses, and to everybody. */
  outside(this: void, side: number): readonly NeededFlow[];
}

export interface NeededPair {
  readonly from: number;
  readonly to: number;
  /** What the policies of the one end, and of the other, would allow. */
  readonly out: PortSet;
  readonly into: PortSet;
}

export const createDenyPlan = (world: NetworkWorld, { flows, dns }: NeededFlows): DenyPlan => {
  const selected = findSelected(world);
  const guarded = (side: PodSide): boolean => !side.hostNetwork && !isOfCluster(side.namespace);
  const namespaces = new Set(
    world.workloads.flatMap(({ sides }) =>
      sides.flatMap(({ index, side }) =>
        guarded(side) && isName(side.namespace) && (!selected.out.has(index) || !selected.into.has(index))
          ? [side.namespace]
          : [],
      ),
    ),
  );
  const isGuarded = (index: number, by: ReadonlySet<number>): boolean => {
    const side = world.sides[index];
    return side?.kind === 'pods' && namespaces.has(side.namespace) && guarded(side) && !by.has(index);
  };
  const allows = namespaces.size === 0 ? null : gatherAllows(world, flows, dns);
  return {
    namespaces,
    isOutGuarded: (side) => isGuarded(side, selected.out),
    isInGuarded: (side) => isGuarded(side, selected.into),
    openTo: (side) => allows?.openTo.get(side) ?? null,
    openFrom: (side) => allows?.openFrom.get(side) ?? null,
    pairs: allows?.pairs ?? [],
    outside: (side) => allows?.outside.get(side) ?? [],
  };
};

/** A namespace names a file and is written into selectors: what the API server would refuse is neither. */
const isName = (namespace: string): boolean => /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(namespace);

/** Sides that policies which close what they do not allow select already, by direction: one more closes nothing more there. */
const findSelected = ({
  sides,
  estate,
}: NetworkWorld): { readonly out: ReadonlySet<number>; readonly into: ReadonlySet<number> } => {
  const find = createSideFinder(sides);
  const out = new Set<number>();
  const into = new Set<number>();
  for (const { atEnd, policies } of estate.tiers) {
    if (atEnd !== 'deny') continue;
    for (const { subject, ingress, egress } of policies)
      for (const index of find(subject)) {
        if (egress !== null) out.add(index);
        if (ingress !== null) into.add(index);
      }
  }
  return { out, into };
};

interface Allows {
  readonly openTo: ReadonlyMap<number, PortSet>;
  readonly openFrom: ReadonlyMap<number, PortSet>;
  readonly pairs: readonly NeededPair[];
  readonly outside: ReadonlyMap<number, readonly NeededFlow[]>;
}

/** As `to-policies` writes a flow at each of its ends. */
const gatherAllows = (world: NetworkWorld, flows: readonly NeededFlow[], dns: NeededFlows['dns']): Allows => {
  const { sets } = world;
  const openTo = new Map<number, PortSet>();
  const openFrom = new Map<number, PortSet>();
  const outside = new Map<number, NeededFlow[]>();
  const pairs = new Map<number, Map<number, { out: PortSet; into: PortSet }>>();
  const finder = createFlowSides(world);
  const toSet = (ports: readonly FlowPort[]): PortSet =>
    sets.of(ports.map(({ protocol, port }) => ({ protocol, first: port, last: port })));
  const widen = (map: Map<number, PortSet>, side: number, ports: PortSet): void =>
    void map.set(side, sets.union(map.get(side) ?? sets.none, ports));
  const pair = (from: number, to: number, ports: PortSet, ends: readonly ('out' | 'into')[]): void => {
    const row = pairs.get(from) ?? new Map<number, { out: PortSet; into: PortSet }>();
    pairs.set(from, row);
    const known = row.get(to) ?? { out: sets.none, into: sets.none };
    row.set(to, known);
    for (const end of ends) known[end] = sets.union(known[end], ports);
  };

  for (const written of flows) {
    // What has the network of its node is meant by all addresses: no selector means it.
    const isHost = written.to.kind === 'workload' && written.to.workload.hostNetwork;
    const flow = isHost ? { ...written, to: anyAddress('', '') } : written;
    const ports = toSet(flow.ports);
    const { from, to } = flow;
    const sources = finder.of(from);
    const targets = finder.of(to);
    const isFromAnybody = from.kind === 'everyone' || (from.kind === 'workload' && from.workload.hostNetwork);
    if (to.kind === 'workload' && (isFromAnybody || isEveryPod(from)))
      for (const target of targets) widen(openTo, target, ports);
    if (from.kind !== 'workload' || from.workload.hostNetwork) {
      if (from.kind === 'pods' && !isEveryPod(from) && to.kind === 'workload')
        for (const source of sources) for (const target of targets) pair(source, target, ports, ['into']);
      continue;
    }
    if (to.kind === 'everyone' || to.kind === 'addresses' || isEveryPod(to))
      for (const source of sources) {
        if (to.kind !== 'pods') {
          const known = outside.get(source);
          if (known === undefined) outside.set(source, [flow]);
          else known.push(flow);
        }
        // An address of a pod is one like any other where it is known.
        const isAll =
          to.kind === 'addresses' && to.except.length === 0 && to.prefixes.some((one) => one.endsWith('/0'));
        if (to.kind !== 'addresses' || (isAll && finder.hasAddresses)) widen(openFrom, source, ports);
      }
    else
      for (const source of sources)
        for (const target of targets) pair(source, target, ports, to.kind === 'workload' ? ['out', 'into'] : ['out']);
  }
  const servers = finder.of({ kind: 'pods', namespace: dns.namespace, labels: dns.labels, name: '' });
  const asked = toSet(dns.ports);
  if (servers.length > 0)
    for (const { sides } of world.workloads)
      for (const { index, side } of sides)
        if (!side.hostNetwork) for (const server of servers) pair(index, server, asked, ['out']);
  return {
    openTo,
    openFrom,
    outside,
    pairs: [...pairs].flatMap(([from, row]) => [...row].map(([to, allowed]) => ({ from, to, ...allowed }))),
  };
};

const isEveryPod = (end: NeededFlow['from']): boolean =>
  end.kind === 'pods' && end.namespace === null && Object.keys(end.labels).length === 0;

interface FlowSides {
  /** Indices of the sides that the selector written for an end fits. */
  of(end: NeededFlow['from']): readonly number[];
  readonly hasAddresses: boolean;
}

const createFlowSides = ({ estate }: NetworkWorld): FlowSides => {
  const numbers = new Map(estate.sides.map((side, index) => [side, index]));
  const byNamespace = new Map<string, { readonly index: number; readonly side: PodSide }[]>();
  for (const [index, side] of estate.sides.entries()) {
    if (side.kind === 'node' || side.hostNetwork) continue;
    const known = byNamespace.get(side.namespace);
    if (known === undefined) byNamespace.set(side.namespace, [{ index, side }]);
    else known.push({ index, side });
  }
  const fitting = (namespace: string | null, labels: Readonly<Record<string, string>>): readonly number[] =>
    (namespace === null ? [...byNamespace.values()].flat() : (byNamespace.get(namespace) ?? [])).flatMap(
      ({ index, side }) => (matchesAll(labels, side.labels) ? [index] : []),
    );
  const known = new Map<Workload, readonly number[]>();
  const asked = new Map<string, readonly number[]>();
  const ofWorkload = (workload: Workload): readonly number[] =>
    workload.alsoSelected.length > 0 && !workload.hostNetwork
      ? fitting(workload.namespace, workload.selector)
      : workload.sides.flatMap((side) => numbers.get(side) ?? []);
  return {
    hasAddresses: estate.sides.some(
      (side) => side.kind === 'pods' && side.pods.some(({ addresses }) => addresses.length > 0),
    ),
    of: (end) => {
      if (end.kind === 'workload') {
        const found = known.get(end.workload) ?? ofWorkload(end.workload);
        known.set(end.workload, found);
        return found;
      }
      if (end.kind !== 'pods') return [];
      const key = JSON.stringify([end.namespace, end.labels]);
      const found = asked.get(key) ?? fitting(end.namespace, end.labels);
      asked.set(key, found);
      return found;
    },
  };
};
