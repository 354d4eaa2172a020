/** Which rules run: from `--pod-security` and `--only`. */

import { allRuleIds, type RuleOptions } from '../assemble/rules.ts';
import { compileWildcard } from '../../lang/pattern/wildcard.ts';
import { parseLevelVersion } from '../../kube/pod-security/level.ts';
import { UsageError, type CommandInput } from './command.ts';
import { closest } from '../../lang/pattern/closest.ts';
import { listSetting, sayWhere, textSetting, type Settings } from './settings.ts';

export const toRuleOptions = (input: CommandInput, settings: Settings): RuleOptions => {
  const level = textSetting(input, settings, 'podSecurity');
  const override = level === undefined ? null : parseLevelVersion(level);
  if (override !== null && override.kind === 'defect') {
    return sayWhere(input, settings, 'podSecurity')(new UsageError(override.message));
  }
  const only = listSetting(input, settings, 'only');
  const unknown = only.map(explainUnknown).find((message) => message !== null) ?? null;
  if (unknown !== null) {
    const option = input.options['only'] === undefined ? '' : '--only ';
    return sayWhere(input, settings, 'only')(new UsageError(`${option}${unknown}`));
  }
  return { podSecurity: override === null ? null : override.value, only };
};

/** A pattern that fits nothing is a typing error: a scan by no rule would look clean. */
const explainUnknown = (pattern: string): string | null => {
  const ids = allRuleIds();
  if (ids.some(compileWildcard(pattern))) return null;
  const meant = closest(pattern, ids);
  return `${pattern} fits no rule${meant === undefined ? '; `vauban explain` lists them' : `; did you mean ${meant}?`}`;
};
