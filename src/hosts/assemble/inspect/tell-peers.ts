/** Whom a workload reaches and who reaches it, in few words: told once for all workloads that no rule tells apart. */

import { isOfPods, type ReachAnswer } from '../network/ask-reach.ts';
import { createFolding, type Folding } from '../network/fold-places.ts';
import { isOutside, type PlaceEntry } from '../network/place-entry.ts';
import { nameOf } from '../network/tell-because.ts';
import { isInternet, listConnected } from './list-connected.ts';
import { listExposed } from './list-exposed.ts';
import { shown } from './shown-text.ts';

export interface Peers {
  readonly reaches: readonly string[];
  readonly reachedBy: readonly string[];
}

/** Asked by names: `shop/web`. Of workloads of one name and several kinds the last is told. */
export const tellPeers = (answer: ReachAnswer): ((name: string) => Peers) => {
  const connected = listConnected(answer).filter(({ from }) => !from.some(isInternet));
  const places = answer.places.filter((place) => isOfPods(place) || isOutside(place));
  // To "everyone" belongs who listens at all, and who is there to come.
  const listening = places.filter((place) => place.ends.some((end) => !answer.limit(end).isEmpty));
  const reaches = createTeller(connected, listening);
  const reachedBy = createTeller(
    connected.map(({ from, to }) => ({ from: to, to: from })),
    places,
  );
  const { direct } = listExposed(answer);
  const textOf = new Map(places.filter(isOfPods).map((place) => [toName(place), place.text]));
  return (name) => {
    const text = textOf.get(name);
    if (text === undefined) return { reaches: [], reachedBy: [] };
    const internet = direct.has(text) ? ['the internet'] : [];
    return { reaches: reaches(text), reachedBy: [...internet, ...reachedBy(text)] };
  };
};

/** `shop/web`, whatever kind it is of. */
export const toName = (place: Pick<PlaceEntry, 'text'>): string => nameOf(place).replace(/\[[^\]]*\]$/, '');

interface Told {
  readonly places: readonly PlaceEntry[];
  readonly others: (readonly PlaceEntry[])[];
}

const createTeller = (
  connected: readonly { readonly from: readonly PlaceEntry[]; readonly to: readonly PlaceEntry[] }[],
  everybody: readonly PlaceEntry[],
): ((text: string) => readonly string[]) => {
  const folding = createFolding(everybody);
  const byText = new Map<string, Told>();
  for (const { from, to } of connected) {
    const [first] = from;
    if (first === undefined) continue;
    const known = byText.get(first.text) ?? { places: from, others: [] };
    known.others.push(to);
    for (const { text } of from) byText.set(text, known);
  }
  const texts = new Map<Told, readonly string[]>();
  return (text) => {
    const told = byText.get(text);
    if (told === undefined) return [];
    const known = texts.get(told) ?? foldOthers(told, folding);
    texts.set(told, known);
    return known;
  };
};

/** Alone in its class it is not among those it reaches; several of a class reach each other. */
const foldOthers = ({ places, others }: Told, folding: Folding): readonly string[] => {
  const [only, ...more] = places;
  const all = others.flat();
  const phrases =
    only === undefined || more.length > 0
      ? folding.fold(all)
      : folding.fold(
          all.filter(({ text }) => text !== only.text),
          [only],
        );
  return phrases.map((phrase) => shown(phrase, 300));
};
