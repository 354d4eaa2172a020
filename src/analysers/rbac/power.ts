/** A power: grants that lead further than they say, how bad they are in whose hands, and whether a rule gives them. */

import type { PolicyRule } from '../../kube/rbac/policy-rule.ts';
import { ruleCovers } from '../../kube/rbac/rule-allows.ts';
import type { RuleMetadata } from '../../model/rule.ts';
import type { Severity } from '../../model/severity.ts';

export interface Power {
  readonly rule: RuleMetadata;
  /** What its holder can do, after "can": `read the Secrets`. */
  readonly does: string;
  /** Any of these is the power. */
  readonly asks: readonly Ask[];
  /** In the hands of a workload's service account; people are one step milder. */
  readonly wide: Severity;
  readonly local: Severity;
  /** What it gives lives in no namespace: a grant in one is none. */
  readonly clusterOnly?: true;
  /** Names with which it is a power all the same; a rule for other single names is none. */
  readonly evenNamed?: (name: string) => boolean;
  /** What the same holder must be allowed besides, any of these; without it the power is none. */
  readonly besides?: (rule: PolicyRule) => boolean;
}

export interface Ask {
  readonly group: string;
  /** `pods`, `pods/exec` */
  readonly resource: string;
  readonly verbs: readonly string[];
}

export const ask = (group: string, resources: string, verbs: string): readonly Ask[] =>
  resources.split(' ').map((resource) => ({ group, resource, verbs: verbs.split(' ') }));

/** The asks a rule answers, each with the verbs it allows; empty where the rule does not give the power. */
export const findGranted = (power: Power, rule: PolicyRule): readonly Ask[] => {
  if (rule.resourceNames.length > 0 && !rule.resourceNames.some((name) => power.evenNamed?.(name) ?? false)) return [];
  return power.asks.flatMap((each) => {
    const [resource = '', subresource = ''] = each.resource.split('/');
    const verbs = each.verbs.filter((verb) =>
      ruleCovers(rule, { kind: 'resource', verb, group: each.group, resource, subresource, namespace: '', name: '' }),
    );
    return verbs.length === 0 ? [] : [{ ...each, verbs }];
  });
};

/** Every resource of the groups that matter, by a star: the single powers in it need not be told one by one. */
export const isStar = ({ resources, groups }: PolicyRule): boolean =>
  resources.includes('*') && groups.some((group) => group === '*' || group === '');
