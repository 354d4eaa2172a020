/** The workloads to which a way from outside leads that no policy closes: allowing the internet in is not enough to be reached. */

import type { ReachAnswer } from '../network/ask-reach.ts';
import { tellExposures } from '../network/tell-exposures.ts';

/** Texts of places: `workload/shop/web`. */
export interface Exposed {
  readonly all: ReadonlySet<string>;
  /** Without those whose callers are an ingress controller or a gateway. */
  readonly direct: ReadonlySet<string>;
}

export const listExposed = (answer: ReachAnswer): Exposed => {
  const before = known.get(answer);
  if (before !== undefined) return before;
  const told = tellExposures(answer).filter(({ from, blocked }) => from !== 'inside' && !blocked);
  const exposed = {
    all: new Set(told.map(({ to }) => to.text)),
    direct: new Set(told.filter(({ how }) => how !== 'ingress' && how !== 'gateway').map(({ to }) => to.text)),
  };
  known.set(answer, exposed);
  return exposed;
};

/** Asked by every page that tells who reaches whom. */
const known = new WeakMap<ReachAnswer, Exposed>();
