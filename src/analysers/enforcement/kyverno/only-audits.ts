/** Kyverno's policies that report and never refuse. */

import type { JsonObject } from '../../../model/json.ts';
import type { Note } from '../../../model/finding.ts';
import type { Resource } from '../../../model/resource.ts';
import { toEnforced, toNotEnforced, listNames, type Judged } from '../../gap.ts';
import { at, objectsAt, textAt, textsAt } from '../../../model/read-object.ts';
import type { EnforcementGap } from '../view.ts';
import { celPolicyNames, engineNames, rulePolicyNames } from './kyverno.ts';
import { celPoliciesInForce, rulePoliciesInForce } from './policies-in-force.ts';

export const kyvernoOnlyAudits: EnforcementGap = {
  rule: {
    id: 'enforcement/kyverno-only-audits',
    title: 'Kyverno’s validating policies refuse what violates them',
    severity: 'low',
    layer: 'cluster',
    control: 'enforcement-policy-denies',
    what: 'Every rule of a ClusterPolicy or Policy that validates or verifies images has failureAction Enforce; every ValidatingPolicy and ImageValidatingPolicy has Deny among its validationActions.',
    why: 'Audit, which is the default of the older kinds, writes a report after the fact and lets the object in.',
    fine: 'While a policy is tried out; for advice; and where the reports are read every day and acted on.',
    remediation:
      'Set failureAction to Enforce in each rule, or validationActions to [Deny]. First look at the reports (`kubectl get policyreports -A`), and mend what they list.',
    references: [
      'https://kyverno.io/docs/policy-types/cluster-policy/validate',
      'https://kyverno.io/docs/policy-types/validating-policy',
    ],
  },
  subjects: [...rulePolicyNames, ...celPolicyNames.slice(0, 4)],
  context: engineNames,
  judge: (view) => [
    ...rulePoliciesInForce(view).flatMap(judgeRulePolicy),
    ...celPoliciesInForce(view)
      .filter(({ ref }) => ref.kind.endsWith('ValidatingPolicy'))
      .map(judgeCelPolicy),
  ],
};

const judgeCelPolicy = (policy: Resource): Judged => {
  const details = { path: 'spec.validationActions' };
  const actions = textsAt(policy.object, 'spec', 'validationActions');
  return actions.length === 0 || actions.includes('Deny')
    ? toEnforced(policy, 'Denies', details)
    : toNotEnforced(
        policy,
        `Only ${actions.includes('Warn') ? 'warns' : 'reports'}: its validationActions are ${actions.join(', ')}`,
        details,
      );
};

interface Ruling {
  readonly name: string;
  readonly enforces: boolean;
  /** Where it does otherwise than elsewhere. */
  readonly overrides: readonly string[];
}

const judgeRulePolicy = (policy: Resource): readonly Judged[] => {
  const rulings = objectsAt(policy.object, 'spec', 'rules').flatMap((rule) => toRulings(rule, policy.object));
  if (rulings.length === 0) return [];
  const audits = rulings.filter(({ enforces }) => !enforces);
  const overrides = [...new Set(rulings.flatMap((ruling) => ruling.overrides))];
  const evidence: readonly Note[] = overrides.map((text) => ({ text, source: 'failureActionOverrides' }));
  if (audits.length === rulings.length)
    return [
      toNotEnforced(
        policy,
        overrides.length === 0
          ? 'Only reports: its failureAction is Audit'
          : `Only reports but for ${listNames(overrides)}: its failureAction is Audit`,
        { path: 'spec', evidence },
      ),
    ];
  if (audits.length > 0)
    return [
      toNotEnforced(
        policy,
        `Only reports by ${audits.length === 1 ? 'its rule' : 'its rules'} ${listNames(audits.map(({ name }) => name))}`,
        {
          path: `spec.rules[name=${audits[0]?.name ?? ''}]`,
          evidence,
        },
      ),
    ];
  if (overrides.length > 0)
    return [
      toNotEnforced(policy, `Enforces but for ${listNames(overrides)}`, {
        path: 'spec',
        severity: 'low',
        evidence,
      }),
    ];
  return [toEnforced(policy, 'Enforces', { path: 'spec' })];
};

/** A rule that mutates or generates refuses nothing by design. */
const toRulings = (rule: JsonObject, policy: JsonObject): readonly Ruling[] => {
  const name = textAt(rule, 'name');
  const fallback = textAt(policy, 'spec', 'validationFailureAction');
  const toRuling = (part: JsonObject): Ruling => {
    const enforces = isEnforce(textAt(part, 'failureAction') || fallback);
    const own = objectsAt(part, 'failureActionOverrides');
    const overrides = own.length > 0 ? own : objectsAt(policy, 'spec', 'validationFailureActionOverrides');
    return {
      name,
      enforces,
      overrides: overrides
        .filter((override) => isEnforce(textAt(override, 'action')) !== enforces)
        .map((override) => `${textAt(override, 'action')} in ${toPlaces(override)}`),
    };
  };
  const validate = at(rule, 'validate');
  return [
    ...(validate === undefined ? [] : objectsAt([validate]).map(toRuling)),
    ...objectsAt(rule, 'verifyImages').map(toRuling),
  ];
};

const toPlaces = (override: JsonObject): string => {
  const namespaces = textsAt(override, 'namespaces');
  return namespaces.length > 0 ? `namespace ${listNames(namespaces)}` : 'the namespaces its selector selects';
};

const isEnforce = (action: string): boolean => action.toLowerCase() === 'enforce';
