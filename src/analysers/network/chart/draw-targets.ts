/** Draws who listens where, by groups of targets that policies do not tell apart. */

import type { PortSet } from '../../../kube/network/reachability.ts';
import { toRefKey } from '../../../model/resource.ts';
import type { DenyPlan } from './deny-plan.ts';
import type { Draft } from './draft.ts';
import { renderListened } from './listeners.ts';
import type { NetworkWorld } from './network-world.ts';

export interface Targets {
  /** The hub of those who listen, in a group of targets, at any of these ports; `null` where nobody does. */
  hubFor(this: void, target: number, ports: PortSet): string | null;
  readonly guardedInto: ReadonlyMap<string, readonly string[]>;
}

/** Of a group of targets, those who listen at the same ports are alike: one hub for them. */
export const drawTargets = (world: NetworkWorld, plan: DenyPlan, draft: Draft): Targets => {
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
        for (const { door, ports } of listeners) {
          const target = targetOf[end.index] ?? -1;
          if (target < 0) continue;
          const listens = (hub: string, at: PortSet): void =>
            draft.step({
              type: 'MEMBER',
              from: hub,
              to: door,
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
