/** A large answer by groups of places: few enough rows to read, and the same connections as one by one. */

import type { JsonObject } from '../../../model/json.ts';
import type { ReachAnswer } from './ask-reach.ts';
import type { PlaceClass } from './connect-places.ts';
import type { PlaceEntry } from './place-entry.ts';
import { createPlaceGroups, type PlaceGroups } from './place-groups.ts';
import { toPortRows } from './reach-rows.ts';

export interface GroupedRows {
  readonly groups: PlaceGroups['all'];
  /** Each place of `from` reaches each other place of `to`; of a pair in several rows, the ports add up. */
  readonly rows: readonly JsonObject[];
  /** What places reach of themselves, which those rows do not say. */
  readonly itself: () => Iterable<JsonObject>;
}

export const groupRows = (answer: ReachAnswer): GroupedRows => {
  const groups = createPlaceGroups();
  const rows = [...listByPolicies(answer, groups), ...listOwnNodes(answer, groups)];
  return { groups: groups.all, rows, itself: () => listItself(answer) };
};

function* listByPolicies({ connections }: ReachAnswer, groups: PlaceGroups): Generator<JsonObject> {
  const alike = new Map<
    string,
    { readonly sources: PlaceClass[]; readonly rows: ReturnType<PlaceGroups['inBlocks']> }
  >();
  for (const source of connections.from) {
    const reached = connections.reached(source).filter(({ to }) => !isSamePlace(source, to));
    const rows = groups.inBlocks(reached.map(({ to, ports }) => ({ to: to.places, ports })));
    const key = rows.map(({ id, ports }) => `${id} ${JSON.stringify(ports.ranges)}`).join('\n');
    const same = alike.get(key);
    if (same === undefined) alike.set(key, { sources: [source], rows });
    else same.sources.push(source);
  }
  for (const { sources, rows } of alike.values()) {
    if (rows.length === 0) continue;
    const from = groups.idOf(sources.map(({ places }) => places));
    for (const { id, ports } of rows) yield* toPortRows(from, id, ports);
  }
}

/** What a place reaches of itself is told by itself. */
const isSamePlace = (source: PlaceClass, target: PlaceClass): boolean =>
  source.places.length === 1 && target.places.length === 1 && source.places[0]?.text === target.places[0]?.text;

/** By hosts: a node has some dozens of workloads, and a workload stands on as many nodes as it has pods. */
function* listOwnNodes({ connections, from }: ReachAnswer, groups: PlaceGroups): Generator<JsonObject> {
  for (const place of from) {
    const byPorts = Map.groupBy(connections.ownNode(place), ([, ports]) => ports);
    for (const [ports, reached] of byPorts) {
      yield* toPortRows(groups.idOf([[place]]), groups.idOf([reached.map(([to]) => to)]), ports);
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
