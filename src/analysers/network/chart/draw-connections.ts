/** Draws who may connect to whom inside the cluster: what policies let through, and what they close. */

import { toRefKey } from '../../../model/resource.ts';
import type { PortSet } from '../../../kube/network/reachability.ts';
import { newPod, nodePlace, unguardedPod } from '../../places.ts';
import type { DenyPlan } from './deny-plan.ts';
import type { Metadata } from './draw-metadata.ts';
import { drawSources, listNarrowed, type Sources } from './draw-sources.ts';
import { drawTargets } from './draw-targets.ts';
import type { Draft } from './draft.ts';
import { renderListened } from './listeners.ts';
import type { ChartSide, ChartWorkload, NetworkWorld } from './network-world.ts';
import { policiesOf } from './policies-of.ts';

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
      for (const { door, ports } of listeners) {
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
          to: door,
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
      for (const { door, ports } of listeners) {
        const hub = draft.hub(`pod/${placeKey(workload)}`);
        for (const { place: from } of standing.containers)
          draft.step({
            type: 'ENDPOINT_EXPLOIT',
            from: draft.place(from),
            to: hub,
            grant: 'the containers of a pod share its network',
            by: toRefKey(standing.resource.ref),
          });
        draft.step({ type: 'MEMBER', from: hub, to: door, grant: `it listens on ${renderListened(ports)}`, by: null });
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
      for (const { door, ports } of side.listeners)
        for (const where of [anyNode, ...nodesOf(side).map((node) => (node === null ? unknownNode : `known/${node}`))])
          if (asked.has(where))
            draft.step({
              type: 'MEMBER',
              from: draft.hub(`node/${where}`),
              to: door,
              grant: `it listens on ${renderListened(ports)}`,
              by: null,
            });
};

const anyNode = 'any';
const unknownNode = 'unknown';

/** `null` for one nobody knows. */
const nodesOf = ({ side: { pods } }: ChartSide): readonly (string | null)[] =>
  pods.length === 0 ? [null] : [...new Set(pods.map(({ node }) => node))];
