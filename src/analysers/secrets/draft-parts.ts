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
  const places = new Map<string, Place>();
  const steps: Step[] = [];
  const known = new Map<string, Set<string>>();
  const assets = new Map<string, Asset>();
  const controls: Control[] = [];
  const unknowns = new Set<string>();
  const declare = (place: Place): void => {
    if (!places.has(place.id)) places.set(place.id, place);
  };
  return {
    declare,
    lead(from, to, step) {
      declare(from);
      declare(to);
      const seen = known.get(from.id) ?? new Set<string>();
      const before = seen.size;
      if (seen.add(`${step.type}\n${to.id}\n${step.by ?? ''}`).size === before) return;
      known.set(from.id, seen);
      steps.push({ ...step, from: from.id, to: to.id });
    },
    asset(place, asset) {
      declare(place);
      const known = assets.get(place.id);
      if (known === undefined || known.weight < asset.weight) assets.set(place.id, { ...asset, place: place.id });
    },
    control: (control) => void controls.push(control),
    unknown: (why) => void unknowns.add(why),
    take: () => ({
      places: [...places.values()],
      steps,
      controls,
      assets: [...assets.values()],
      unknowns: [...unknowns],
    }),
  };
};
