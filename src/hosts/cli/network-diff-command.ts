/** `vauban network diff`: which connections a change opens and closes. */

import { addToSnapshot } from '../assemble/add-to-snapshot.ts';
import type { LoadedSnapshot } from '../assemble/load-snapshot.ts';
import { diffNetworks, type NetworkDiff } from '../assemble/network/diff-networks.ts';
import { loadForNetwork, loadNetwork, toLoadedNetwork, type LoadedNetwork } from '../assemble/network/load-network.ts';
import { toPlainText } from '../../reports/plain-text.ts';
import type { CliContext } from './cli-context.ts';
import { UsageError, flagOption, listOption, textOption, type CommandInput, type RunCommand } from './command.ts';
import { renderDiffJson } from './network-diff-json.ts';
import { renderDiffText } from './network-diff-text.ts';
import { tellProblems } from './network-reach-command.ts';
import { withProgress } from './progress.ts';
import { flagSetting, readSettings, type Settings } from './settings.ts';
import { toTargets } from './targets.ts';

export const run: RunCommand = async (input, context) => {
  const settings = await readSettings(input, context);
  const { before, after, emptyOne } = await loadBoth(input, settings, context);
  if (emptyOne !== null) {
    await context.error.write(
      `vauban: nothing could be read of ${toPlainText(emptyOne)}, so nothing can be compared\n`,
    );
    return 2;
  }
  const diff = diffNetworks(before, after);
  const isPartial = before.partial.length + after.partial.length > 0;
  const width = context.output.width === 0 ? 110 : Math.min(context.output.width, 110);
  const pieces =
    textOption(input, 'output') === 'json'
      ? renderDiffJson(diff, before, after)
      : renderDiffText(diff, { before, after, width, isPartial });
  for (const piece of pieces) await context.output.write(piece);
  if (isPartial && !flagSetting(input, settings, 'allowPartial')) return 1;
  return isCounted(diff, textOption(input, 'failOn') ?? 'none') ? 1 : 0;
};

interface BothNetworks {
  readonly before: LoadedNetwork;
  readonly after: LoadedNetwork;
  /** Of which of the two nothing could be read. */
  readonly emptyOne: string | null;
}

const loadBoth = async (input: CommandInput, settings: Settings, context: CliContext): Promise<BothNetworks> => {
  const folder = textOption(input, 'add');
  if (folder !== undefined) return loadAdded(folder, input, settings, context);
  const [old = '', now = ''] = input.words;
  if (input.words.length !== 2 || flagOption(input, 'cluster') || listOption(input, 'context').length > 0)
    throw new UsageError('name OLD and NEW, or OLD (paths or --cluster) and with --add what is applied to it');
  if (old === '-' && now === '-') throw new UsageError('standard input can be one of the two, not both');
  const load = (path: string): Promise<LoadedNetwork> =>
    withProgress([path], context, (progress) => loadNetwork({ paths: [path], context: null, progress }, context));
  const before = await load(old);
  const after = await load(now);
  await tellProblems(before, context, `${old}: `);
  await tellProblems(after, context, `${now}: `);
  if (hasWorkload(before) && !hasWorkload(after) && !after.loaded.nothingRead)
    await context.error.write(`vauban: ${toPlainText(`${now} holds no workloads: did you mean --add ${now}?`)}\n`);
  const emptyOne = before.loaded.nothingRead ? old : after.loaded.nothingRead ? now : null;
  return { before, after, emptyOne };
};

/** NEW is OLD with what lies in the folder besides. */
const loadAdded = async (
  folder: string,
  input: CommandInput,
  settings: Settings,
  context: CliContext,
): Promise<BothNetworks> => {
  const { paths, contexts } = await toTargets(input.words, input, settings, context);
  const [cluster = null, other] = contexts;
  if (other !== undefined || (cluster !== null && paths.length > 0))
    throw new UsageError('OLD is one network: a cluster, or paths');
  if (folder === '-' && paths.includes('-')) throw new UsageError('standard input can be one of the two, not both');
  const load = (from: readonly string[], of: string | null): Promise<LoadedSnapshot> =>
    withProgress(from, context, (progress) => loadForNetwork({ paths: from, context: of, progress }, context));
  const old = await load(paths, cluster);
  const added = await load([folder], null);
  const both = addToSnapshot(old, added, folder, context.workingFolder);
  const after = toLoadedNetwork(both.after);
  await tellProblems(after, context);
  const emptyOne = old.nothingRead ? paths.join(', ') || 'the cluster' : added.nothingRead ? folder : null;
  return { before: toLoadedNetwork(both.before), after, emptyOne };
};

const hasWorkload = ({ estate }: LoadedNetwork): boolean => estate.sides.some(({ kind }) => kind === 'pods');

const isCounted = ({ opened, closed }: NetworkDiff, failOn: string): boolean =>
  (failOn !== 'closed' && failOn !== 'none' && opened.length > 0) ||
  (failOn !== 'opened' && failOn !== 'none' && closed.length > 0);
