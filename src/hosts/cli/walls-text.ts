/** The text of `vauban walls`: a row for each thing that matters, worst first; many alike are one row. */

import type { AssetWalls } from '../../attack/summarise-walls.ts';
import { layers } from '../../model/layer.ts';
import type { Asset } from '../../model/place.ts';
import { count, pad, toPlainText, truncate, widthOf } from '../../reports/plain-text.ts';
import type { AttackEstate } from './attack-estate.ts';
import { renderVerdict, toLines } from './attacks-text.ts';

export interface WallsText {
  readonly width: number;
  readonly program: string;
  readonly all: boolean;
}

export function* renderWallsText(
  { entry, missing }: Pick<AttackEstate, 'entry' | 'missing'>,
  walls: readonly AssetWalls[],
  { width, program, all }: WallsText,
): Generator<string> {
  yield* toLines(renderVerdict({ from: entry.place, complete: missing.length === 0 }, walls), '', width);
  if (walls.length === 0) return;
  yield '\n';
  const rows = [
    ['walls', 'proved', 'before', 'layers on the way'],
    ...foldWalls(walls, all).map(({ first, name }) => [
      first.depth === null ? 'no way' : first.depth === 0 ? 'open' : String(first.depth),
      first.proven === null ? '' : String(first.proven),
      name,
      first.layers.join(', '),
    ]),
  ].map((row) => row.map(toPlainText));
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => widthOf(row[column] ?? ''))));
  for (const row of rows)
    yield `${truncate(
      row
        .map((cell, column) => pad(cell, widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
      all ? 0 : Math.max(width, 60),
    )}\n`;
  yield '\n';
  yield* toLines(
    `${program} attacks --to ASSET shows the ways to one of them, ${program} next what to build.`,
    '',
    width,
  );
}

interface Row {
  readonly first: AssetWalls;
  readonly name: string;
}

/** More of one kind than this in one namespace, before which the same walls stand, are counted. */
const mostAlike = 3;

const foldWalls = (walls: readonly AssetWalls[], all: boolean): readonly Row[] => {
  const groups = Map.groupBy(walls, (each) => (all ? each.place.id : toGroupKey(each)));
  return [...groups.values()].flatMap((group): readonly Row[] => {
    if (all || group.length <= mostAlike) return group.map((first) => ({ first, name: toName(first) }));
    const [first] = group;
    return first === undefined ? [] : [{ first, name: toGroupName(first, group.length) }];
  });
};

const toGroupKey = ({ asset, place, depth, proven, layers: standing }: AssetWalls): string =>
  JSON.stringify([
    depth,
    proven,
    layers.filter((layer) => standing.includes(layer)),
    asset.kind,
    asset.type,
    place.kind,
    place.namespace,
  ]);

const toName = ({ asset, place }: AssetWalls): string => `${place.id}${asset.type === '' ? '' : ` (${asset.type})`}`;

const nouns: Readonly<Record<Asset['kind'], readonly [one: string, many: string]>> = {
  'cluster-admin': ['administrator', 'administrators'],
  node: ['node', 'nodes'],
  secret: ['Secret', 'Secrets'],
  data: ['claim of data', 'claims of data'],
  cloud: ['cloud identity', 'cloud identities'],
  marked: ['place you marked', 'places you marked'],
};

/** `12 Secrets in shop (Opaque)`. */
export const toNoun = (kind: Asset['kind'], number: number): string => count(number, ...nouns[kind]);

const toGroupName = ({ asset, place }: AssetWalls, number: number): string =>
  `${toNoun(asset.kind, number)}${place.namespace === null ? '' : ` in ${place.namespace}`}${asset.type === '' ? '' : ` (${asset.type})`}`;
