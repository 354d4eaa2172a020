/** A section through the fortress: the walls on one way, in the five groups people see. */

import type { AssetWalls } from '../attack/summarise-walls.ts';
import type { Control } from '../model/control.ts';
import { layerGroups, toLayerGroup, type LayerGroup } from '../model/layer.ts';

export interface WallColumn {
  readonly group: LayerGroup;
  /** `solid`: one that stands is proved. `hatched`: declared, unproven. `gap`: nothing of this group stands on the way. */
  readonly state: 'solid' | 'hatched' | 'gap';
  /** What stands there, each once. */
  readonly walls: readonly string[];
  /** What could stand there, or take the move away, and does not. */
  readonly missing: readonly string[];
}

/** Five, in the order of the groups, of the worst way. */
export const toWallColumns = ({ way, layers }: Pick<AssetWalls, 'way' | 'layers'>): readonly WallColumn[] => {
  const controls = new Map<string, Control>();
  for (const { controls: on } of way?.moves ?? []) for (const control of on) controls.set(control.id, control);
  return layerGroups.map((group): WallColumn => {
    const own = [...controls.values()].filter(({ layer }) => toLayerGroup(layer) === group);
    const standing = own.filter(({ state, effect }) => state.kind === 'standing' && effect === 'guard');
    const isProved = standing.some(({ state }) => state.kind === 'standing' && state.proof === 'enforced');
    const stands = standing.length > 0 || layers.some((layer) => toLayerGroup(layer) === group);
    return {
      group,
      state: isProved ? 'solid' : stands ? 'hatched' : 'gap',
      walls: standing.map(({ title }) => title),
      missing: own
        .filter(({ state, remedy }) => state.kind !== 'standing' && remedy !== null)
        .map(({ title }) => title),
    };
  });
};
