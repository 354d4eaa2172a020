/** The attack graph of an estate: what every chart draws of it, and what a person marked. */

import { charts } from '../../../analysers/registry.ts';
import { compileGraph } from '../../../attack/compile-graph.ts';
import type { AttackGraph } from '../../../attack/graph.ts';
import type { Evidence } from '../../../model/evidence.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { markJewels } from './mark-jewels.ts';

export interface DrawOptions {
  /** Patterns over ids of places: what somebody says matters besides. */
  readonly jewels: readonly string[];
  /** What the host found out beside what it read. */
  readonly evidence?: readonly Evidence[];
}

/** The snapshot holds what `keepForAttacks` keeps. */
export const drawAttack = (snapshot: Snapshot, { jewels, evidence = [] }: DrawOptions): AttackGraph => {
  const known = evidence.length === 0 ? snapshot : { ...snapshot, evidence: [...snapshot.evidence, ...evidence] };
  const parts = charts.map((chart) => chart.draw(known));
  return compileGraph([...parts, markJewels(parts, jewels)]);
};
