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
  const known = new Map<string, Known>();
  const declare = (place: Place): void => {
    if (!places.has(place.id)) places.set(place.id, place);
  };
  const lead: Drawing['lead'] = (from, to, step) => {
    declare(from);
    declare(to);
    if (from.id === to.id) return;
    const made = { ...step, from: from.id, to: to.id };
    const own = known.get(from.id);
    if (own === undefined) known.set(from.id, { steps: [made], keys: null });
    else if (!note(own, made)) return;
    steps.push(made);
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

/** Most places have few steps, and those need no set of texts. */
interface Known {
  readonly steps: Step[];
  keys: Set<string> | null;
}

const mostCompared = 8;

/** False for one that is known. */
const note = (known: Known, step: Step): boolean => {
  if (known.keys === null && known.steps.length < mostCompared) {
    if (known.steps.some(({ type, to, by }) => type === step.type && to === step.to && by === step.by)) return false;
    known.steps.push(step);
    return true;
  }
  known.keys ??= new Set(known.steps.map(toKey));
  const before = known.keys.size;
  return known.keys.add(toKey(step)).size > before;
};

const toKey = ({ type, to, by }: Step): string => `${type}\n${to}\n${by ?? ''}`;
