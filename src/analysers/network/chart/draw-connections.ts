/** Draws who may connect to whom inside the cluster: what policies let through, and what they close. */

import { toRefKey } from '../../../model/resource.ts';
import type { PortSet } from '../../../kube/network/reachability.ts';
import { newPod, nodePlace, unguardedPod } from '../../places.ts';
import type { DenyPlan } from './deny-plan.ts';
import type { Metadata } from './draw-metadata.ts';
import type { Draft } from './draft.ts';
import { renderListened } from './listeners.ts';
import type { ChartSide, ChartWorkload, NetworkWorld } from './network-world.ts';
import { policiesOf } from './policies-of.ts';
import { toBlocks, toRuns } from './runs.ts';

export interface Connections {
  /** The hubs that the containers of a side lead to: what a default-deny guards lies behind them. */
  outOf(this: void, side: number): readonly string[];
  /** Every port that any pod or node may reach of a group of targets. */
  readonly reachedAt: ReadonlyMap<number, PortSet>;
  /** What the default-deny of a namespace guards: hubs that MEMBER steps come to, and hubs they leave. */
  readonly guardedInto: ReadonlyMap<string, readonly string[]>;
  readonly guardedOut: ReadonlyMap<string, readonly Link[]>;
  /** Guarded by everything that closes a connection: from `closed` into `closed/all`. `null` where nothing ever does. */
  readonly closed: Link | null;
}

export interface Link {
  readonly from: string;
  readonly to: string;
}

export const drawConnections = (
  world: NetworkWorld,
  plan: DenyPlan,
  metadata: Metadata | null,
  draft: Draft,
): Connections => {
  const targets = drawTargets(world, plan, draft);
  const { hubOf, narrowOf, reachedAt } = drawSources(world, targets.hubFor, listNarrowed(world, plan), metadata, draft);
  const closed = drawClosed(world, plan, metadata, draft);
  const guardedOut = new Map<string, Map<string, Link>>();

  /** Through a hub of its own namespace where a default-deny there would close it. */
  const enter = (side: number, namespace: string): readonly string[] => {
    const found = new Set<string>();
    for (const { index } of world.endsOf(side)) {
      const open = hubOf(world.sourceOf[index] ?? -1);
      if (open === null) continue;
      if (!plan.isOutGuarded(side)) {
        found.add(open);
        if (closed !== null) draft.member(open, closed.from);
        continue;
      }
      const out = draft.hub(`out/${open.slice(open.lastIndexOf('/') + 1)}/${namespace}`);
      draft.member(out, open);
      if (closed !== null) draft.member(out, closed.from);
      const known = guardedOut.get(namespace) ?? new Map<string, Link>();
      guardedOut.set(namespace, known.set(out, { from: out, to: open }));
      found.add(out);
      const still = plan.openFrom(side);
      const narrow = still === null ? null : narrowOf(world.sourceOf[index] ?? -1, still);
      if (narrow !== null) found.add(narrow);
    }
    return [...found];
  };

  const byNamespace = new Map<string, Set<string>>();
  const outs = new Map<number, readonly string[]>();
  const note = (namespace: string, hubs: readonly string[]): void => {
    const known = byNamespace.get(namespace) ?? new Set();
    byNamespace.set(namespace, known);
    for (const hub of hubs) known.add(hub);
  };
  for (const { standing, sides } of world.workloads)
    for (const { index, side } of sides) {
      const hubs = enter(index, side.namespace);
      outs.set(index, hubs);
      for (const { place } of standing.containers) for (const hub of hubs) draft.member(draft.place(place), hub);
      // With the network of its node a pod is none of those whose labels somebody chooses.
      if (!side.hostNetwork) note(side.namespace, hubs);
    }
  for (const { side: index, namespace } of world.possible) note(namespace, enter(index, namespace));
  drawNewPods(world, byNamespace, draft);
  drawNodes(world, hubOf, closed, draft);
  drawSharedPods(world, draft);
  if (world.hasPolicies) drawOwnNodes(world, draft);
  return {
    outOf: (side) => outs.get(side) ?? [],
    reachedAt,
    guardedInto: targets.guardedInto,
    guardedOut: new Map([...guardedOut].map(([namespace, links]) => [namespace, [...links.values()]])),
    closed,
  };
};

interface Targets {
  /** The hub of those who listen, in a group of targets, at any of these ports; `null` where nobody does. */
  hubFor(this: void, target: number, ports: PortSet): string | null;
  readonly guardedInto: ReadonlyMap<string, readonly string[]>;
}

/** Of a group of targets, those who listen at the same ports are alike: one hub for them. */
const drawTargets = (world: NetworkWorld, plan: DenyPlan, draft: Draft): Targets => {
  const { sets, targetOf } = world;
  const classes = new Map<number, Map<PortSet, string>>();
  const guardedInto = new Map<string, string[]>();
  let numbered = 0;
  const classOf = (target: number, ports: PortSet): string => {
    const own = classes.get(target) ?? new Map<PortSet, string>();
    classes.set(target, own);
    const known = own.get(ports);
    if (known !== undefined) return known;
    const made = draft.hub(`at/${numbered++}`);
    own.set(ports, made);
    return made;
  };
  for (const { standing, sides } of world.workloads)
    for (const { index, side, ends, listeners } of sides)
      for (const end of ends)
        for (const { place, ports } of listeners) {
          const target = targetOf[end.index] ?? -1;
          if (target < 0) continue;
          const listens = (hub: string, at: PortSet): void =>
            draft.step({
              type: 'MEMBER',
              from: hub,
              to: place,
              grant: `it listens on ${renderListened(at)}`,
              by: toRefKey(standing.resource.ref),
            });
          if (!plan.isInGuarded(index)) {
            listens(classOf(target, ports), ports);
            continue;
          }
          const hub = classOf(target, ports);
          const inside = draft.hub(`${hub.slice('hub/net/'.length)}/${side.namespace}`);
          draft.member(hub, inside);
          const known = guardedInto.get(side.namespace);
          if (known === undefined) guardedInto.set(side.namespace, [inside]);
          else if (!known.includes(inside)) known.push(inside);
          listens(inside, ports);
          const still = sets.intersect(plan.openTo(index) ?? sets.none, ports);
          if (!still.isEmpty) listens(classOf(target, still), still);
        }
  const joined = new Map<string, string>();
  const hubFor = (target: number, ports: PortSet): string | null => {
    const fitting = [...(classes.get(target) ?? [])].flatMap(([listened, hub]) =>
      sets.intersect(listened, ports).isEmpty ? [] : [hub],
    );
    const [first] = fitting;
    if (first === undefined || fitting.length === 1) return first ?? null;
    const key = fitting.join();
    const known = joined.get(key);
    if (known !== undefined) return known;
    const made = draft.hub(`to/${joined.size}`);
    joined.set(key, made);
    for (const hub of fitting) draft.member(made, hub);
    return made;
  };
  const memory = new Map<number, Map<PortSet, string | null>>();
  return {
    guardedInto,
    hubFor: (target, ports) => {
      const own = memory.get(target) ?? new Map<PortSet, string | null>();
      memory.set(target, own);
      const adopted = sets.adopt(ports);
      const known = own.get(adopted);
      if (known !== undefined) return known;
      const made = hubFor(target, adopted);
      own.set(adopted, made);
      return made;
    },
  };
};

interface Sources {
  /** `null` for what is no source of ours. */
  hubOf(this: void, source: number): string | null;
  /** The same at some ports only, which had to be asked for before. */
  narrowOf(this: void, source: number, ports: PortSet): string | null;
  readonly reachedAt: ReadonlyMap<number, PortSet>;
}

/** Sources that reach the same listeners by the same ports are alike, whatever else policies say of them. */
const drawSources = (
  world: NetworkWorld,
  hubFor: Targets['hubFor'],
  narrowed: ReadonlyMap<number, ReadonlySet<PortSet>>,
  metadata: Metadata | null,
  draft: Draft,
): Sources => {
  const { items, rows, keyOf, reachedAt } = gatherRows(world, hubFor, narrowed);
  const lead = createLeads(items, draft);
  const alike = new Map<string, string>();
  const hubs = new Map<string, string>();
  for (const [source, row] of rows) {
    const asks = metadata?.answersPods === true && isAsking(source, metadata);
    const key = `${asks} ${row.join(' ')}`;
    const known = alike.get(key);
    const hub = known ?? draft.hub(`from/${alike.size}`);
    hubs.set(source, hub);
    if (known !== undefined) continue;
    alike.set(key, hub);
    lead(hub, row);
    if (asks && metadata !== null)
      draft.step({ type: 'CLOUD_METADATA', from: hub, to: metadata.place, grant: metadata.grant, by: null });
  }
  return {
    hubOf: (source) => hubs.get(keyOf(source, null)) ?? null,
    narrowOf: (source, ports) => hubs.get(keyOf(source, ports)) ?? null,
    reachedAt,
  };
};

/** Listeners of a group of targets at some ports, and what is said of the connection. */
interface Item {
  readonly hub: string;
  readonly grant: string;
}

interface Rows {
  readonly items: readonly Item[];
  /** By source, and by source and ports: numbers of items. */
  readonly rows: ReadonlyMap<string, readonly number[]>;
  keyOf(this: void, source: number, ports: PortSet | null): string;
  readonly reachedAt: ReadonlyMap<number, PortSet>;
}

const gatherRows = (
  world: NetworkWorld,
  hubFor: Targets['hubFor'],
  narrowed: ReadonlyMap<number, ReadonlySet<PortSet>>,
): Rows => {
  const { reachability, sets, sourceOf } = world;
  const used = new Set<number>();
  for (const { index, side } of reachability.ends) if (side !== null) used.add(sourceOf[index] ?? -1);
  const numbers = new Map(reachability.sources.map((group, number) => [group, number]));
  const targets = new Map(reachability.targets.map((group, number) => [group, number]));
  const reachedAt = new Map<number, PortSet>();
  const widths = new Map<PortSet, number>();
  const keyOf = (source: number, ports: PortSet | null): string =>
    ports === null ? `${source}` : `${source} ${widths.get(ports) ?? -1}`;
  const rows = new Map<string, number[]>([...used].map((source) => [keyOf(source, null), []]));
  for (const [source, some] of narrowed)
    for (const ports of some) {
      widths.set(ports, widths.get(ports) ?? widths.size);
      rows.set(keyOf(source, ports), []);
    }
  const items: Item[] = [];
  const known = targets.size === 0 ? [] : Array.from(targets, () => new Map<PortSet, number>());
  /** −1 where nobody listens there. */
  const toItem = (target: number, ports: PortSet): number => {
    const found = known[target]?.get(ports);
    if (found !== undefined) return found;
    const hub = ports.isEmpty ? null : hubFor(target, ports);
    const item = hub === null ? -1 : items.push({ hub, grant: toGrant(ports, world.hasPolicies) }) - 1;
    known[target]?.set(ports, item);
    return item;
  };
  const only = reachability.sources.filter((_, number) => used.has(number));
  for (const { from, to, ports } of reachability.connections(only)) {
    const target = targets.get(to) ?? -1;
    const source = numbers.get(from) ?? -1;
    const adopted = sets.adopt(ports);
    const item = toItem(target, adopted);
    if (item < 0) continue;
    rows.get(keyOf(source, null))?.push(item);
    for (const some of narrowed.get(source) ?? []) {
      const narrow = toItem(target, sets.intersect(adopted, some));
      if (narrow >= 0) rows.get(keyOf(source, some))?.push(narrow);
    }
    reachedAt.set(target, sets.union(reachedAt.get(target) ?? sets.none, adopted));
  }
  return { items, rows, keyOf, reachedAt };
};

/** From a hub to all items of a row: those that lie together in the order of what is said of them by one step for many. */
const createLeads = (items: readonly Item[], draft: Draft): ((from: string, row: readonly number[]) => void) => {
  const order = items
    .map((_, number) => number)
    .sort((a, b) => {
      const [one, other] = [items[a]?.grant ?? '', items[b]?.grant ?? ''];
      return one === other ? a - b : one < other ? -1 : 1;
    });
  const rank = new Int32Array(items.length);
  for (const [at, number] of order.entries()) rank[number] = at;
  const itemAt = (at: number): Item | undefined => items[order[at] ?? -1];
  const isBorder = (at: number): boolean => itemAt(at)?.grant !== itemAt(at + 1)?.grant;
  const made = new Map<string, string>();
  const blockOf = (level: number, number: number): string => {
    if (level === 0) return itemAt(number)?.hub ?? '';
    const key = `${level}.${number}`;
    const known = made.get(key);
    if (known !== undefined) return known;
    const hub = draft.hub(`block/${key}`);
    made.set(key, hub);
    for (const half of [2 * number, 2 * number + 1]) draft.member(hub, blockOf(level - 1, half));
    return hub;
  };
  return (from, row) => {
    const ranks = Int32Array.from(row, (number) => rank[number] ?? 0).sort();
    for (const [first, last] of toRuns(ranks, isBorder))
      for (const [level, number] of toBlocks(first, last))
        draft.step({
          type: 'ENDPOINT_EXPLOIT',
          from,
          to: blockOf(level, number),
          grant: itemAt(first)?.grant ?? '',
          by: null,
        });
  };
};

/** Of what a closed namespace would leave open to everybody the metadata service is told by its own flows. */
const isAsking = (row: string, { isReached }: Metadata): boolean => !row.includes(' ') && isReached(Number(row));

/** Of each source what some of its sides still reach everybody at, were their namespace closed. */
const listNarrowed = (world: NetworkWorld, plan: DenyPlan): ReadonlyMap<number, ReadonlySet<PortSet>> => {
  const found = new Map<number, Set<PortSet>>();
  for (const { sides } of world.workloads)
    for (const { index, ends } of sides) {
      const ports = plan.isOutGuarded(index) ? plan.openFrom(index) : null;
      if (ports === null) continue;
      for (const end of ends) {
        const source = world.sourceOf[end.index] ?? -1;
        found.set(source, (found.get(source) ?? new Set()).add(ports));
      }
    }
  return found;
};

const toGrant = (ports: PortSet, hasPolicies: boolean): string =>
  !hasPolicies
    ? 'no network policy is in the way'
    : ports.isAll
      ? 'the network policies leave it open'
      : `the network policies leave ${renderListened(ports)} open`;

/** The flat network leads everywhere: what policies close costs their layer, and no more whichever end closes it. */
const drawClosed = (world: NetworkWorld, plan: DenyPlan, metadata: Metadata | null, draft: Draft): Link | null => {
  if (!world.hasPolicies && plan.namespaces.size === 0) return null;
  const closed = { from: draft.hub('closed'), to: draft.hub('closed/all') };
  draft.member(closed.from, closed.to);
  if (metadata?.answersPods === true)
    draft.step({ type: 'CLOUD_METADATA', from: closed.to, to: metadata.place, grant: metadata.grant, by: null });
  const names = policiesOf(world);
  for (const { standing, sides } of world.workloads)
    for (const { side, listeners } of sides)
      for (const { place, ports } of listeners) {
        const into = draft.hub(`closed/in/${side.namespace}`);
        const selecting = names.get(side.namespace);
        const grant =
          selecting === undefined
            ? 'every pod has a route to every other'
            : `every pod has a route to every other, and ${selecting}`;
        draft.step({ type: 'ENDPOINT_EXPLOIT', from: closed.to, to: into, grant, by: null });
        draft.step({
          type: 'MEMBER',
          from: into,
          to: place,
          grant: `it listens on ${renderListened(ports)}`,
          by: toRefKey(standing.resource.ref),
        });
      }
  return closed;
};

/** Whoever makes a pod chooses its labels: it is whichever pod of its namespace it likes, and one that is not there. */
const drawNewPods = (
  { namespaces }: NetworkWorld,
  byNamespace: ReadonlyMap<string, ReadonlySet<string>>,
  draft: Draft,
): void => {
  for (const namespace of namespaces) {
    const hub = draft.hub(`pods/${namespace}`);
    for (const place of [newPod(namespace), unguardedPod(namespace)]) draft.member(draft.place(place), hub);
    for (const to of byNamespace.get(namespace) ?? []) draft.member(hub, to);
  }
};

/** A node is its address; what stands on it is its own anyway. */
const drawNodes = (world: NetworkWorld, hubOf: Sources['hubOf'], closed: Link | null, draft: Draft): void => {
  const read = new Map(
    world.reachability.ends.flatMap((end) => (end.side?.kind === 'node' ? [[end.side.name, end] as const] : [])),
  );
  const [unknown] = world.anyNode;
  const named = world.workloads.flatMap(({ standing }) => standing.nodes);
  const hasNameless = world.workloads.some(({ standing }) => standing.nodes.length === 0);
  for (const name of new Set<string | null>([...read.keys(), ...named, ...(hasNameless ? [null] : [])])) {
    const end = (name === null ? undefined : read.get(name)) ?? unknown;
    const hub = end === undefined ? null : hubOf(world.sourceOf[end.index] ?? -1);
    if (hub === null) continue;
    draft.member(draft.place(nodePlace(name)), hub);
    if (closed !== null) draft.member(hub, closed.from);
  }
};

/** The containers of a pod have one address: no policy is asked between them. */
const drawSharedPods = ({ workloads }: NetworkWorld, draft: Draft): void => {
  for (const workload of workloads) {
    const { standing, sides } = workload;
    if (standing.containers.length < 2) continue;
    for (const { listeners } of sides)
      for (const { place, ports } of listeners) {
        const hub = draft.hub(`pod/${placeKey(workload)}`);
        for (const { place: from } of standing.containers)
          draft.step({
            type: 'ENDPOINT_EXPLOIT',
            from: draft.place(from),
            to: hub,
            grant: 'the containers of a pod share its network',
            by: toRefKey(standing.resource.ref),
          });
        draft.step({ type: 'MEMBER', from: hub, to: place, grant: `it listens on ${renderListened(ports)}`, by: null });
      }
  }
};

const placeKey = ({ standing: { place } }: ChartWorkload): string =>
  `${place.namespace}/${place.name}${place.type === null ? '' : `[${place.type}]`}`;

/** What has the network of a node reaches the pods on it: no plug-in stops the kubelet's probes. */
const drawOwnNodes = ({ workloads }: NetworkWorld, draft: Draft): void => {
  const hosts = workloads.flatMap(({ standing, sides }) =>
    sides.flatMap((side) => (side.side.hostNetwork ? nodesOf(side).map((node) => ({ standing, side, node })) : [])),
  );
  if (hosts.length === 0) return;
  const asked = new Set<string>();
  for (const { standing, side, node } of hosts) {
    // One that runs everywhere stands on whichever node a pod turns out to be on.
    const everywhere = side.side.everywhere ? (node === null ? [anyNode] : [unknownNode]) : [];
    for (const where of [...everywhere, ...(node === null ? [] : [`known/${node}`])]) {
      asked.add(where);
      const hub = draft.hub(`node/${where}`);
      for (const { place } of standing.containers)
        draft.step({
          type: 'ENDPOINT_EXPLOIT',
          from: draft.place(place),
          to: hub,
          grant: 'it has the network of its node, and no network policy stops a node from reaching the pods on it',
          by: toRefKey(standing.resource.ref),
        });
    }
  }
  for (const { sides } of workloads)
    for (const side of sides)
      for (const { place, ports } of side.listeners)
        for (const where of [anyNode, ...nodesOf(side).map((node) => (node === null ? unknownNode : `known/${node}`))])
          if (asked.has(where))
            draft.step({
              type: 'MEMBER',
              from: draft.hub(`node/${where}`),
              to: place,
              grant: `it listens on ${renderListened(ports)}`,
              by: null,
            });
};

const anyNode = 'any';
const unknownNode = 'unknown';

/** `null` for one nobody knows. */
const nodesOf = ({ side: { pods } }: ChartSide): readonly (string | null)[] =>
  pods.length === 0 ? [null] : [...new Set(pods.map(({ node }) => node))];
