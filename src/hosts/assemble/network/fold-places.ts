/** Many places in few words: everyone in the cluster, everyone in a namespace, the internet but for what policies name. */

import { isOutside, type PlaceEntry } from './place-entry.ts';
import { listNamedPrefixes } from './named-prefixes.ts';
import { nameOf } from './tell-because.ts';

export interface Folding {
  /** Phrases in order: the cluster, nodes, the outside. `itself` is left out of what "everyone" has to hold. */
  fold(places: readonly PlaceEntry[], itself?: readonly PlaceEntry[]): readonly string[];
}

/** More names than this are counted. */
const mostNames = 8;
/** "Everyone but" names at most this many. */
const mostMissing = 3;

export const createFolding = (all: readonly PlaceEntry[]): Folding => {
  const pods = all.filter(({ namespace }) => namespace !== null);
  const nodes = all.filter((place) => place.namespace === null && !isOutside(place));
  const outside = all.filter(isOutside);
  const byNamespace = Map.groupBy(pods, ({ namespace }) => namespace ?? '');
  return {
    fold: (places, itself = []) => {
      const texts = new Set(places.map(({ text }) => text));
      const own = new Set(itself.map(({ text }) => text));
      const has = ({ text }: PlaceEntry): boolean => texts.has(text) || own.has(text);
      return shorten([
        ...foldPods(pods, byNamespace, texts, has),
        ...foldNodes(nodes, texts, has),
        ...foldOutside(outside, places.filter(isOutside), has),
      ]);
    },
  };
};

const foldPods = (
  pods: readonly PlaceEntry[],
  byNamespace: ReadonlyMap<string, readonly PlaceEntry[]>,
  texts: ReadonlySet<string>,
  has: (place: PlaceEntry) => boolean,
): readonly string[] => {
  if (!pods.some(({ text }) => texts.has(text))) return [];
  const whole = foldGroup('everyone in the cluster', pods, texts, has);
  if (whole !== null && byNamespace.size > 1) return [whole];
  return [...byNamespace].flatMap(([namespace, members]) => {
    const present = members.filter(({ text }) => texts.has(text));
    if (present.length === 0) return [];
    const group = foldGroup(`everyone in ${namespace}`, members, texts, has);
    return group === null ? present.map(nameOf) : [group];
  });
};

/** `null` where too few of them are there. One has a name of its own. */
const foldGroup = (
  name: string,
  members: readonly PlaceEntry[],
  texts: ReadonlySet<string>,
  has: (place: PlaceEntry) => boolean,
): string | null => {
  if (members.filter(({ text }) => texts.has(text)).length < 2) return null;
  const missing = members.filter((place) => !has(place));
  if (missing.length === 0) return name;
  if (missing.length > mostMissing || members.length < 3 * missing.length + 2) return null;
  return `${name} but ${missing.map(nameOf).join(', ')}`;
};

const foldNodes = (
  nodes: readonly PlaceEntry[],
  texts: ReadonlySet<string>,
  has: (place: PlaceEntry) => boolean,
): readonly string[] => {
  const present = nodes.filter(({ text }) => texts.has(text));
  if (present.length === 0) return [];
  return nodes.length > 1 && nodes.every(has) ? ['every node'] : present.map(nameOf);
};

/** `present` may hold parts of those that there are. */
const foldOutside = (
  outside: readonly PlaceEntry[],
  present: readonly PlaceEntry[],
  has: (place: PlaceEntry) => boolean,
): readonly string[] => {
  const domains = present.filter(({ text }) => text.startsWith('domain//')).map(nameOf);
  const isInternet = present.some(({ text }) => text === 'internet//');
  if (!isInternet) return [...listNamedPrefixes(present), ...domains];
  const missing = listNamedPrefixes(outside.filter((place) => !has(place)));
  if (missing.length === 0) return ['the internet', ...domains];
  const rest = missing.length > mostNames ? ` and ${missing.length - mostNames} more prefixes` : '';
  return [`the internet except ${missing.slice(0, mostNames).join(', ')}${rest}`, ...domains];
};

const shorten = (phrases: readonly string[]): readonly string[] =>
  phrases.length <= mostNames + 1 ? phrases : [...phrases.slice(0, mostNames), `${phrases.length - mostNames} more`];

/** `a, b and c`. */
export const joinPhrases = (phrases: readonly string[]): string => {
  const last = phrases.at(-1);
  if (last === undefined) return 'nobody';
  return phrases.length === 1 ? last : `${phrases.slice(0, -1).join(', ')} and ${last}`;
};
