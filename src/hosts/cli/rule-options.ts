/** Which rules run: from `--pod-security` and `--only`. */

import { allRuleIds, type RuleOptions } from '../assemble/rules.ts';
import { compileWildcard } from '../../lang/pattern/wildcard.ts';
import { parseLevelVersion } from '../../kube/pod-security/level.ts';
import { UsageError, type CommandInput } from './command.ts';
import { closest } from '../../lang/pattern/closest.ts';
import { listSetting, textSetting, type Settings } from './settings.ts';

export const toRuleOptions = (input: CommandInput, settings: Settings): RuleOptions => {
  const level = textSetting(input, settings, 'podSecurity');
  const override = level === undefined ? null : parseLevelVersion(level);
  if (override !== null && override.kind === 'defect') throw new UsageError(override.message);
  const only = listSetting(input, settings, 'only');
  for (const pattern of only) refuseUnknown(pattern);
  return { podSecurity: override === null ? null : override.value, only };
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
