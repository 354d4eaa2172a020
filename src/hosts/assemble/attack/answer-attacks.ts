/** The answer of `vauban attacks`: ways to what was asked for, worst first. */

import type { AttackAnswer } from '../../../attack/attack-answer.ts';
import { findDepths } from '../../../attack/find-depths.ts';
import { findWays } from '../../../attack/find-ways.ts';
import type { AttackGraph } from '../../../attack/graph.ts';
import type { Place } from '../../../model/place.ts';

export interface AttackQuestion {
  /** Where ways begin; `null` where nothing leads on from there. */
  readonly entry: number | null;
  readonly from: Place;
  readonly targets: readonly number[];
  /** Only ways before which no wall stands. */
  readonly open: boolean;
  readonly most: number;
  readonly missing: readonly string[];
  readonly notes: readonly string[];
}

export const answerAttacks = (graph: AttackGraph, question: AttackQuestion): AttackAnswer => {
  const { entry, from, open, most, missing, notes } = question;
  const head = { from, complete: missing.length === 0, unknowns: missing, notes };
  if (entry === null) return { ...head, ways: [], left: 0 };
  const { cost } = findDepths(graph, entry, 'depth');
  const targets = question.targets.filter((target) => {
    const depth = cost[target] ?? -1;
    return target !== entry && (open ? depth === 0 : depth >= 0);
  });
  const found = findWays(graph, entry, targets, { most });
  const assets = new Map(graph.assets.map(({ asset, place }) => [place, asset]));
  const ways = (open ? found.filter(({ depth }) => depth === 0) : found).flatMap(({ to, depth, proven, moves }) => {
    const place = graph.places[to];
    return place === undefined ? [] : [{ to: place, asset: assets.get(to) ?? null, depth, proven, moves }];
  });
  const told = new Set(ways.map(({ to }) => to.id));
  const left = new Set(targets.filter((target) => !told.has(graph.places[target]?.id ?? '')));
  return { ...head, ways, left: left.size };
};
