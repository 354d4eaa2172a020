/** For tests of the network chart: what the cheapest chain costs between places that people are shown, through hubs alone. */

import type { AttackParts } from '../../../model/attack-parts.ts';
import type { StepSelector } from '../../../model/control.ts';
import type { Step } from '../../../model/step.ts';

export interface Chain {
  readonly cost: number;
  readonly types: readonly string[];
}

/** By the place it ends at. `supposed`: ids of controls that are taken to stand. */
export const findChains = (
  parts: AttackParts,
  from: string,
  supposed: readonly string[] = [],
): ReadonlyMap<string, Chain> => {
  const hubs = new Set(parts.places.filter(({ kind }) => kind === 'hub').map(({ id }) => id));
  const out = Map.groupBy(parts.steps, (step) => step.from);
  const guards = parts.controls.filter(
    ({ id, state, effect }) => effect === 'guard' && (state.kind === 'standing' || supposed.includes(id)),
  );
  const costOf = (step: Step): number =>
    new Set(guards.filter(({ steps }) => steps.some((selector) => fits(selector, step))).map(({ layer }) => layer))
      .size;
  const found = new Map<string, Chain>();
  const best = new Map<string, number>();
  const visit = (place: string, cost: number, types: readonly string[]): void => {
    const key = `${place} ${types.length}`;
    if ((best.get(key) ?? Infinity) <= cost) return;
    best.set(key, cost);
    if (place !== from && !hubs.has(place)) {
      const known = found.get(place);
      if (known === undefined || cost < known.cost) found.set(place, { cost, types });
      return;
    }
    if (place === from && types.length > 0) {
      found.set(place, { cost, types });
      return;
    }
    for (const step of out.get(place) ?? [])
      visit(step.to, cost + costOf(step), step.type === 'MEMBER' ? types : [...types, step.type]);
  };
  visit(from, 0, []);
  return found;
};

export const fits = (selector: StepSelector, { type, from, to, by }: Step): boolean =>
  (selector.types?.includes(type) ?? true) &&
  (selector.from ?? from) === from &&
  (selector.to ?? to) === to &&
  (selector.by === null || selector.by === by);
