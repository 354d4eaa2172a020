/** Works out who can reach whom: ends become kinds that no rule can tell apart, and kinds with equal answers become groups. */

import { createEnds } from './evaluate/create-ends.ts';
import { createOwnNodes } from './evaluate/create-own-nodes.ts';
import { createPortIds } from './evaluate/create-port-ids.ts';
import { createProfiles } from './evaluate/create-profiles.ts';
import { createRows, type Rows } from './evaluate/create-rows.ts';
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
  const ownNodes = createOwnNodes(placed.ends);

  const between = (from: End, to: End): PortSet =>
    ownNodes.has(from, to)
      ? sets.all
      : ids.setOf(rows.at(rows.sourceOf[from.index] ?? 0, rows.targetOf[to.index] ?? 0));
  const explainBetween = (from: End, to: End): readonly Because[] => {
    const answer = between(from, to);
    if (answer.isEmpty) return [];
    if (ownNodes.has(from, to)) return always('own-node', answer);
    return [...explainDirection(egress, from, to, answer, sets), ...explainDirection(ingress, to, from, answer, sets)];
  };
  const ports = (from: End, to: End): PortSet => (isItself(from, to) ? sets.all : between(from, to));
  const explain = (from: End, to: End): readonly Because[] =>
    isItself(from, to) ? always('itself', sets.all) : explainBetween(from, to);
  const portsAmong = (end: End): PortSet => between(end, end);
  const explainAmong = (end: End): readonly Because[] => explainBetween(end, end);
  const groups = createGroups(ends, rows, ids.setOf);
  return { ends, ports, explain, portsAmong, explainAmong, ownNode: (from) => ownNodes.targetsOf(from), ...groups };
};

const always = (kind: 'itself' | 'own-node', ports: PortSet): readonly Because[] => [
  { direction: 'always', ports, reason: { kind } },
];

/** Of several pods, each reaches itself; what is asked of them together is what any of them may. */
const isItself = (from: End, to: End): boolean => from.index === to.index && from.side !== null;

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
  const kindOf = new Map(sources.map((group, number) => [group, from.kinds[number] ?? 0]));

  function* connections(only: readonly EndGroup[] = sources): Iterable<GroupConnection> {
    const row = new Uint32Array(rows.targetCount);
    for (const source of only) {
      const kind = kindOf.get(source);
      if (kind === undefined) continue;
      rows.fill(kind, row);
      const reached = Uint32Array.from(to.kinds, (target) => row[target] ?? 0);
      for (let number = 0; number < reached.length; number += 1) {
        const value = reached[number] ?? 0;
        const target = targets[number];
        if (value !== 0 && target !== undefined) yield { from: source, to: target, ports: setOf(value) };
      }
    }
  }
  return { sources, targets, connections };
};
