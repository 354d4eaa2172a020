/** What `attacks`, `walls` and `next` share: the estate read and drawn, where ways begin and end, what is missing, and the exit code. */

import { attackKinds, keepForAttacks } from '../../analysers/keep-for-attacks.ts';
import type { AttackGraph } from '../../attack/graph.ts';
import type { Place } from '../../model/place.ts';
import type { Resource } from '../../model/resource.ts';
import { renderUnread } from '../../reports/overview.ts';
import { toPlainText } from '../../reports/plain-text.ts';
import type { WantedKind } from '../../sources/source.ts';
import { chooseEntry } from '../assemble/attack/choose-entry.ts';
import { chooseTargets } from '../assemble/attack/choose-targets.ts';
import { drawAttack } from '../assemble/attack/draw-attack.ts';
import { listMissing, renderProblem } from '../assemble/attack/list-missing.ts';
import { listIdlePatterns } from '../assemble/attack/mark-jewels.ts';
import { tryPods } from '../assemble/attack/try-pods.ts';
import { loadSnapshot, type LoadedSnapshot } from '../assemble/load-snapshot.ts';
import type { CliContext } from './cli-context.ts';
import { UsageError, flagOption, textOption, type CommandInput, type ExitCode } from './command.ts';
import { withProgress } from './progress.ts';
import { flagSetting, listSetting, readSettings } from './settings.ts';
import { toTargets } from './targets.ts';

export interface AttackEstate {
  readonly loaded: LoadedSnapshot;
  readonly graph: AttackGraph;
  readonly entry: Entry;
  /** Numbers of the places that `--to` names; of all assets without it. */
  readonly targets: readonly number[];
  /** Why ways in may be missing, a sentence each; empty where the answer is whole. */
  readonly missing: readonly string[];
  /** 1 where something is missing and nobody allowed that. */
  readonly exitCode: ExitCode;
  /** How a person named what was read: for command lines that are told. */
  readonly paths: readonly string[];
  readonly context: string | null;
}

export interface Entry {
  readonly place: Place;
  /** `null` where nothing leads on from it. */
  readonly number: number | null;
  /** As `--from` has it. */
  readonly asked: string;
  readonly notes: readonly string[];
}

export interface EstateNeeds {
  readonly kinds: readonly WantedKind[];
  readonly keep: (resource: Resource) => Resource | null;
}

const ofAttacks: EstateNeeds = { kinds: attackKinds, keep: keepForAttacks };

export const readAttackEstate = async (
  input: CommandInput,
  context: CliContext,
  { kinds, keep }: EstateNeeds = ofAttacks,
): Promise<AttackEstate> => {
  const settings = await readSettings(input, context);
  const { paths, contexts } = await toTargets(input.words, input, settings, context);
  const [cluster = null, other] = contexts;
  if (cluster !== null && (other !== undefined || paths.length > 0))
    throw new UsageError('an answer is about one estate: one cluster, or paths');
  const jewels = listSetting(input, settings, 'crownJewels');
  const { loaded, graph } = await withProgress(input.words, context, async (progress) => {
    const read = await loadSnapshot({ paths, context: cluster, kinds, keep, namespaces: [], progress }, context);
    progress('drawing the ways in');
    const evidence = await tryPods(read.snapshot);
    return { loaded: read, graph: drawAttack(read.snapshot, { jewels, evidence }) };
  });
  await tellProblems(loaded, context);
  const missing = listMissing(loaded.snapshot, loaded.problems, graph);
  if (loaded.nothingRead) {
    const unread = loaded.snapshot.unread.map(renderUnread);
    throw new UsageError(`nothing could be read${unread.length > 0 ? `: ${unread.join('; ')}` : ''}`);
  }
  const entry = toEntry(graph, textOption(input, 'from') ?? 'internet');
  const targets = chooseTargets(graph, textOption(input, 'to') ?? null);
  if (targets.kind === 'unknown') throw new UsageError(targets.message);
  for (const pattern of listIdlePatterns(graph.places, jewels))
    await context.error.write(`vauban: crownJewels: nothing that was read fits ${toPlainText(pattern)}\n`);
  for (const line of [...entry.notes, ...missing.slice(0, mostMissing).map((why) => `partial: ${why}`)])
    await context.error.write(`vauban: ${toPlainText(line)}\n`);
  if (missing.length > mostMissing)
    await context.error.write(`vauban: partial: and ${missing.length - mostMissing} more; -o json has them all\n`);
  const isTolerant = flagSetting(input, settings, 'allowPartial') || flagOption(input, 'allowPartial');
  return {
    loaded,
    graph,
    entry,
    targets: targets.numbers,
    missing,
    exitCode: missing.length > 0 && !isTolerant ? 1 : 0,
    paths,
    context: cluster,
  };
};

/** A repository whose roles are elsewhere may have hundreds. */
const mostMissing = 12;

const toEntry = (graph: AttackGraph, asked: string): Entry => {
  const chosen = chooseEntry(graph, asked);
  if (chosen.kind === 'unknown') throw new UsageError(chosen.message);
  const { number, place, note } = chosen;
  return { number, place, asked, notes: note === null ? [] : [note] };
};

const tellProblems = async (loaded: LoadedSnapshot, { error }: CliContext): Promise<void> => {
  for (const problem of loaded.problems)
    if (loaded.nothingRead || problem.severity !== 'error')
      await error.write(`vauban: ${toPlainText(renderProblem(problem))}\n`);
};
