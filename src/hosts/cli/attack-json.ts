/** Moves of ways in as `-o json` has them. */

import type { Move } from '../../attack/way.ts';
import type { Control } from '../../model/control.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { FindGrant } from '../assemble/attack/find-grants.ts';
import type { AttackEstate } from './attack-estate.ts';

/** How each of the three answers begins. */
export const toHead = ({ entry, missing }: Pick<AttackEstate, 'entry' | 'missing'>): JsonObject => ({
  from: entry.place.id,
  complete: missing.length === 0,
  asked: entry.asked,
  notes: [...entry.notes],
  unknowns: [...missing],
});

export const toMoveJson = ({ type, technique, from, to, cost, grant, by, controls }: Move, find: FindGrant): Json => ({
  type,
  technique,
  from: from.id,
  to: to.id,
  cost,
  grant,
  by: by.map((key) => ({ ...find(key) })),
  controls: controls.map(toControlJson),
});

export const toControlJson = ({ layer, id, title, scope, state, effect }: Control): JsonObject => ({
  layer,
  id,
  state: state.kind,
  effect,
  proof: state.kind === 'standing' ? state.proof : null,
  scope,
  title,
  ...(state.kind === 'unknown' ? { why: state.why } : {}),
});
