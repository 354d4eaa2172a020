/** `vauban attacks`: the ways in, worst first, each step in words, with the wall that is missing and how to have it. */

import type { AttackAnswer } from '../../attack/attack-answer.ts';
import { summariseWalls, type AssetWalls } from '../../attack/summarise-walls.ts';
import { renderAttackPage, mostWays as mostOfPage } from '../../reports/render-attack-page.ts';
import { answerAttacks } from '../assemble/attack/answer-attacks.ts';
import { createGrantFinder, renderKey } from '../assemble/attack/find-grants.ts';
import { version } from '../assemble/version.ts';
import { readAttackEstate, type AttackEstate } from './attack-estate.ts';
import { renderAttacksJson, renderEdges } from './attacks-json.ts';
import { renderAttacksMermaid } from './attacks-mermaid.ts';
import { renderAttacksText } from './attacks-text.ts';
import type { CliContext } from './cli-context.ts';
import { UsageError, flagOption, listOption, textOption, type CommandInput, type RunCommand } from './command.ts';
import { judgeDepths, readFailOn } from './fail-on-walls.ts';
import { toOutputsOf, writeOutputs, type Output } from './outputs.ts';

export const run: RunCommand = async (input, context) => {
  const failOn = readFailOn(input);
  const most = readMost(input);
  const outputs = await readOutputs(input, context);
  const estate = await readAttackEstate(input, context);
  const { graph, entry, targets } = estate;
  const asked = new Set(targets);
  const numbers = new Map(graph.assets.map(({ asset, place }) => [asset.place, place]));
  const all = entry.number === null ? [] : summariseWalls(graph, entry.number);
  const walls = all.filter(({ asset }) => asked.has(numbers.get(asset.place) ?? -1));
  const answers = new Map<number, AttackAnswer>();
  const answer = (usual: number): AttackAnswer => {
    const wanted = flagOption(input, 'all') ? Math.max(targets.length, mostOfAll) : (most ?? usual);
    const known = answers.get(wanted);
    if (known !== undefined) return known;
    const made = answerAttacks(graph, {
      entry: entry.number,
      from: entry.place,
      targets,
      open: flagOption(input, 'open'),
      most: wanted,
      missing: estate.missing,
      notes: entry.notes,
    });
    answers.set(wanted, made);
    return made;
  };
  const written = await writeOutputs(
    outputs,
    ({ format }, { width }) => render(format.id, { answer, estate, walls, width, context }),
    context,
  );
  if (!written) return 2;
  const depths = judgedDepths(walls, answer(mostOfText));
  return estate.exitCode === 0 ? judgeDepths(failOn, depths) : estate.exitCode;
};

/** A place that somebody asked for and that is no asset is judged by the ways to it. */
const judgedDepths = (walls: readonly AssetWalls[], { ways }: AttackAnswer): readonly (number | null)[] => [
  ...walls.map(({ depth }) => depth),
  ...ways.map(({ depth }) => depth),
];

const formats = [{ id: 'text' }, { id: 'json' }, { id: 'mermaid' }, { id: 'html' }, { id: 'ndjson' }] as const;

type Format = (typeof formats)[number];

const mostOfText = 10;
const mostOfAll = 1000;

const readOutputs = async (input: CommandInput, context: CliContext): Promise<readonly Output<Format>[]> => {
  const words = listOption(input, 'output');
  const edges = flagOption(input, 'edges');
  const outputs = await toOutputsOf<Format>(formats, edges && words.length === 0 ? ['ndjson'] : words, context);
  for (const { format } of outputs) {
    if (edges && format.id !== 'ndjson')
      throw new UsageError(`--edges writes one step a line: say -o ndjson, not -o ${format.id}`);
    if (!edges && format.id === 'ndjson')
      throw new UsageError('-o ndjson writes the steps of the graph: say --edges too');
  }
  return outputs;
};

export const readMost = (input: CommandInput): number | null => {
  const text = textOption(input, 'most');
  if (text === undefined) return null;
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new UsageError(`--most ${text}: say how many, from 1`);
  if (flagOption(input, 'all')) throw new UsageError('--most and --all exclude each other');
  return Number(text);
};

interface Rendering {
  /** Of as many ways as the format tells, unless somebody said how many. */
  readonly answer: (usual: number) => AttackAnswer;
  readonly estate: AttackEstate;
  readonly walls: readonly AssetWalls[];
  readonly width: number;
  readonly context: CliContext;
}

const render = (format: Format['id'], { answer, estate, walls, width, context }: Rendering): Iterable<string> => {
  const find = createGrantFinder(estate.loaded);
  switch (format) {
    case 'text':
      return renderAttacksText(answer(mostOfText), {
        width: toTextWidth(width),
        find,
        walls,
        program: context.program,
      });
    case 'json':
      return renderAttacksJson(answer(mostOfAll), estate, find);
    case 'mermaid':
      return renderAttacksMermaid(answer(mostOfText));
    case 'html':
      return renderAttackPage(answer(mostOfPage), {
        version,
        asOf: context.now(),
        cluster: estate.loaded.cluster,
      });
    case 'ndjson':
      return renderEdges(estate.graph, renderKey);
  }
};

/** Sentences are hard to read on longer lines. */
export const toTextWidth = (width: number): number => (width === 0 ? 110 : Math.min(width, 110));
