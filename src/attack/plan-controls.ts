/** A plan: one control after the other, each the best there is once those before it stand. Not the least set of them. */

import { findDepths } from './find-depths.ts';
import type { AttackGraph } from './graph.ts';
import { proposeControls } from './propose-controls.ts';
import { weighSupposing, type Weighed } from './weigh-controls.ts';

/**
 * Each is weighed with those before it supposed to stand: `before` with them alone, `after` with it as well. It ends
 * where no control is left on a shortest way to an asset that all of them together would bring another wall.
 */
export const planControls = (graph: AttackGraph, entry: number, most: number): readonly Weighed[] => {
  const plan: Weighed[] = [];
  const supposed: number[] = [];
  while (plan.length < most) {
    const [best] = weighSupposing(graph, entry, supposed, findHelped(graph, entry, supposed));
    if (best === undefined) break;
    plan.push(best.weighed);
    supposed.push(best.number);
  }
  return plan;
};

/** Assets that another wall can still be had for; of two ways side by side one may be without remedy, and then guarding the other is in vain. */
const findHelped = (graph: AttackGraph, entry: number, supposed: readonly number[]): ((place: number) => boolean) => {
  const all = proposeControls(graph, supposed).flatMap(({ control, opens }) => [control, ...opens]);
  const now = findDepths(graph, entry, 'depth', supposed).cost;
  const then = findDepths(graph, entry, 'depth', [...supposed, ...all]).cost;
  return (place) => now[place] !== then[place];
};
