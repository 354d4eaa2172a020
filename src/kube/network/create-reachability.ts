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

  const between = (from: End, to: End): PortSet =>
    ids.setOf(rows.at(rows.sourceOf[from.index] ?? 0, rows.targetOf[to.index] ?? 0));
  const explainBetween = (from: End, to: End): readonly Because[] => {
    const answer = between(from, to);
    if (answer.isEmpty) return [];
    if (standsOnNodeOf(placed.ends[from.index], placed.ends[to.index])) return always('own-node', answer);
    return [...explainDirection(egress, from, to, answer, sets), ...explainDirection(ingress, to, from, answer, sets)];
  };
  const ports = (from: End, to: End): PortSet => (isItself(from, to) ? sets.all : between(from, to));
  const explain = (from: End, to: End): readonly Because[] =>
    isItself(from, to) ? always('itself', sets.all) : explainBetween(from, to);
  const portsAmong = (end: End): PortSet => between(end, end);
  const explainAmong = (end: End): readonly Because[] => explainBetween(end, end);
  const groups = createGroups(ends, rows, ids.setOf);
  return { ends, ports, explain, portsAmong, explainAmong, ...groups };
};

const always = (kind: 'itself' | 'own-node', ports: PortSet): readonly Because[] => [
  { direction: 'always', ports, reason: { kind } },
];

/** Of several pods, each reaches itself; what is asked of them together is what any of them may. */
const isItself = (from: End, to: End): boolean => from.index === to.index && from.side !== null;

const standsOnNodeOf = (from: PlacedEnd | undefined, to: PlacedEnd | undefined): boolean => {
  if (from === undefined || to === undefined || to.end.side?.kind !== 'pods') return false;
  const { side } = from.end;
  const name = from.node.kind === 'known' ? from.node.name : null;
  return isOwnNode({ isHost: from.isHost, name, everywhere: side?.kind === 'pods' && side.everywhere }, to.node);
};

interface Groups extends Pick<Reachability, 'sources' | 'targets'> {
  readonly connections: () => Iterable<GroupConnection>;
}

const createGroups = (ends: readonly End[], rows: Rows, setOf: (id: number) => PortSet): Groups => {
  const groups = groupKinds(rows);
  const from = gatherGroups(rows.sourceOf, groups.sources);
  const to = gatherGroups(rows.targetOf, groups.targets);
  const toGroup = (members: readonly number[]): EndGroup => ({
    ends: members.flatMap((index) => ends[index] ?? []),
  });
  const sources = from.members.map(toGroup);
  const targets = to.members.map(toGroup);

  const readRow = createRowReader(rows, groups.targets, to.kinds);

  function* connections(): Iterable<GroupConnection> {
    for (const [number, kind] of from.kinds.entries()) {
      const source = sources[number];
      if (source === undefined) continue;
      const { reached, valueOf } = readRow(kind);
      for (const number of reached) {
        const target = targets[number];
        if (target !== undefined) yield { from: source, to: target, ports: setOf(valueOf(number)) };
      }
    }
  }
  return { sources, targets, connections };
};

interface RowOfGroups {
  /** Numbers of groups of targets, in order. */
  readonly reached: Uint32Array;
  readonly valueOf: (target: number) => number;
}

/** Goes through what is reached alone: most pairs of a large estate are closed. */
const createRowReader = (
  rows: Rows,
  groupOf: Uint32Array,
  kinds: readonly number[],
): ((source: number) => RowOfGroups) => {
  const shapes = Uint32Array.from(kinds, (kind) => rows.shapeOf[kind] ?? 0);
  const targetOf = new Map(kinds.map((kind, target) => [kind, target]));
  const targetsOf = Array.from({ length: rows.shapeCount }, (): number[] => []);
  for (const [target, shape] of shapes.entries()) targetsOf[shape]?.push(target);
  return (source) => {
    const row = new Uint32Array(rows.shapeCount);
    rows.fill(source, row);
    const own = new Set(rows.ownTargets(source).flatMap((kind) => targetOf.get(groupOf[kind] ?? kind) ?? []));
    const reached: number[] = [];
    for (let shape = 0; shape < row.length; shape += 1) {
      if (row[shape] !== 0) for (const target of targetsOf[shape] ?? []) reached.push(target);
    }
    for (const target of own) if (row[shapes[target] ?? 0] === 0) reached.push(target);
    return {
      reached: Uint32Array.from(reached).toSorted(),
      valueOf: (target) => (own.has(target) ? 1 : (row[shapes[target] ?? 0] ?? 0)),
    };
  };
};
