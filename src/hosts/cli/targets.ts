/** What a command is to read: paths, standard input, contexts of the kubeconfig. */

import { isAtOrBelow } from '../../engine/except/scan-scope.ts';
import { UsageError, flagOption, listOption, type CommandInput } from './command.ts';
import { listSetting, type Settings } from './settings.ts';
import type { CliContext } from './cli-context.ts';

export interface Targets {
  readonly paths: readonly string[];
  /** The empty text is the current context. */
  readonly contexts: readonly string[];
  /** True where the settings' paths are not all among them. */
  readonly isPart: boolean;
}

/** `words` are the command's path arguments. Without any, and without a cluster: the settings' paths, else `.`. */
export const toTargets = async (
  words: readonly string[],
  input: CommandInput,
  settings: Settings,
  context: CliContext,
): Promise<Targets> => {
  const named = [...new Set(listOption(input, 'context'))];
  const cluster = flagOption(input, 'cluster');
  const contexts = named.length > 0 ? named : cluster ? [''] : [];
  if (cluster) await refuseClusterName(words, context);
  const usual = listSetting(input, settings, 'paths');
  if (words.length > 0 || contexts.length > 0) {
    const isPart = usual.some((path) => !words.some((word) => isAtOrBelow(path, word)));
    return { paths: words, contexts, isPart };
  }
  return { paths: usual.length > 0 ? usual : ['.'], contexts, isPart: false };
};

/** `--cluster prod` reads like a name after an option; `prod` would be taken for a path that is not there. */
const refuseClusterName = async (words: readonly string[], { disk }: CliContext): Promise<void> => {
  for (const word of words.filter((one) => one !== '-')) {
    try {
      await disk.stat(word);
    } catch {
      throw new UsageError(`--cluster takes no name, and there is no path ${word}; did you mean --context ${word}?`);
    }
  }
};
