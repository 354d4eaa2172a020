/** Who talks to whom as a page tells it: workloads and the outside, the connections between them, and why each is allowed. */

import { findNeededFlows } from '../../../kube/network/generate/find-needed-flows.ts';
import type { FlowEnd } from '../../../kube/network/generate/needed-flow.ts';
import { readWorkloads } from '../../../kube/network/generate/read-workloads.ts';
import type { PortSet } from '../../../kube/network/reachability.ts';
import { readSides } from '../../../kube/network/read-sides.ts';
import type { Network, NetworkEdge, NetworkNode } from '../../console/api/network.ts';
import { renderFile } from '../attack/tell-remedy.ts';
import { isOfPods, type ReachAnswer } from '../network/ask-reach.ts';
import { findIsolated, type Isolated } from '../network/find-isolated.ts';
import { isOutside, type PlaceEntry } from '../network/place-entry.ts';
import { renderPorts } from '../network/render-ports.ts';
import { nameOf, tellBecause } from '../network/tell-because.ts';
import type { Inspected } from './inspected.ts';
import { readReach } from './read-reach.ts';
import { countPairs, listConnected, type Connected } from './list-connected.ts';
import { shown } from './shown-text.ts';

/** What a browser takes in one answer. */
const mostNodes = 2_000;
const mostEdges = 5_000;
/** Of these, that something allows or needs: told one by one where the rest is told by namespaces. */
const mostOwn = 3_000;
const mostWhy = 6;

/**
 * Connections to ports that containers declare. Where there are more than a page can hold those that nothing restricts
 * and nothing needs are told by namespaces; where there are more workloads than that, all are. Nodes are left out: no
 * policy of pods has a say in what they reach.
 */
export const viewNetwork = (inspected: Inspected): Network => {
  const answer = readReach(inspected);
  const facts: Facts = {
    answer,
    idOf: createIds(),
    needed: listNeeded(inspected),
    isolated: findIsolated(answer.network.estate),
  };
  const places = answer.places.filter((place) => isOfPods(place) || isOutside(place));
  // What policies restrict comes first where not everything can be told.
  const connected = listConnected(answer).toSorted(
    (a, b) => Number(isRestricted(b, facts)) - Number(isRestricted(a, facts)),
  );
  const all = connected.reduce((sum, one) => sum + countPairs(one), 0);
  const isSmall = places.length <= mostNodes;
  const told = isSmall
    ? tellEach(connected, facts, all <= mostEdges ? { most: mostEdges, all: true } : { most: mostOwn, all: false })
    : nothingTold;
  const folded = told.pairs === all ? nothingTold : tellByNamespaces(connected, facts, told);
  const nodes = [
    ...(isSmall ? places : places.filter(isOutside)).map((place) => toNode(place, facts)),
    ...toGroups(folded.edges, places, facts),
  ];
  const edges = [...told.edges, ...folded.edges];
  const known = new Set(nodes.slice(0, mostNodes).map(({ id }) => id));
  return {
    complete: answer.network.partial.length === 0,
    doubts: [...new Set(answer.network.partial.map(({ why }) => shown(why, 600)))].slice(0, 50),
    nodes: nodes.slice(0, mostNodes),
    edges: edges.filter(({ from, to }) => known.has(from) && known.has(to)).toSorted(compareEdges),
    left: all - told.pairs - folded.pairs,
  };
};

/** By code units: the same on every machine. */
const compareEdges = (a: NetworkEdge, b: NetworkEdge): number =>
  compareTexts(a.from, b.from) || compareTexts(a.to, b.to);

const compareTexts = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

interface Facts {
  readonly answer: ReachAnswer;
  readonly idOf: (place: PlaceEntry) => string;
  /** Ids of places by those who need them. */
  readonly needed: ReadonlyMap<string, ReadonlySet<string>>;
  readonly isolated: Isolated;
}

interface Told {
  readonly edges: readonly NetworkEdge[];
  readonly pairs: number;
  /** Of each class of connections how many are told, by the namespaces of their ends. */
  readonly counts: ReadonlyMap<Connected, ReadonlyMap<string, number>>;
}

const nothingTold: Told = { edges: [], pairs: 0, counts: new Map() };

const tellEach = (
  connected: readonly Connected[],
  facts: Facts,
  { most, all }: { readonly most: number; readonly all: boolean },
): Told => {
  const edges: NetworkEdge[] = [];
  const counts = new Map<Connected, Map<string, number>>();
  for (const one of connected) {
    const isWhole = all || isRestricted(one, facts);
    const own = new Map<string, number>();
    counts.set(one, own);
    for (const from of one.from) {
      const needs = facts.needed.get(facts.idOf(from));
      if (!isWhole && needs === undefined) continue;
      for (const to of one.to) {
        if (from.text === to.text || !(isWhole || needs?.has(facts.idOf(to)) === true)) continue;
        if (edges.length >= most) return { edges, pairs: edges.length, counts };
        edges.push(toEdge(from, to, one.ports, facts));
        const key = toPair(groupOf(from, facts), groupOf(to, facts));
        own.set(key, (own.get(key) ?? 0) + 1);
      }
    }
  }
  return { edges, pairs: edges.length, counts };
};

const toEdge = (from: PlaceEntry, to: PlaceEntry, ports: PortSet, { answer, needed, idOf }: Facts): NetworkEdge => {
  const { reachability, locate } = answer.network;
  const why = tellBecause(reachability, from, to, locate);
  const [a, b] = [idOf(from), idOf(to)];
  return {
    from: a,
    to: b,
    ports: shown(renderPorts(ports), 120),
    because: why.some(({ kind }) => kind === 'rule') ? 'allowed' : 'no-policy',
    needed: needed.get(a)?.has(b) === true,
    why: why
      .slice(0, mostWhy)
      .map(({ text, file, line }) => shown(`${text}${file === null ? '' : ` (${renderFile(file, line)})`}`, 400)),
  };
};

/** Of places of one class the same holds: a policy that selects one selects all. */
const isRestricted = ({ from, to }: Connected, { isolated }: Facts): boolean => {
  const [source] = from;
  const [target] = to;
  return (
    source !== undefined &&
    target !== undefined &&
    (isGuarded(source, isolated.egress) || isGuarded(target, isolated.ingress))
  );
};

/** Connections that are not told one by one, joined by the namespaces of their ends; the first of each pair says why. */
const tellByNamespaces = (connected: readonly Connected[], facts: Facts, told: Told): Told => {
  const { portSets } = facts.answer.network;
  const joined = new Map<string, Joined>();
  let pairs = 0;
  for (const one of connected) {
    const because = isRestricted(one, facts) ? 'allowed' : 'no-policy';
    const own = told.counts.get(one);
    const targets = Map.groupBy(one.to, (place) => groupOf(place, facts));
    for (const [source, from] of Map.groupBy(one.from, (place) => groupOf(place, facts)))
      for (const [target, to] of targets) {
        const key = toPair(source, target);
        const known = joined.get(key);
        if (known === undefined && joined.size >= mostEdges - told.edges.length) continue;
        const left = countOthers(from, to) - (own?.get(key) ?? 0);
        if (left === 0) continue;
        pairs += left;
        if (known === undefined) {
          joined.set(key, { source, target, because, ports: one.ports, example: findPair(from, to) });
          continue;
        }
        known.ports = portSets.union(known.ports, one.ports);
        if (because === 'no-policy' && known.because === 'allowed') {
          known.because = because;
          known.example = findPair(from, to);
        }
      }
  }
  const needed = foldNeeded(facts.needed);
  const edges = [...joined.values()].map(({ source, target, because, ports, example: [from, to] }): NetworkEdge => ({
    ...toEdge(from, to, ports, facts),
    from: source,
    to: target,
    because,
    needed: needed.has(toPair(source, target)),
  }));
  return { edges, pairs, counts: new Map() };
};

interface Joined {
  readonly source: string;
  readonly target: string;
  because: NetworkEdge['because'];
  ports: PortSet;
  example: readonly [PlaceEntry, PlaceEntry];
}

const countOthers = (from: readonly PlaceEntry[], to: readonly PlaceEntry[]): number => {
  const texts = new Set(to.map(({ text }) => text));
  return from.length * to.length - from.filter(({ text }) => texts.has(text)).length;
};

const findPair = (from: readonly PlaceEntry[], to: readonly PlaceEntry[]): readonly [PlaceEntry, PlaceEntry] => {
  for (const a of from.slice(0, 2)) for (const b of to.slice(0, 2)) if (a.text !== b.text) return [a, b];
  const [[a], [b]] = [from, to];
  if (a === undefined || b === undefined) throw new Error('a class has a place');
  return [a, b];
};

const groupOf = (place: PlaceEntry, { idOf }: Facts): string =>
  place.namespace === null ? idOf(place) : toGroup(idOf(place));

/** `shop/web` is of `shop/*`. */
const toGroup = (id: string): string => `${id.slice(0, id.indexOf('/'))}/*`;

const foldNeeded = (needed: Facts['needed']): ReadonlySet<string> =>
  new Set([...needed].flatMap(([from, all]) => [...all].map((to) => toPair(fold(from), fold(to)))));

/** A prefix has a slash too, and is of no namespace. */
const fold = (id: string): string => (/^[^./:]+\//.test(id) ? toGroup(id) : id);

const toPair = (from: string, to: string): string => `${from} ${to}`;

const toGroups = (
  edges: readonly NetworkEdge[],
  places: readonly PlaceEntry[],
  facts: Facts,
): readonly NetworkNode[] => {
  const { isolated } = facts;
  const named = new Set(edges.flatMap(({ from, to }) => [from, to]));
  return [...Map.groupBy(places.filter(isOfPods), (place) => groupOf(place, facts))]
    .filter(([id]) => named.has(id))
    .map(([id, members]) => ({
      id,
      title: `every workload of ${id.slice(0, -2)}`,
      kind: 'group',
      namespace: id.slice(0, -2),
      guarded: {
        ingress: members.every((place) => isGuarded(place, isolated.ingress)),
        egress: members.every((place) => isGuarded(place, isolated.egress)),
      },
    }));
};

const toNode = (place: PlaceEntry, { isolated, idOf }: Facts): NetworkNode => {
  const id = idOf(place);
  return {
    id,
    title: id === 'internet' ? 'the internet' : id,
    kind: isOutside(place) ? 'outside' : 'workload',
    namespace: place.namespace === null ? null : shown(place.namespace, 300),
    guarded: { ingress: isGuarded(place, isolated.ingress), egress: isGuarded(place, isolated.egress) },
  };
};

const isGuarded = ({ ends }: PlaceEntry, isolated: Isolated['ingress']): boolean =>
  ends.every(({ side }) => side !== null && isolated.has(side));

/** Asked for again with every pair. */
const createIds = (): Facts['idOf'] => {
  const known = new Map<PlaceEntry, string>();
  return (place) => {
    const before = known.get(place);
    if (before !== undefined) return before;
    const id = place.text === 'internet//' ? 'internet' : shown(nameOf(place), 300);
    known.set(place, id);
    return id;
  };
};

const listNeeded = ({ snapshot }: Inspected): Facts['needed'] => {
  const { flows } = findNeededFlows(snapshot, readWorkloads(snapshot, readSides(snapshot)));
  const needed = new Map<string, Set<string>>();
  for (const { from, to } of flows)
    for (const source of endsOf(from)) {
      const known = needed.get(source) ?? new Set<string>();
      needed.set(source, known);
      for (const target of endsOf(to)) known.add(target);
    }
  return needed;
};

/** Whoever is outside is the internet, unless a policy names the same addresses. */
const endsOf = (end: FlowEnd): readonly string[] => {
  switch (end.kind) {
    case 'workload':
      return [shown(`${end.workload.namespace}/${end.workload.name}`, 300)];
    case 'addresses':
      return ['internet', ...end.prefixes.slice(0, 100)];
    case 'everyone':
      return ['internet'];
    case 'pods':
      return [];
  }
};
