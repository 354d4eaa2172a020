/** Gathers what the rbac chart draws: each place once, and no two steps of one type, source, target and granting object. */

import type { Control } from '../../../model/control.ts';
import type { Place } from '../../../model/place.ts';
import type { Step } from '../../../model/step.ts';

export interface Drawing {
  readonly places: ReadonlyMap<string, Place>;
  readonly steps: readonly Step[];
  readonly controls: readonly Control[];
  declare(place: Place): void;
  /** Declares both places; of steps that differ in their words alone the first counts. */
  lead(from: Place, to: Place, step: Omit<Step, 'from' | 'to'>): void;
  /** Into, through or out of a hub. */
  join(from: Place, to: Place): void;
  add(control: Control): void;
}

export const createDrawing = (): Drawing => {
  const places = new Map<string, Place>();
  const steps: Step[] = [];
  const controls: Control[] = [];
  const known = new Map<string, Set<string>>();
  const declare = (place: Place): void => {
    if (!places.has(place.id)) places.set(place.id, place);
  };
  const lead: Drawing['lead'] = (from, to, step) => {
    declare(from);
    declare(to);
    const seen = known.get(from.id) ?? new Set<string>();
    known.set(from.id, seen);
    const key = `${step.type}\n${to.id}\n${step.by ?? ''}`;
    if (from.id === to.id || seen.has(key)) return;
    seen.add(key);
    steps.push({ ...step, from: from.id, to: to.id });
  };
  return {
    places,
    steps,
    controls,
    declare,
    lead,
    join: (from, to) => lead(from, to, { type: 'MEMBER', grant: '', by: null }),
    add: (control) => void controls.push(control),
  };
};
