/** The rules of a run, in the order reports list them, and the digest that says which they were. */

import { hash } from 'node:crypto';
import { renderLevelVersion, type LevelVersion } from '../../kube/pod-security/level.ts';
import { createPodSecurityRules } from '../../kube/pod-security/rules.ts';
import { compileWildcard } from '../../lang/pattern/wildcard.ts';
import type { Rule } from '../../model/rule.ts';
import { version } from './version.ts';

export interface RuleOptions {
  /** The one level and version to judge at; `null` for what each namespace asks for. */
  readonly podSecurity: LevelVersion | null;
  /** Patterns over rule ids; empty for all. */
  readonly only: readonly string[];
}

export const allRules: RuleOptions = { podSecurity: null, only: [] };

export const createRules = ({ podSecurity, only }: RuleOptions): readonly Rule[] => {
  const rules = createPodSecurityRules({ override: podSecurity });
  const fits = only.map(compileWildcard);
  return fits.length === 0 ? rules : rules.filter(({ id }) => fits.some((fit) => fit(id)));
};

export const allRuleIds = (): readonly string[] => createRules(allRules).map(({ id }) => id);

/** Ids of the rules that do not run, and of those that say nothing at the level asked for. */
export const rulesLeftOut = (by: RuleOptions): readonly string[] => {
  const run = new Set(createRules(by).map(({ id }) => id));
  const level = by.podSecurity?.level ?? 'restricted';
  return allRuleIds().filter(
    (id) =>
      !run.has(id) ||
      (level === 'privileged' && id.startsWith('pod-security/')) ||
      (level === 'baseline' && id.startsWith('pod-security/restricted/')),
  );
};

/** Reports are comparable only where this is equal: the rules and every option that changes what they say. */
export const toPolicySet = (rules: readonly Rule[], { podSecurity }: RuleOptions): string => {
  const options = { podSecurity: podSecurity === null ? null : renderLevelVersion(podSecurity) };
  const words = rules.map(({ id, severity, control, what }) => [id, severity, control, what]);
  return `sha256:${hash('sha256', JSON.stringify([version, options, words]), 'hex')}`;
};
