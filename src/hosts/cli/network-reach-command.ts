/** `vauban network reach`: who can reach whom at which ports, and which policy and rule says so. */

import { askReach, type ReachAnswer } from '../assemble/network/ask-reach.ts';
import { loadNetwork, type LoadedNetwork } from '../assemble/network/load-network.ts';
import { toPlainText } from '../../reports/plain-text.ts';
import { UsageError, flagOption, listOption, textOption, type CommandInput, type RunCommand } from './command.ts';
import type { CliContext } from './cli-context.ts';
import { renderReachJson, renderReachLines } from './network-reach-json.ts';
import { renderReachText } from './network-reach-text.ts';
import { withProgress } from './progress.ts';
import { flagSetting, readSettings } from './settings.ts';
import { toTargets, type Targets } from './targets.ts';

export const run: RunCommand = async (input, context) => {
  const settings = await readSettings(input, context);
  const format = toFormat(input);
  const targets = await toTargets(input.words, input, settings, context);
  const network = await withProgress(input.words, context, (progress) =>
    loadNetwork({ paths: targets.paths, context: oneContext(targets), progress }, context),
  );
  await tellProblems(network, context);
  if (network.loaded.nothingRead) {
    await context.error.write('vauban: nothing could be read, so nothing can be said\n');
    return 2;
  }
  const answer = askReach(network, {
    from: textOption(input, 'from') ?? null,
    to: textOption(input, 'to') ?? null,
    port: textOption(input, 'port') ?? null,
    namespaces: listOption(input, 'namespace'),
    pods: flagOption(input, 'pods'),
    listening: flagOption(input, 'listening'),
  });
  if (answer.kind === 'unknown') throw new UsageError(answer.message);
  for (const piece of render(answer, format, input, context)) await context.output.write(piece);
  return network.partial.length > 0 && !flagSetting(input, settings, 'allowPartial') ? 1 : 0;
};

type Format = 'text' | 'json' | 'ndjson';

const toFormat = (input: CommandInput): Format => {
  const format = textOption(input, 'output') as Format | undefined;
  if (!flagOption(input, 'expand')) return format ?? 'text';
  if (format !== undefined && format !== 'ndjson') {
    throw new UsageError(`--expand writes one connection a line: say -o ndjson, not -o ${format}`);
  }
  return 'ndjson';
};

/** An answer is about one network; `null` for paths. */
const oneContext = ({ paths, contexts }: Targets): string | null => {
  const [context = null, other] = contexts;
  if (other !== undefined) throw new UsageError('an answer is about one cluster: give --context once');
  if (context !== null && paths.length > 0) throw new UsageError('an answer is about one network: a cluster, or paths');
  return context;
};

const render = (answer: ReachAnswer, format: Format, input: CommandInput, { output }: CliContext): Iterable<string> => {
  const why = flagOption(input, 'why');
  switch (format) {
    case 'json':
      return renderReachJson(answer);
    case 'ndjson':
      return renderReachLines(answer, why);
    case 'text':
      return renderReachText(answer, { why, width: output.width === 0 ? 110 : Math.min(output.width, 110) });
  }
};

/** On standard error: what the answer does not know, and mistakes in what was read. */
export const tellProblems = async (
  { partial, problems }: Pick<LoadedNetwork, 'partial' | 'problems'>,
  { error }: Pick<CliContext, 'error'>,
  /** Which of two networks it is about. */
  lead = '',
): Promise<void> => {
  for (const { message, about, file, line } of problems) {
    // A problem of standard input says so itself.
    const place =
      file === null || (file === '-' && about === null)
        ? ''
        : `${file === '-' ? 'standard input' : file}${line === null ? '' : `:${line}`}: `;
    await error.write(`vauban: ${toPlainText(`${place}${about === null ? '' : `${about}: `}${message}`)}\n`);
  }
  for (const { why, about } of partial) {
    // Doubts about a policy begin with its kind and name.
    const isNamed = about !== null && why.startsWith(`${about.split(' ')[0] ?? ''} `);
    const named = about === null || isNamed ? why : `${about}: ${why}`;
    await error.write(`vauban: partial: ${toPlainText(`${lead}${named}`)}\n`);
  }
};
