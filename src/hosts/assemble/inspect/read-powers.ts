/** The dangerous rights that somebody holds: asked once for all pages that tell them. */

import { listPowers } from '../../../analysers/registry.ts';
import type { Snapshot } from '../../../model/snapshot.ts';

export type HeldPowers = ReturnType<typeof listPowers>;

export const readPowers = (snapshot: Snapshot): HeldPowers => {
  const powers = known.get(snapshot) ?? listPowers(snapshot);
  known.set(snapshot, powers);
  return powers;
};

/** A snapshot never changes. */
const known = new WeakMap<Snapshot, HeldPowers>();
