/** The places that `crownJewels` of the settings names: as much worth guarding as the administrator of the cluster. */

import { compileWildcard } from '../../../lang/pattern/wildcard.ts';
import type { AttackParts } from '../../../model/attack-parts.ts';
import type { Asset, Place } from '../../../model/place.ts';

export const markJewels = (parts: readonly AttackParts[], patterns: readonly string[]): AttackParts => {
  const fits = patterns.map((pattern) => compileWildcard(pattern));
  const marked = new Map<string, Asset>();
  for (const { places } of fits.length === 0 ? [] : parts) {
    for (const place of places)
      if (canBeJewel(place) && fits.some((fit) => fit(place.id))) marked.set(place.id, toAsset(place));
  }
  return { places: [], steps: [], controls: [], assets: [...marked.values()], unknowns: [] };
};

/** Of the patterns those that name no place: a typing mistake guards nothing. */
export const listIdlePatterns = (places: readonly Place[], patterns: readonly string[]): readonly string[] =>
  patterns.filter((pattern) => {
    const fits = compileWildcard(pattern);
    return !places.some((place) => canBeJewel(place) && fits(place.id));
  });

/** Where an attacker begins is nothing to guard, and a hub is no place of its own. */
const canBeJewel = ({ kind }: Place): boolean => kind !== 'hub' && kind !== 'internet' && kind !== 'any-workload';

const toAsset = ({ id }: Place): Asset => ({ place: id, kind: 'marked', type: '', weight: 10 });
