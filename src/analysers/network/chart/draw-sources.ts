/** Draws which listeners each group of sources reaches, with as few steps as say it. */

import type { PortSet } from '../../../kube/network/reachability.ts';
import type { DenyPlan } from './deny-plan.ts';
import type { Metadata } from './draw-metadata.ts';
import type { Targets } from './draw-targets.ts';
import type { Draft } from './draft.ts';
import { renderListened } from './listeners.ts';
import type { NetworkWorld } from './network-world.ts';
import { toBlocks, toRuns } from './runs.ts';

export interface Sources {
  /** `null` for what is no source of ours. */
  hubOf(this: void, source: number): string | null;
  /** The same at some ports only, which had to be asked for before. */
  narrowOf(this: void, source: number, ports: PortSet): string | null;
  readonly reachedAt: ReadonlyMap<number, PortSet>;
}

/** Sources that reach the same listeners by the same ports are alike, whatever else policies say of them. */
export const drawSources = (
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
export const listNarrowed = (world: NetworkWorld, plan: DenyPlan): ReadonlyMap<number, ReadonlySet<PortSet>> => {
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
