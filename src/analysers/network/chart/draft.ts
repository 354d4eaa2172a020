/** Gathers what the network chart draws: each place and each step once. */

import type { AttackParts } from '../../../model/attack-parts.ts';
import type { Control } from '../../../model/control.ts';
import type { Asset, Place } from '../../../model/place.ts';
import type { Step } from '../../../model/step.ts';
import { toHub } from '../../places.ts';

export interface Draft {
  /** The id of a hub of this chart. */
  hub(name: string): string;
  /** The id of the place. */
  place(place: Place): string;
  step(step: Step): void;
  /** A step that is no move of its own and says nothing. */
  member(from: string, to: string): void;
  control(control: Control): void;
  asset(asset: Asset): void;
  take(unknowns: readonly string[]): AttackParts;
}

export const createDraft = (): Draft => {
  const places = new Map<string, Place>();
  const steps: Step[] = [];
  /** By source, so that no text has to be made of both ends of a hundred thousand steps. */
  const drawn = new Map<string, Set<string>>();
  const controls: Control[] = [];
  const assets: Asset[] = [];
  const place = (one: Place): string => {
    if (!places.has(one.id)) places.set(one.id, one);
    return one.id;
  };
  const step = (one: Step): void => {
    const known = drawn.get(one.from) ?? new Set();
    drawn.set(one.from, known);
    const key = `${one.to} ${one.type} ${one.by ?? ''}`;
    if (known.has(key)) return;
    known.add(key);
    steps.push(one);
  };
  return {
    hub: (name) => place(toHub(`net/${name}`)),
    place,
    step,
    member: (from, to) => step({ type: 'MEMBER', from, to, grant: '', by: null }),
    control: (control) => void controls.push(control),
    asset: (asset) => void assets.push(asset),
    take: (unknowns) => ({ places: [...places.values()], steps, controls, assets, unknowns }),
  };
};
