/** Which controls can be had now, and which others each of them would make possible. */

import type { AttackGraph } from './graph.ts';

export interface Proposal {
  readonly control: number;
  /** Those that need it, and cannot be had before. */
  readonly opens: readonly number[];
}

/** In the order of the graph. `supposed` are taken to stand. */
export const proposeControls = ({ controls }: AttackGraph, supposed: readonly number[]): readonly Proposal[] => {
  const numbers = new Map(controls.map(({ id }, number) => [id, number]));
  const standing = new Set(supposed);
  for (const [number, { state }] of controls.entries()) if (state.kind === 'standing') standing.add(number);
  const isToBeHad = (number: number): boolean => !standing.has(number) && controls[number]?.remedy !== null;

  /** What it still needs, `undefined` for what nobody can have. */
  const listMissing = (number: number): readonly (number | undefined)[] =>
    (controls[number]?.needs ?? [])
      .map((need) => numbers.get(need))
      .filter((need) => need === undefined || !standing.has(need));

  /** What would have to be had first; `null` where something of it cannot be had, or needs itself. */
  const findFirst = (number: number, passed: ReadonlySet<number>): readonly number[] | null => {
    const missing = listMissing(number);
    if (missing.length === 0) return [number];
    const within = new Set([...passed, number]);
    const first: number[] = [];
    for (const need of missing) {
      if (need === undefined || within.has(need) || !isToBeHad(need)) return null;
      const found = findFirst(need, within);
      if (found === null) return null;
      first.push(...found);
    }
    return first;
  };

  const opens = new Map<number, number[]>();
  for (const number of controls.keys()) {
    if (!isToBeHad(number)) continue;
    for (const first of new Set(findFirst(number, new Set()))) {
      const opened = opens.get(first) ?? [];
      opens.set(first, opened);
      if (first !== number) opened.push(number);
    }
  }
  return [...opens].sort(([a], [b]) => a - b).map(([control, opens]) => ({ control, opens }));
};
