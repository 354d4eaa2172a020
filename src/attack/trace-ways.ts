/** The best way to a place, read back from the last steps of all best ways. */

import type { WayDrawer } from './draw-ways.ts';
import type { BestSteps } from './find-best-steps.ts';
import type { Terrain } from './terrain.ts';
import type { Move, Way } from './way.ts';

/** For places that are shown and reached. The moves are shared: ways to thousands of places begin alike. */
export const traceWays = (
  { graph, hub }: Terrain,
  { last }: BestSteps,
  drawer: WayDrawer,
): ((place: number) => Way) => {
  const moves = new Map<number, Move>();
  const readChain = (place: number): readonly number[] => {
    const chain: number[] = [];
    let step = last[place] as number;
    while (step !== -1) {
      chain.push(step);
      const source = graph.from[step] as number;
      step = hub[source] === 1 ? (last[source] as number) : -1;
    }
    return chain.reverse();
  };
  return (place) => {
    const way: Move[] = [];
    for (let at = place; last[at] !== -1;) {
      const known = moves.get(at);
      const move = known ?? drawer.toMove(readChain(at));
      if (known === undefined) moves.set(at, move);
      way.push(move);
      at = graph.from[move.steps[0] as number] as number;
    }
    return drawer.toWay(place, way.reverse());
  };
};
