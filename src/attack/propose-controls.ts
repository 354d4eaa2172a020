/** Which controls can be had now, and which others each of them would make possible. */

import type { AttackGraph } from './graph.ts';

export interface Proposal {
  readonly control: number;
  /** Those that need it, and cannot be had before. */
  readonly opens: readonly number[];
}

/** In the order of the graph. `supposed` are taken to stand. */
export type Propose = (supposed: readonly number[]) => readonly Proposal[];

export const createProposer = ({ controls }: AttackGraph): Propose => {
  const numbers = new Map<string, number>();
  const given = new Set<number>();
  const hadAtOnce: number[] = [];
  const needing: number[] = [];
  for (const [number, { id, state, remedy, needs }] of controls.entries()) {
    numbers.set(id, number);
    if (state.kind === 'standing') given.add(number);
    else if (remedy !== null) (needs.length === 0 ? hadAtOnce : needing).push(number);
  }

  return (supposed) => {
    const late = new Set(supposed);
    const stands = (number: number): boolean => given.has(number) || late.has(number);

    /** What would have to be had first; `null` where something of it cannot be had, or needs itself. */
    const findFirst = (number: number, passed: ReadonlySet<number>): readonly number[] | null => {
      const first: number[] = [];
      const within = new Set([...passed, number]);
      let isMissing = false;
      for (const id of controls[number]?.needs ?? []) {
        const need = numbers.get(id);
        if (need !== undefined && stands(need)) continue;
        isMissing = true;
        if (need === undefined || within.has(need) || controls[need]?.remedy === null) return null;
        const found = findFirst(need, within);
        if (found === null) return null;
        first.push(...found);
      }
      return isMissing ? first : [number];
    };

    const opens = new Map<number, number[]>();
    for (const number of hadAtOnce) if (!late.has(number)) opens.set(number, none);
    for (const number of needing) {
      if (late.has(number)) continue;
      for (const first of new Set(findFirst(number, new Set()))) {
        if (first === number) opens.set(number, opens.get(number) ?? none);
        else opens.set(first, [...(opens.get(first) ?? none), number]);
      }
    }
    return [...opens].map(([control, opens]) => ({ control, opens })).sort((a, b) => a.control - b.control);
  };
};

const none: number[] = [];
