/** Draws what a default-deny would leave open of what is open now, and the control itself for each namespace. */

import type { StepSelector } from '../../../model/control.ts';
import type { PortSet } from '../../../kube/network/reachability.ts';
import { toRefKey } from '../../../model/resource.ts';
import type { ApiServerReach } from './api-server.ts';
import type { DenyPlan } from './deny-plan.ts';
import type { Connections } from './draw-connections.ts';
import { leadsToMetadata, type Metadata } from './draw-metadata.ts';
import type { Draft } from './draft.ts';
import { renderListened } from './listeners.ts';
import type { ChartSide, ChartWorkload, NetworkWorld } from './network-world.ts';

export const drawNeeded = (
  world: NetworkWorld,
  plan: DenyPlan,
  connections: Connections,
  api: ApiServerReach,
  metadata: Metadata | null,
  draft: Draft,
): void => {
  if (plan.namespaces.size === 0) return;
  const guards = new Map<string, StepSelector[]>();
  const guard = (namespace: string, selector: StepSelector): void => {
    const known = guards.get(namespace);
    if (known === undefined) guards.set(namespace, [selector]);
    else known.push(selector);
  };
  const book = createHubs(world, guard, draft);
  drawPairs(world, plan, book, draft);
  if (metadata !== null) drawMetadata(world, plan, book, metadata, draft);
  for (const [namespace, hubs] of connections.guardedInto)
    for (const to of hubs) guard(namespace, { types: ['MEMBER'], from: null, to, by: null });
  for (const [namespace, links] of connections.guardedOut)
    for (const link of links) guard(namespace, { types: ['MEMBER'], ...link, by: null });
  for (const { standing, sides } of world.workloads)
    if (sides.length > 0 && sides.every((side) => isCutOff(side, world, plan, api)))
      for (const { place } of standing.containers)
        guard(standing.place.namespace, { types: ['IDENTITY_ASSUME'], from: place.id, to: null, by: null });
  for (const namespace of plan.namespaces)
    draft.control({
      id: `network/default-deny/${namespace}`,
      title: `Close namespace ${namespace} but for what its workloads need`,
      layer: 'network',
      scope: `namespace ${namespace}`,
      state: { kind: 'absent' },
      effect: 'guard',
      steps: [
        ...(guards.get(namespace) ?? []),
        ...(connections.closed === null ? [] : [{ types: ['MEMBER'] as const, ...connections.closed, by: null }]),
      ],
      remedy: { kind: 'network-policies', namespace },
      needs: ['network/enforcement'],
    });
};

/** A closed namespace would keep its token from the API server. */
const isCutOff = ({ index, ends }: ChartSide, world: NetworkWorld, plan: DenyPlan, api: ApiServerReach): boolean =>
  (plan.isOutGuarded(index) && !plan.outside(index).some(api.isNeeded)) ||
  // What cannot get there now will not then.
  (ends.length > 0 && ends.every((end) => !api.isReached(world.sourceOf[end.index] ?? -1)));

interface Hubs {
  readonly sides: ReadonlyMap<number, { readonly workload: ChartWorkload; readonly own: ChartSide }>;
  /** What a side's own policy lets out, and what only the closed namespace would stop. */
  out(this: void, side: number): string;
  outGuarded(this: void, side: number): string;
  /** Those who listen there; `null` where nobody does. */
  into(this: void, side: number, ports: PortSet, isGuarded: boolean): string | null;
}

const createHubs = (
  world: NetworkWorld,
  guard: (namespace: string, selector: StepSelector) => void,
  draft: Draft,
): Hubs => {
  const sides = new Map(
    world.workloads.flatMap((workload) => workload.sides.map((own) => [own.index, { workload, own }] as const)),
  );
  const numbers = new Map<PortSet, number>();
  const made = new Set<string>();
  const isNew = (hub: string): boolean => !made.has(hub) && made.add(hub).size > 0;
  const out = (side: number): string => {
    const hub = draft.hub(`need/out/${side}`);
    const found = sides.get(side);
    if (found === undefined || !isNew(hub)) return hub;
    for (const { place } of found.workload.standing.containers) draft.member(place.id, hub);
    draft.member(draft.hub(`pods/${found.own.side.namespace}`), hub);
    return hub;
  };
  const into = (side: number, ports: PortSet, isGuarded: boolean): string | null => {
    const found = sides.get(side);
    if (found === undefined) return null;
    const { own, workload } = found;
    const meeting = own.listeners.flatMap(({ door, ports: listened }) => {
      const at = world.sets.intersect(listened, ports);
      return at.isEmpty ? [] : [{ door, at }];
    });
    if (meeting.length === 0) return null;
    numbers.set(ports, numbers.get(ports) ?? numbers.size);
    const name = `need/into/${side}/${numbers.get(ports) ?? 0}`;
    const hub = draft.hub(name);
    if (isNew(hub))
      for (const { door, at } of meeting)
        draft.step({
          type: 'MEMBER',
          from: hub,
          to: door,
          grant: `it listens on ${renderListened(at)}`,
          by: toRefKey(workload.standing.resource.ref),
        });
    if (!isGuarded) return hub;
    const before = draft.hub(`${name}/guarded`);
    if (!isNew(before)) return before;
    draft.member(before, hub);
    guard(own.side.namespace, { types: ['MEMBER'], from: before, to: hub, by: null });
    return before;
  };
  return {
    sides,
    out,
    into,
    outGuarded: (side) => {
      const first = out(side);
      const hub = draft.hub(`need/out/${side}/guarded`);
      if (!isNew(hub)) return hub;
      draft.member(first, hub);
      guard(sides.get(side)?.own.side.namespace ?? '', { types: ['MEMBER'], from: first, to: hub, by: null });
      return hub;
    },
  };
};

const drawPairs = (world: NetworkWorld, plan: DenyPlan, hubs: Hubs, draft: Draft): void => {
  const { sets, reachability } = world;
  for (const { from, to, out, into } of plan.pairs) {
    const isOut = plan.isOutGuarded(from);
    const isInto = plan.isInGuarded(to);
    const source = hubs.sides.get(from)?.own;
    const target = hubs.sides.get(to)?.own;
    if (source === undefined || target === undefined || (!isOut && !isInto)) continue;
    // What is closed now stays closed: what is supposed is a wall more, never one less.
    const now = source.ends
      .flatMap((one) => target.ends.map((other) => reachability.ports(one, other)))
      .reduce((all, ports) => sets.union(all, sets.adopt(ports)), sets.none);
    const step = (hub: string, ports: PortSet, isGuarded: boolean): void => {
      const end = ports.isEmpty ? null : hubs.into(to, ports, isGuarded);
      if (end === null) return;
      const grant = world.hasPolicies
        ? `the network policies leave ${renderListened(ports)} open`
        : 'no network policy is in the way';
      draft.step({ type: 'ENDPOINT_EXPLOIT', from: hub, to: end, grant, by: null });
    };
    const sent = sets.intersect(now, isOut ? out : sets.all);
    const taken = sets.intersect(now, isInto ? into : sets.all);
    step(hubs.out(from), sets.intersect(sent, taken), false);
    if (isOut && isInto) {
      step(hubs.out(from), sent, true);
      step(hubs.outGuarded(from), taken, false);
    }
  }
};

const drawMetadata = (world: NetworkWorld, plan: DenyPlan, hubs: Hubs, metadata: Metadata, draft: Draft): void => {
  if (!metadata.answersPods) return;
  for (const { sides } of world.workloads)
    for (const { index, ends } of sides)
      if (
        plan.isOutGuarded(index) &&
        plan.outside(index).some(leadsToMetadata) &&
        ends.some((end) => metadata.isReached(world.sourceOf[end.index] ?? -1))
      )
        draft.step({
          type: 'CLOUD_METADATA',
          from: hubs.out(index),
          to: metadata.place,
          grant: metadata.grant,
          by: null,
        });
};
