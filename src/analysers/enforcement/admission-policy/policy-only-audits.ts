/** A native validating policy whose bindings never say Deny stops nothing. */

import { toEnforced, toNotEnforced, listNames, nameOf } from '../../gap.ts';
import { at, textAt } from '../../../model/read-object.ts';
import type { EnforcementGap } from '../view.ts';
import { actionsOf, bindingKinds, policyKinds } from './bindings.ts';

export const policyOnlyAudits: EnforcementGap = {
  rule: {
    id: 'enforcement/policy-only-audits',
    title: 'A native validating policy is bound with Deny',
    severity: 'low',
    layer: 'cluster',
    control: 'enforcement-policy-denies',
    what: 'At least one binding of every bound ValidatingAdmissionPolicy has Deny among its validationActions.',
    why: 'With Audit a violation is a line in the audit log, if there is one; with Warn it is a line on the screen of whoever types, which no pipeline and no attacker reads. The request goes through.',
    fine: 'While a policy is tried out; for advice that is not meant to stop anybody.',
    remediation:
      'Bind the policy with Deny when the audit log and the warnings are quiet: validationActions: [Deny, Audit]. Deny and Warn cannot stand together.',
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
      if (denying.length > 0) return [toEnforced(policy, `Denies by ${listNames(denying.map(({ ref }) => ref.name))}`)];
      const annotations = at(policy.object, 'metadata', 'annotations');
      // The library says of each of its policies what it is meant to do.
      const isMeant =
        textAt(annotations, `${prefix}id`) !== '' && /^(?:audit|none)$/.test(textAt(annotations, `${prefix}action`));
      if (isMeant) return [toEnforced(policy, 'Audits, as this policy of the library is meant to')];
      const warns = bindings.some((binding) => actionsOf(binding).includes('Warn'));
      const audits = bindings.some((binding) => actionsOf(binding).includes('Audit'));
      return [
        toNotEnforced(policy, warns ? (audits ? both : onlyWarns) : onlyWrites, {
          evidence: bindings.map((binding) => ({
            text: `its validationActions are ${actionsOf(binding).join(', ')}`,
            source: nameOf(binding),
          })),
        }),
      ];
    }),
};

const prefix = 'policies.vauban.dev/';

const both = 'Only warns and writes to the audit log: no binding denies';
const onlyWarns = 'Only warns: no binding denies';
const onlyWrites = 'Only writes to the audit log: no binding denies';
