/** A plan: one control after the other, each the best there is once those before it stand. Not the least set of them. */

import type { AttackGraph } from './graph.ts';
import { compareWeighed, createControlScales, type Weighed } from './weigh-controls.ts';

/**
 * Each is weighed with those before it supposed to stand: `before` with them alone, `after` with it as well. It ends
 * where no control is left on a shortest way to an asset that all of them together would bring another wall: of two
 * ways side by side one may be without remedy, and then guarding the other is in vain.
 */
export const planControls = (graph: AttackGraph, entry: number, most: number): readonly Weighed[] => {
  const plan: Weighed[] = [];
  const supposed: number[] = [];
  const scales = createControlScales(graph, entry);
  while (plan.length < most) {
    const [first, ...others] = scales.weigh(supposed, 'helped');
    if (first === undefined) break;
    let best = first;
    for (const other of others) if (compareWeighed(other.weighed, best.weighed) < 0) best = other;
    plan.push(best.weighed);
    supposed.push(best.number);
  }
  return plan;
};
