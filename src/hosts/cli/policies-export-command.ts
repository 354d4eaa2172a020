/** `vauban policies export`: the library's policies with bindings, as files for git or `kubectl apply`. */

import { join } from 'node:path';
import { namedFormats } from '../../kube/cel/named-format.ts';
import { compileWildcard } from '../../lang/pattern/wildcard.ts';
import { closest } from '../../lang/pattern/closest.ts';
import { printYaml } from '../../lang/patch/print-yaml.ts';
import type { Action } from '../../model/finding.ts';
import { bindPolicy, modes, type Mode } from '../assemble/bind-policy.ts';
import { pinLibrary, type PinnedPolicy } from '../assemble/pinned-library.ts';
import { readLibrary } from '../assemble/policy-library.ts';
import type { CliContext } from './cli-context.ts';
import { UsageError, listOption, textOption, type RunCommand } from './command.ts';
import { explainWriteFailure } from './outputs.ts';
import { toLibraryVersion } from './rule-options.ts';
import { readSettings } from './settings.ts';

export const run: RunCommand = async (input, context) => {
  const settings = await readSettings(input, context);
  const version = toLibraryVersion(input, settings);
  if (textOption(input, 'library') === 'none') throw new UsageError('--library none leaves nothing to export');
  const pinned = pinLibrary(readLibrary(), version === 'latest' || version === 'none' ? null : version);
  if (pinned.kind === 'defect') throw new UsageError(pinned.message);
  const folder = textOption(input, 'write');
  if (folder === '') throw new UsageError('--write names the folder to write into; . is this one');
  const chosen = choose(pinned.policies, input.words);
  const mode = modes.find((one) => one === textOption(input, 'mode')) ?? null;
  const given = listOption(input, 'excludeNamespace');
  const wrong = given.find((name) => namedFormats.get('dns1123Label')?.validate(name).length !== 0);
  if (wrong !== undefined)
    throw new UsageError(`--exclude-namespace ${JSON.stringify(wrong)} is no name of a namespace`);
  const files = chosen.map((policy) => toFile(policy, mode, given.length === 0 ? systemNamespaces : given));
  if (folder === undefined) {
    await context.output.write(files.map(({ text }) => text).join('---\n'));
    return 0;
  }
  return (await writeFiles(files, folder, context)) ? 0 : 2;
};

/** Where the cluster itself runs: a policy that refuses something there can keep the cluster from mending itself. */
const systemNamespaces = ['kube-system', 'kube-node-lease'];

const choose = (policies: readonly PinnedPolicy[], patterns: readonly string[]): readonly PinnedPolicy[] => {
  if (patterns.length === 0) return policies;
  const ids = policies.map(({ policy }) => policy.id);
  const fits = patterns.map((pattern) => {
    const fit = compileWildcard(pattern);
    if (ids.some(fit)) return fit;
    const meant = closest(pattern, ids);
    throw new UsageError(
      `${pattern} fits no policy of the library${meant === undefined ? '; `vauban policies list` shows them' : `; did you mean ${meant}?`}`,
    );
  });
  return policies.filter(({ policy }) => fits.some((fit) => fit(policy.id)));
};

interface ExportedFile {
  readonly name: string;
  readonly text: string;
}

const toFile = ({ policy, action }: PinnedPolicy, mode: Mode | null, excluded: readonly string[]): ExportedFile => {
  const { name } = policy.document.ref;
  const binding = bindPolicy(name, { mode: mode ?? toMode(action), excluded });
  return {
    name: `${policy.id.replaceAll('/', '-')}.yaml`,
    text: `${policy.text.trimEnd()}\n---\n${printYaml(binding)}`,
  };
};

/** A policy that asks for nothing yet can still be watched. */
const toMode = (action: Action): Mode => (action === 'none' ? 'audit' : action);

const writeFiles = async (
  files: readonly ExportedFile[],
  folder: string,
  context: Pick<CliContext, 'files' | 'error'>,
): Promise<boolean> => {
  for (const { name, text } of files) {
    const file = join(folder, name);
    try {
      await context.files.write(file, [text]);
    } catch (cause) {
      await context.error.write(`vauban: ${file} could not be written: ${explainWriteFailure(cause)}\n`);
      return false;
    }
  }
  const count = `${files.length} ${files.length === 1 ? 'policy' : 'policies'}`;
  await context.error.write(
    `vauban: ${count} with bindings written to ${folder}; kubectl apply --dry-run=server -f ${folder} shows what would change, kubectl delete -f ${folder} takes it back\n`,
  );
  return true;
};
