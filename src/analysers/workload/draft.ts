/** Gathers what the workload chart draws: each place once, and no two steps of one type, source, target and granting object. */

import type { AttackParts } from '../../model/attack-parts.ts';
import type { Control } from '../../model/control.ts';
import type { Asset, Place } from '../../model/place.ts';
import type { Step } from '../../model/step.ts';

export interface Draft {
  declare(place: Place): void;
  /** Declares both places; of steps that differ in their words alone the first counts. */
  lead(from: Place, to: Place, step: Omit<Step, 'from' | 'to'>): void;
  /** A step that is no move of its own. */
  join(from: Place, to: Place, by?: string): void;
  control(control: Control): void;
  /** Of several for one place the heaviest counts. */
  asset(place: Place, asset: Omit<Asset, 'place'>): void;
  unknown(why: string): void;
  take(): AttackParts;
}

export const createDraft = (): Draft => {
  const places = new Map<string, Place>();
  const stepsFrom = new Map<string, Map<string, Step>>();
  const controls: Control[] = [];
  const assets = new Map<string, Asset>();
  const unknowns = new Set<string>();
  const declare = (place: Place): void => {
    if (!places.has(place.id)) places.set(place.id, place);
  };
  const lead: Draft['lead'] = (from, to, step) => {
    declare(from);
    declare(to);
    const known = stepsFrom.get(from.id) ?? new Map<string, Step>();
    stepsFrom.set(from.id, known);
    const key = `${step.type}\n${to.id}\n${step.by ?? ''}`;
    if (!known.has(key)) known.set(key, { ...step, from: from.id, to: to.id });
  };
  return {
    declare,
    lead,
    join: (from, to, by) => lead(from, to, { type: 'MEMBER', grant: '', by: by ?? null }),
    control: (control) => void controls.push(control),
    asset(place, asset) {
      declare(place);
      const known = assets.get(place.id);
      if (known === undefined || known.weight < asset.weight) assets.set(place.id, { ...asset, place: place.id });
    },
    unknown: (why) => void unknowns.add(why),
    take: () => ({
      places: [...places.values()],
      steps: [...stepsFrom.values()].flatMap((steps) => [...steps.values()]),
      controls,
      assets: [...assets.values()],
      unknowns: [...unknowns],
    }),
  };
};
