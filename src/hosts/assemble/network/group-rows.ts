/** A large answer by groups of places: few enough rows to read, and the same connections as one by one. */

import type { JsonObject } from '../../../model/json.ts';
import type { PortSet } from '../../../kube/network/reachability.ts';
import type { ReachAnswer } from './ask-reach.ts';
import type { PlaceClass } from './connect-places.ts';
import type { PlaceEntry } from './place-entry.ts';
import { toPortRows } from './reach-rows.ts';

export interface GroupedRows {
  readonly groups: readonly { readonly id: string; readonly places: readonly string[] }[];
  /** Each place of `from` reaches each other place of `to`; of a pair in several rows, the ports add up. */
  readonly rows: readonly JsonObject[];
  /** What places reach of themselves, which those rows do not say. */
  readonly itself: () => Iterable<JsonObject>;
}

export const groupRows = (answer: ReachAnswer): GroupedRows => {
  const groups = createGroups();
  const rows = [...listByPolicies(answer, groups), ...listOwnNodes(answer, groups)];
  return { groups: groups.all, rows, itself: () => listItself(answer) };
};

interface Groups {
  readonly all: readonly { readonly id: string; readonly places: readonly string[] }[];
  /** The group of these classes or places; the same one where they come again. */
  idOf(key: string, list: () => readonly string[]): string;
}

const createGroups = (): Groups => {
  const known = new Map<string, string>();
  const all: { id: string; places: readonly string[] }[] = [];
  return {
    all,
    idOf: (key, list) => {
      const before = known.get(key);
      if (before !== undefined) return before;
      const id = `group-${all.length + 1}`;
      known.set(key, id);
      all.push({ id, places: list() });
      return id;
    },
  };
};

/**
 * Of what a source reaches, this many neighbouring classes of targets at a time are told as one group. A thousand sources that reach
 * all but themselves then share nearly all their groups, where one group for each source would repeat every name.
 */
const blockSize = 64;

function* listByPolicies({ connections }: ReachAnswer, groups: Groups): Generator<JsonObject> {
  const alike = new Map<string, { readonly sources: PlaceClass[]; readonly rows: readonly ToGroup[] }>();
  for (const source of connections.from) {
    const blocks = new Map<string, { readonly ports: PortSet; readonly classes: PlaceClass[] }>();
    for (const { to, ports } of connections.reached(source)) {
      // Its only place is the source itself.
      if (isSamePlace(source, to)) continue;
      const key = `${Math.floor(to.index / blockSize)} ${JSON.stringify(ports.ranges)}`;
      const block = blocks.get(key) ?? { ports, classes: [] };
      blocks.set(key, block);
      block.classes.push(to);
    }
    const rows = [...blocks.values()].map(({ ports, classes }) => ({ ports, to: toGroup('to', classes, groups) }));
    const key = rows.map(({ ports, to }) => `${to} ${JSON.stringify(ports.ranges)}`).join('\n');
    const same = alike.get(key);
    if (same === undefined) alike.set(key, { sources: [source], rows });
    else same.sources.push(source);
  }
  for (const { sources, rows } of alike.values()) {
    if (rows.length === 0) continue;
    const from = toGroup('from', sources, groups);
    for (const { to, ports } of rows) yield* toPortRows(from, to, ports);
  }
}

interface ToGroup {
  readonly to: string;
  readonly ports: PortSet;
}

const isSamePlace = (source: PlaceClass, target: PlaceClass): boolean =>
  source.places.length === 1 && target.places.length === 1 && source.places[0]?.text === target.places[0]?.text;

const toGroup = (end: 'from' | 'to', classes: readonly PlaceClass[], groups: Groups): string =>
  groups.idOf(`${end} ${classes.map(({ index }) => index).join()}`, () =>
    classes.flatMap(({ places }) => places.map(({ text }) => text)),
  );

/** By hosts: a node has some dozens of workloads, and a workload stands on as many nodes as it has pods. */
function* listOwnNodes({ connections, from }: ReachAnswer, groups: Groups): Generator<JsonObject> {
  for (const place of from) {
    const byPorts = Map.groupBy([...connections.ownNode(place)], ([, ports]) => ports);
    for (const [ports, reached] of byPorts) {
      const source = groups.idOf(`place ${place.text}`, () => [place.text]);
      const texts = reached.map(([{ text }]) => text);
      yield* toPortRows(
        source,
        groups.idOf(`places ${texts.join()}`, () => texts),
        ports,
      );
    }
  }
}

function* listItself({ connections, from, to }: ReachAnswer): Generator<JsonObject> {
  const targets = new Map<string, PlaceEntry>(to.map((place) => [place.text, place]));
  for (const place of from) {
    const itself = targets.get(place.text);
    if (itself !== undefined) yield* toPortRows(place.text, place.text, connections.itself(itself));
  }
}
