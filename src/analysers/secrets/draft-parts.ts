/** Gathers what the secrets chart draws: each place once, and no two steps of one type, source, target and granting object. */

import type { AttackParts } from '../../model/attack-parts.ts';
import type { Control } from '../../model/control.ts';
import type { Asset, Place } from '../../model/place.ts';
import type { Step } from '../../model/step.ts';

export interface DraftParts {
  /** Declares both places; of steps that differ in their words alone the first counts. */
  lead(from: Place, to: Place, step: Omit<Step, 'from' | 'to'>): void;
  declare(place: Place): void;
  asset(place: Place, asset: Omit<Asset, 'place'>): void;
  control(control: Control): void;
  unknown(why: string): void;
  take(): AttackParts;
}

export const createDraftParts = (): DraftParts => {
  const places: Place[] = [];
  const numbers = new Map<string, number>();
  const steps: Step[] = [];
  const between = new Map<number, Between>();
  const assets = new Map<string, Asset>();
  const controls: Control[] = [];
  const unknowns = new Set<string>();
  const declare = (place: Place): number => {
    const known = numbers.get(place.id);
    if (known !== undefined) return known;
    numbers.set(place.id, places.length);
    return places.push(place) - 1;
  };
  return {
    declare: (place) => void declare(place),
    lead(from, to, { type, grant, by, technique }) {
      const pair = declare(from) * mostPlaces + declare(to);
      const known = between.get(pair);
      if (known === undefined) between.set(pair, { type, by, others: null });
      else {
        if (known.type === type && known.by === by) return;
        // Most pairs have one step: texts to tell several apart are made for the others alone.
        known.others ??= new Set();
        const before = known.others.size;
        if (known.others.add(`${type}\n${by ?? ''}`).size === before) return;
      }
      const step = { type, from: from.id, to: to.id, grant, by };
      steps.push(technique === undefined ? step : { ...step, technique });
    },
    asset(place, asset) {
      declare(place);
      const known = assets.get(place.id);
      if (known === undefined || known.weight < asset.weight) assets.set(place.id, { ...asset, place: place.id });
    },
    control: (control) => void controls.push(control),
    unknown: (why) => void unknowns.add(why),
    take: () => ({
      places,
      steps,
      controls,
      assets: [...assets.values()],
      unknowns: [...unknowns],
    }),
  };
};

/** The first step of a pair, and what else leads the same way. */
interface Between {
  readonly type: Step['type'];
  readonly by: string | null;
  others: Set<string> | null;
}

/** More than an estate has; two numbers below it make one that is exact. */
const mostPlaces = 2 ** 26;
