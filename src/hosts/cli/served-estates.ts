/** The estates that `serve` looks at: all paths together are one, each context is one. */

import { openContext } from '../../sources/cluster-connection.ts';
import { ClientError } from '../../kube/client/client-error.ts';
import type { EstateName } from '../../stores/store.ts';
import { nameEstate } from '../assemble/inspect/name-estate.ts';
import type { CliContext } from './cli-context.ts';
import { UsageError, type CommandInput } from './command.ts';
import type { Settings } from './settings.ts';
import { toTargets } from './targets.ts';

export interface ServedEstate {
  readonly name: EstateName;
  /** Of one of the two; the context as the kubeconfig calls it. */
  readonly paths: readonly string[];
  readonly context: string | null;
}

export const readServedEstates = async (
  input: CommandInput,
  settings: Settings,
  context: CliContext,
): Promise<readonly ServedEstate[]> => {
  const { paths, contexts } = await toTargets(input.words, input, settings, context);
  if (paths.includes('-'))
    throw new UsageError('serve reads again and again, and standard input only once: name paths');
  const estates: ServedEstate[] = [];
  if (paths.length > 0) {
    for (const path of paths) await refuseAbsent(path, context);
    const name = nameEstate({ kind: 'manifests', paths, workingFolder: context.workingFolder });
    estates.push({ name, paths, context: null });
  }
  for (const asked of contexts) {
    const own = await resolveContext(asked, context);
    estates.push({ name: nameEstate({ kind: 'cluster', context: own }), paths: [], context: own });
  }
  return [...new Map(estates.map((estate) => [estate.name.id, estate])).values()];
};

const refuseAbsent = async (path: string, { disk }: CliContext): Promise<void> => {
  try {
    await disk.stat(path);
  } catch {
    throw new UsageError(`there is no path ${path}`);
  }
};

/** What the current context is today: tomorrow it may be another cluster, with another history. */
const resolveContext = async (asked: string, context: CliContext): Promise<string> => {
  try {
    return (await openContext(asked, context)).context;
  } catch (error) {
    if (error instanceof ClientError) throw new UsageError(error.message);
    throw error;
  }
};
