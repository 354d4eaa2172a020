/** Which rules run: from `--pod-security` and `--only`. */

import { allRuleIds, createRules } from '../assemble/rules.ts';
import { compileWildcard } from '../../lang/pattern/wildcard.ts';
import { parseLevelVersion } from '../../kube/pod-security/level.ts';
import type { Rule } from '../../model/rule.ts';
import { UsageError, type CommandInput } from './command.ts';
import { closest } from './did-you-mean.ts';
import { listSetting, textSetting, type Settings } from './settings.ts';

export const toRules = (input: CommandInput, settings: Settings): readonly Rule[] => {
  const level = textSetting(input, settings, 'podSecurity');
  const override = level === undefined ? null : parseLevelVersion(level);
  if (override !== null && override.kind === 'defect') throw new UsageError(override.message);
  const patterns = listSetting(input, settings, 'only');
  for (const pattern of patterns) refuseUnknown(pattern);
  const fits = patterns.map(compileWildcard);
  return createRules({ podSecurity: override === null ? null : override.value }).filter(
    ({ id }) => fits.length === 0 || fits.some((fit) => fit(id)),
  );
};

/** A pattern that fits nothing is a typing error: a scan by no rule would look clean. */
const refuseUnknown = (pattern: string): void => {
  const ids = allRuleIds();
  if (ids.some(compileWildcard(pattern))) return;
  const meant = closest(pattern, ids);
  throw new UsageError(
    `--only ${pattern} fits no rule${meant === undefined ? '; `vauban explain` lists them' : `; did you mean ${meant}?`}`,
  );
};
