/** The question of `network reach` put to a network: which places, which ports, and what connects them. */

import { createListening, parseAskedPorts } from './asked-ports.ts';
import { connectPlaces, type PlaceConnections } from './connect-places.ts';
import { createPlaceFinder, type PlaceFinder } from './find-place.ts';
import type { LoadedNetwork } from './load-network.ts';
import { isOutside, listPlaces, type PlaceEntry } from './place-entry.ts';
import { closest } from '../../../lang/pattern/closest.ts';
import type { End, PortSet } from '../../../kube/network/reachability.ts';

export interface ReachQuestion {
  /** As a person writes places and ports; `null` where nothing was asked for. */
  readonly from: string | null;
  readonly to: string | null;
  readonly port: string | null;
  /** Only connections of these namespaces; empty for all. Bare names are looked for here first. */
  readonly namespaces: readonly string[];
  readonly pods: boolean;
  /** Only ports that containers declare. */
  readonly listening: boolean;
}

export interface ReachAnswer {
  readonly kind: 'answer';
  readonly question: ReachQuestion;
  readonly network: LoadedNetwork;
  /** Every place there is. */
  readonly places: readonly PlaceEntry[];
  /** Those asked about: all places where none was named. */
  readonly from: readonly PlaceEntry[];
  readonly to: readonly PlaceEntry[];
  readonly limit: (target: End) => PortSet;
  readonly connections: PlaceConnections;
}

export const askReach = (
  network: LoadedNetwork,
  question: ReachQuestion,
): ReachAnswer | { readonly kind: 'unknown'; readonly message: string } => {
  const { reachability, portSets } = network;
  const places = listPlaces(reachability, question.pods ? 'pods' : 'workloads');
  const stranger = findStranger(question.namespaces, places);
  if (stranger !== null) return { kind: 'unknown', message: stranger };
  const finder = createPlaceFinder(reachability, places, question.namespaces);
  const from = findSide(question.from, '--from', finder, places);
  if (from.kind === 'unknown') return from;
  const to = findSide(question.to, '--to', finder, places);
  if (to.kind === 'unknown') return to;
  const asked = question.port === null ? null : parseAskedPorts(question.port, portSets, reachability);
  if (asked?.kind === 'unknown') return { kind: 'unknown', message: `--port ${asked.message}` };
  const listening = question.listening ? createListening(portSets) : null;
  const limit = (target: End): PortSet => {
    const at = asked?.at(target) ?? portSets.all;
    return listening === null ? at : portSets.intersect(at, listening(target));
  };
  return {
    kind: 'answer',
    question,
    network,
    places,
    from: from.places,
    to: to.places,
    limit,
    connections: connectPlaces({
      reachability,
      portSets,
      from: from.places,
      to: to.places,
      limit,
      traitOf: (place) => toTrait(place, question.namespaces),
      // Nodes among themselves, and what they and the outside do with each other, are no matter of policies of pods.
      isWanted: (one, other) =>
        (question.from !== null && question.to !== null) || isTold(one, other, question.namespaces),
    }),
  };
};

export const isTold = (from: PlaceEntry, to: PlaceEntry, namespaces: readonly string[]): boolean =>
  (isOfPods(from) || isOfPods(to)) && (namespaces.length === 0 || isAmong(from, namespaces) || isAmong(to, namespaces));

export const isOfPods = ({ namespace }: PlaceEntry): boolean => namespace !== null;

const isAmong = ({ namespace }: PlaceEntry, namespaces: readonly string[]): boolean =>
  namespace !== null && namespaces.includes(namespace);

/** What `isTold` looks at. */
export const toTrait = (place: PlaceEntry, namespaces: readonly string[]): string =>
  isOfPods(place) ? (isAmong(place, namespaces) ? 'asked pods' : 'pods') : isOutside(place) ? 'outside' : 'node';

const findSide = (
  text: string | null,
  option: string,
  finder: PlaceFinder,
  places: readonly PlaceEntry[],
):
  | { readonly kind: 'found'; readonly places: readonly PlaceEntry[] }
  | { readonly kind: 'unknown'; readonly message: string } => {
  if (text === null) return { kind: 'found', places };
  const found = finder.find(text);
  return found.kind === 'found' ? found : { kind: 'unknown', message: `${option}: ${found.message}` };
};

/** A namespace without a pod: misspelt, most likely. */
const findStranger = (namespaces: readonly string[], places: readonly PlaceEntry[]): string | null => {
  const known = new Set(places.flatMap(({ namespace }) => (namespace === null ? [] : [namespace])));
  const stranger = namespaces.find((name) => !known.has(name));
  if (stranger === undefined) return null;
  const meant = closest(stranger, [...known]);
  return `-n ${stranger}: nothing runs in a namespace of that name${meant === undefined ? '' : `; did you mean ${meant}?`}`;
};
