/** The walls of one move side by side in a drawing: one for each layer that stands, a breach where none does and one could. */

import type { AttackMove } from '../../../../src/hosts/console/api/attacks.ts';

export interface PlacedWall {
  readonly key: string;
  /** Left of the middle is below zero. */
  readonly x: number;
  readonly state: 'enforced' | 'declared' | 'gap';
}

/** More do not fit between two stations; the list beside tells all. */
const mostDrawn = 4;
const wallWidth = 7;
const pitch = 10;

/** Two walls of one layer count as one: it is enforced when one of them is. */
export const placeWalls = ({ standing, missing }: Pick<AttackMove, 'standing' | 'missing'>): readonly PlacedWall[] => {
  const byLayer = Map.groupBy(standing, ({ layer }) => layer);
  const drawn = [...byLayer].slice(0, mostDrawn).map(([layer, walls]) => ({
    key: layer as string,
    state: walls.some(({ proof }) => proof === 'enforced') ? ('enforced' as const) : ('declared' as const),
  }));
  const all = drawn.length > 0 ? drawn : missing.length > 0 ? [{ key: 'gap', state: 'gap' as const }] : [];
  const width = (all.length - 1) * pitch + wallWidth;
  return all.map((wall, index) => ({ ...wall, x: index * pitch - width / 2 }));
};
