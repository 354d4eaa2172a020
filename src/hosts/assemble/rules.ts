/** The rules of a run, in the order reports list them. */

import type { LevelVersion } from '../../kube/pod-security/level.ts';
import { createPodSecurityRules } from '../../kube/pod-security/rules.ts';
import type { Rule } from '../../model/rule.ts';

export interface RuleOptions {
  /** The one level and version to judge at; `null` for what each namespace asks for. */
  readonly podSecurity: LevelVersion | null;
}

export const createRules = ({ podSecurity }: RuleOptions): readonly Rule[] =>
  createPodSecurityRules({ override: podSecurity });

export const allRuleIds = (): readonly string[] => createRules({ podSecurity: null }).map(({ id }) => id);
