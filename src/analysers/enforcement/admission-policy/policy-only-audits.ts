/** A native validating policy whose bindings never say Deny stops nothing. */

import type { Resource } from '../../../model/resource.ts';
import { toEnforced, toNotEnforced, listNames, nameOf } from '../../gap.ts';
import { textsAt } from '../../read-object.ts';
import type { EnforcementGap } from '../view.ts';
import { bindingKinds, policyKinds } from './bindings.ts';

export const policyOnlyAudits: EnforcementGap = {
  rule: {
    id: 'enforcement/policy-only-audits',
    title: 'A native validating policy is bound with Deny',
    severity: 'medium',
    layer: 'cluster',
    control: 'enforcement-policy-denies',
    what: 'At least one binding of every bound ValidatingAdmissionPolicy has Deny among its validationActions.',
    why: 'With Audit a violation is a line in the audit log, if there is one; with Warn it is a line on the screen of whoever types, which no pipeline and no attacker reads. The request goes through.',
    fine: 'While a policy is tried out; for advice that is not meant to stop anybody.',
    remediation:
      'When the audit log and the warnings are quiet, set validationActions: [Deny, Audit] in the binding. Deny and Warn cannot stand together.',
    references: [
      'https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/#validation-actions',
    ],
  },
  subjects: policyKinds.slice(0, 1),
  context: bindingKinds.slice(0, 1),
  judge: ({ nativePolicies }) =>
    nativePolicies.flatMap(({ policy, isMutating, bindings }) => {
      if (isMutating || bindings.length === 0) return [];
      const denying = bindings.filter((binding) => actionsOf(binding).includes('Deny'));
      if (denying.length > 0)
        return [toEnforced(policy, `${nameOf(policy)} denies by ${listNames(denying.map(({ ref }) => ref.name))}`)];
      const warns = bindings.some((binding) => actionsOf(binding).includes('Warn'));
      const audits = bindings.some((binding) => actionsOf(binding).includes('Audit'));
      return [
        toNotEnforced(policy, `${nameOf(policy)} ${warns ? (audits ? both : onlyWarns) : onlyWrites}`, {
          evidence: bindings.map((binding) => ({
            text: `its validationActions are ${actionsOf(binding).join(', ')}`,
            source: nameOf(binding),
          })),
        }),
      ];
    }),
};

const both = 'only warns and writes to the audit log: no binding denies';
const onlyWarns = 'only warns: no binding denies';
const onlyWrites = 'only writes to the audit log: no binding denies';

const actionsOf = ({ object }: Resource): readonly string[] => textsAt(object, 'spec', 'validationActions');
