/** `vauban walls`: before each thing that matters how many walls stand, how many are proved, and in which layers. */

import { summariseWalls, type AssetWalls } from '../../attack/summarise-walls.ts';
import { createGrantFinder } from '../assemble/attack/find-grants.ts';
import { readAttackEstate, type AttackEstate } from './attack-estate.ts';
import { toTextWidth } from './attacks-command.ts';
import { UsageError, flagOption, textOption, type RunCommand } from './command.ts';
import { judgeDepths, readFailOn } from './fail-on-walls.ts';
import { renderWallsJson } from './walls-json.ts';
import { renderWallsText } from './walls-text.ts';

export const run: RunCommand = async (input, context) => {
  const failOn = readFailOn(input);
  const estate = await readAttackEstate(input, context);
  const walls = listWalls(estate);
  if (walls.length === 0 && estate.targets.length > 0)
    throw new UsageError(
      `--to ${textOption(input, 'to') ?? ''}: nothing of that is told to matter; --crown-jewels says what else does`,
    );
  const { output } = context;
  const pieces =
    textOption(input, 'output') === 'json'
      ? renderWallsJson(estate, walls, createGrantFinder(estate.loaded))
      : renderWallsText(estate, walls, {
          width: toTextWidth(output.width),
          program: context.program,
          all: flagOption(input, 'all'),
        });
  for (const piece of pieces) await output.write(piece);
  return estate.exitCode === 0
    ? judgeDepths(
        failOn,
        walls.map(({ depth }) => depth),
      )
    : estate.exitCode;
};

/** Worst first: fewest walls, then fewest proved, then what weighs most. */
export const listWalls = ({ graph, entry, targets }: AttackEstate): readonly AssetWalls[] => {
  const asked = new Set(targets);
  const all =
    entry.number === null
      ? graph.assets.flatMap(({ asset, place: number }): readonly AssetWalls[] => {
          const place = graph.places[number];
          return place === undefined ? [] : [{ asset, place, depth: null, proven: null, layers: [], way: null }];
        })
      : summariseWalls(graph, entry.number);
  return all
    .filter((_, at) => asked.has(graph.assets[at]?.place ?? -1))
    .sort(
      (a, b) =>
        (a.depth ?? Infinity) - (b.depth ?? Infinity) ||
        (a.proven ?? Infinity) - (b.proven ?? Infinity) ||
        b.asset.weight - a.asset.weight ||
        (a.place.id < b.place.id ? -1 : 1),
    );
};
