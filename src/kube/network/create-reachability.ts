/** Works out who can reach whom: ends become kinds that no rule can tell apart, and kinds with equal answers become groups. */

import { createEnds, type PlacedEnd } from './evaluate/create-ends.ts';
import { createPortIds } from './evaluate/create-port-ids.ts';
import { createProfiles } from './evaluate/create-profiles.ts';
import { createRows, isOwnNode, type Rows } from './evaluate/create-rows.ts';
import { createSideFinder } from './evaluate/create-side-finder.ts';
import { createViews } from './evaluate/create-views.ts';
import { explainDirection } from './evaluate/explain-ports.ts';
import { gatherGroups, groupKinds } from './evaluate/group-kinds.ts';
import { internPeers } from './evaluate/intern-peers.ts';
import type { NetworkEstate } from './network-estate.ts';
import { createPortSets } from './port-set.ts';
import type { Because, End, EndGroup, GroupConnection, PortSet, Reachability } from './reachability.ts';

/** Nothing is kept between two calls. Cost grows with the sides and with the policies, not with pairs of pods. */
export const createReachability = ({ sides, tiers }: Pick<NetworkEstate, 'sides' | 'tiers'>): Reachability => {
  const sets = createPortSets();
  const ids = createPortIds(sets);
  const find = createSideFinder(sides);
  const peers = internPeers(tiers);
  const profiles = createProfiles(sides, tiers, find);
  const isHostBound = sides.some(
    (side, index) => side.kind === 'pods' && side.hostNetwork && profiles.egress.of(index) !== 0,
  );
  const isGuarded = (side: number): boolean => isHostBound || profiles.ingress.of(side) !== 0;
  const placed = createEnds(sides, peers.named, find, isGuarded);
  const ingress = createViews('ingress', { sides, placed, peers, profiles: profiles.ingress }, sets, ids);
  const egress = createViews('egress', { sides, placed, peers, profiles: profiles.egress }, sets, ids);
  const rows = createRows(placed.ends, ingress, egress, ids);
  const ends = placed.ends.map(({ end }) => end);

  const ports = (from: End, to: End): PortSet => {
    if (isItself(from, to)) return sets.all;
    return ids.setOf(rows.at(rows.sourceOf[from.index] ?? 0, rows.targetOf[to.index] ?? 0));
  };
  const explain = (from: End, to: End): readonly Because[] => {
    const answer = ports(from, to);
    if (answer.isEmpty) return [];
    const always = (kind: 'itself' | 'own-node'): readonly Because[] => [
      { direction: 'always', ports: answer, reason: { kind } },
    ];
    if (isItself(from, to)) return always('itself');
    if (standsOnNodeOf(placed.ends[from.index], placed.ends[to.index])) return always('own-node');
    return [...explainDirection(egress, from, to, answer, sets), ...explainDirection(ingress, to, from, answer, sets)];
  };
  return { ends, ports, explain, ...createGroups(ends, rows, ids.setOf) };
};

/** Of several pods, each reaches itself; what is asked of them together is what any of them may. */
const isItself = (from: End, to: End): boolean => from.index === to.index && from.side !== null;

const standsOnNodeOf = (from: PlacedEnd | undefined, to: PlacedEnd | undefined): boolean => {
  if (from === undefined || to === undefined || to.end.side?.kind !== 'pods') return false;
  const { side } = from.end;
  const name = from.node.kind === 'known' ? from.node.name : null;
  return isOwnNode({ isHost: from.isHost, name, everywhere: side?.kind === 'pods' && side.everywhere }, to.node);
};

const createGroups = (
  ends: readonly End[],
  rows: Rows,
  setOf: (id: number) => PortSet,
): Pick<Reachability, 'sources' | 'targets' | 'connections'> => {
  const groups = groupKinds(rows);
  const from = gatherGroups(rows.sourceOf, groups.sources);
  const to = gatherGroups(rows.targetOf, groups.targets);
  const toGroup = (members: readonly number[]): EndGroup => ({
    ends: members.flatMap((index) => ends[index] ?? []),
  });
  const sources = from.members.map(toGroup);
  const targets = to.members.map(toGroup);

  const shapes = Uint32Array.from(to.kinds, (kind) => rows.shapeOf[kind] ?? 0);
  const targetOfKind = new Map(to.kinds.map((kind, target) => [kind, target]));

  function* connections(): Iterable<GroupConnection> {
    const row = new Uint32Array(rows.shapeCount);
    const isOwn = new Uint8Array(targets.length);
    for (const [source, kind] of from.kinds.entries()) {
      const fromGroup = sources[source];
      if (fromGroup === undefined) continue;
      rows.fill(kind, row);
      isOwn.fill(0);
      for (const own of rows.ownTargets(kind)) isOwn[targetOfKind.get(groups.targets[own] ?? own) ?? 0] = 1;
      for (let target = 0; target < shapes.length; target += 1) {
        const value = isOwn[target] === 1 ? 1 : (row[shapes[target] ?? 0] ?? 0);
        const reached = value === 0 ? undefined : targets[target];
        if (reached !== undefined) yield { from: fromGroup, to: reached, ports: setOf(value) };
      }
    }
  }
  return { sources, targets, connections };
};
