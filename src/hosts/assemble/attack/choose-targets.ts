/** Which places an answer about ways in ends at: what `--to` names, or everything that matters. */

import type { AttackGraph } from '../../../attack/graph.ts';
import { closest } from '../../../lang/pattern/closest.ts';
import { compileWildcard, isWildcard } from '../../../lang/pattern/wildcard.ts';
import type { Asset } from '../../../model/place.ts';

export type ChosenTargets =
  /** Numbers of places, in order. */
  | { readonly kind: 'targets'; readonly numbers: readonly number[] }
  | { readonly kind: 'unknown'; readonly message: string };

/** By the words a person may say instead of an id. */
const words: Readonly<Record<string, Asset['kind']>> = {
  'cluster-admin': 'cluster-admin',
  nodes: 'node',
  secrets: 'secret',
  data: 'data',
  cloud: 'cloud',
  marked: 'marked',
};

/** Any place may be named by its id; a pattern means assets where it fits any, else other places. */
export const chooseTargets = (graph: AttackGraph, asked: string | null): ChosenTargets => {
  if (asked === null) return toTargets(graph, () => true);
  const word = Object.hasOwn(words, asked) ? words[asked] : undefined;
  if (word !== undefined) {
    // What somebody marked stays what it is: a marked Secret is among the Secrets.
    const kind = word === 'marked' ? null : word;
    return toTargets(graph, (asset, place) =>
      kind === null ? asset.kind === 'marked' : asset.kind === kind || (asset.kind === 'marked' && place === kind),
    );
  }
  const number = graph.numberOf(asked);
  if (number !== undefined && graph.places[number]?.kind !== 'hub') return { kind: 'targets', numbers: [number] };
  return isWildcard(asked) ? choosePattern(graph, asked) : toUnknown(graph, asked);
};

const toTargets = (graph: AttackGraph, isMeant: (asset: Asset, place: string) => boolean): ChosenTargets => ({
  kind: 'targets',
  numbers: graph.assets.flatMap(({ asset, place }) =>
    isMeant(asset, graph.places[place]?.kind ?? 'hub') ? [place] : [],
  ),
});

const choosePattern = (graph: AttackGraph, asked: string): ChosenTargets => {
  const fits = compileWildcard(asked);
  const assets = graph.assets.flatMap(({ asset, place }) => (fits(asset.place) ? [place] : []));
  const numbers =
    assets.length > 0
      ? assets
      : graph.places.flatMap(({ id, kind }, number) => (kind !== 'hub' && fits(id) ? [number] : []));
  return numbers.length > 0
    ? { kind: 'targets', numbers }
    : { kind: 'unknown', message: `--to ${asked}: no place of what was read fits` };
};

const toUnknown = (graph: AttackGraph, asked: string): ChosenTargets => {
  const known = [...Object.keys(words), ...graph.assets.map(({ asset }) => asset.place)];
  // Of a hundred thousand the nearest would take seconds to find.
  const meant = known.length > mostCompared ? undefined : closest(asked, known);
  return {
    kind: 'unknown',
    message: `--to ${asked}: there is no such place in what was read; say ${Object.keys(words).join(', ')}, or the id of a place, as secret/NAMESPACE/NAME, where * is any text${meant === undefined ? '' : `; did you mean ${meant}?`}`,
  };
};

const mostCompared = 10_000;
