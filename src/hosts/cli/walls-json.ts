/** The JSON of `vauban walls`, in pieces: every asset, worst first, with the worst way to it. */

import type { AssetWalls } from '../../attack/summarise-walls.ts';
import { writeJson, writeJsonLines } from '../../reports/write-json.ts';
import type { FindGrant } from '../assemble/attack/find-grants.ts';
import type { AttackEstate } from './attack-estate.ts';
import { toHead, toMoveJson } from './attack-json.ts';

export function* renderWallsJson(
  estate: Pick<AttackEstate, 'entry' | 'missing'>,
  walls: readonly AssetWalls[],
  find: FindGrant,
): Generator<string> {
  yield '{\n';
  for (const [key, value] of Object.entries(toHead(estate))) yield `  "${key}": ${writeJson(value)},\n`;
  yield '  "assets": ';
  yield* writeJsonLines(walls, ({ asset, place, depth, proven, layers, way }) => ({
    asset: place.id,
    depth,
    proven,
    reachable: depth !== null,
    layers: [...layers],
    kind: asset.kind,
    type: asset.type,
    title: place.title,
    namespace: place.namespace,
    weight: asset.weight,
    path: way === null ? null : way.moves.map((move) => toMoveJson(move, find)),
  }));
  yield '\n}\n';
}
