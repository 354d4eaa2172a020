/** `vauban network diff`: which connections a change opens and closes. */

import { diffNetworks, type NetworkDiff } from '../assemble/network/diff-networks.ts';
import { loadNetwork, type LoadedNetwork } from '../assemble/network/load-network.ts';
import { flagSetting, readSettings } from './settings.ts';
import { UsageError, textOption, type RunCommand } from './command.ts';
import { renderDiffJson } from './network-diff-json.ts';
import { renderDiffText } from './network-diff-text.ts';
import { tellProblems } from './network-reach-command.ts';
import { withProgress } from './progress.ts';

export const run: RunCommand = async (input, context) => {
  const [old = '', now = ''] = input.words;
  if (old === '-' && now === '-') throw new UsageError('standard input can be one of the two, not both');
  const settings = await readSettings(input, context);
  const load = (path: string): Promise<LoadedNetwork> =>
    withProgress([path], context, (progress) => loadNetwork({ paths: [path], context: null, progress }, context));
  const before = await load(old);
  const after = await load(now);
  await tellProblems(before, context, `${old}: `);
  await tellProblems(after, context, `${now}: `);
  const empty = [before, after].findIndex(({ loaded }) => loaded.nothingRead);
  if (empty >= 0) {
    await context.error.write(
      `vauban: nothing could be read of ${input.words[empty] ?? ''}, so nothing can be compared\n`,
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

const isCounted = ({ opened, closed }: NetworkDiff, failOn: string): boolean =>
  (failOn !== 'closed' && failOn !== 'none' && opened.length > 0) ||
  (failOn !== 'opened' && failOn !== 'none' && closed.length > 0);
