/** Which rules run: from `--pod-security`, `--library`, `--policy`, `--only` and `--as-written`. */

import { compilePolicies } from '../assemble/compile-policies.ts';
import { pinLibrary } from '../assemble/pinned-library.ts';
import { readLibrary } from '../assemble/policy-library.ts';
import { countPolicies, readPolicies, withClusterPolicies, type PolicyDocuments } from '../assemble/read-policies.ts';
import { allRuleIds, type RuleOptions } from '../assemble/rules.ts';
import { compileWildcard } from '../../lang/pattern/wildcard.ts';
import { isJsonArray } from '../../model/json.ts';
import { parseLevelVersion, type LevelVersion } from '../../kube/pod-security/level.ts';
import type { CliContext } from './cli-context.ts';
import { UsageError, flagOption, listOption, type CommandInput } from './command.ts';
import { closest } from '../../lang/pattern/closest.ts';
import type { Targets } from './targets.ts';
import { listSetting, sayWhere, textSetting, type Settings } from './settings.ts';

export const readRuleOptions = async (
  input: CommandInput,
  settings: Settings,
  targets: Pick<Targets, 'paths' | 'contexts'>,
  told: Pick<RuleOptions, 'user' | 'values' | 'allowUnverified' | 'told'>,
  context: CliContext,
): Promise<RuleOptions> => {
  const own = await readNamedPolicies(toPolicyPaths(input, settings), input, context);
  // Who names namespaces may have no right to look at what belongs to the cluster.
  const live = listOption(input, 'namespace').length > 0 ? { paths: [], contexts: [] } : targets;
  const options = {
    whose: 'all' as const,
    podSecurity: toPodSecurity(input, settings),
    library: toLibraryVersion(input, settings),
    policies: await withClusterPolicies(own, live, context),
    ...told,
    asWritten: flagOption(input, 'asWritten'),
  };
  return { ...options, only: await toOnly(input, settings, options) };
};

const toPodSecurity = (input: CommandInput, settings: Settings): LevelVersion | null => {
  const level = textSetting(input, settings, 'podSecurity');
  if (level === undefined) return null;
  const parsed = parseLevelVersion(level);
  if (parsed.kind === 'defect') return sayWhere(input, settings, 'podSecurity')(new UsageError(parsed.message));
  return parsed.value;
};

export const toLibraryVersion = (input: CommandInput, settings: Settings): string => {
  const wanted = textSetting(input, settings, 'library') ?? 'latest';
  if (wanted === 'latest' || wanted === 'none') return wanted;
  const pinned = pinLibrary(readLibrary(), wanted);
  if (pinned.kind === 'defect') return sayWhere(input, settings, 'library')(new UsageError(pinned.message));
  return wanted;
};

const toPolicyPaths = (input: CommandInput, settings: Settings): readonly string[] => {
  const given = listOption(input, 'policy');
  const setting = settings.values['policies'];
  return given.length > 0 || !isJsonArray(setting) ? given : setting.filter((path) => typeof path === 'string');
};

/** A path without a policy is a typing error: a scan by no policy would look clean. */
const readNamedPolicies = async (
  paths: readonly string[],
  input: CommandInput,
  context: CliContext,
): Promise<PolicyDocuments> => {
  if (paths.includes('-') && input.words.includes('-'))
    throw new UsageError('standard input can be read once: name a file for --policy or for what is judged');
  const policies = await readPolicies(paths, context);
  if (paths.length > 0 && policies.problems.length === 0 && countPolicies(policies) === 0) {
    throw new UsageError(
      `there is no policy in ${paths.join(', ')}; what is judged by is ValidatingAdmissionPolicy and MutatingAdmissionPolicy with their bindings, and Kyverno's policies`,
    );
  }
  return policies;
};

const toOnly = async (
  input: CommandInput,
  settings: Settings,
  options: Omit<RuleOptions, 'only'>,
): Promise<readonly string[]> => {
  const only = listSetting(input, settings, 'only');
  if (only.length === 0) return only;
  const own = await compilePolicies(options.policies, options);
  const ids = [...allRuleIds(), ...own.rules.map(({ id }) => id)];
  const unknown = only.map((pattern) => explainUnknown(pattern, ids)).find((message) => message !== null) ?? null;
  if (unknown === null) return only;
  const option = input.options['only'] === undefined ? '' : '--only ';
  return sayWhere(input, settings, 'only')(new UsageError(`${option}${unknown}`));
};

/** A pattern that fits nothing is a typing error: a scan by no rule would look clean. */
const explainUnknown = (pattern: string, ids: readonly string[]): string | null => {
  if (ids.some(compileWildcard(pattern))) return null;
  const meant = closest(pattern, ids);
  return `${pattern} fits no rule${meant === undefined ? '; `vauban explain` lists them' : `; did you mean ${meant}?`}`;
};
