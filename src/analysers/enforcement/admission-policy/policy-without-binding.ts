/** A native admission policy that no binding names judges nothing. */

import { toElsewhere, toEnforced, toNotEnforced, listNames } from '../../gap.ts';
import type { EnforcementGap } from '../view.ts';
import { bindingKinds, policyKinds } from './bindings.ts';

export const policyWithoutBinding: EnforcementGap = {
  rule: {
    id: 'enforcement/policy-without-binding',
    title: 'A native admission policy has a binding',
    severity: 'high',
    layer: 'cluster',
    control: 'enforcement-policy-binding',
    what: 'Every ValidatingAdmissionPolicy and MutatingAdmissionPolicy is named by the policyName of at least one binding of its kind.',
    why: 'A policy without a binding is stored, listed and compiled, and the API server asks it about no request at all: whoever looks at the list believes in a control that is not there.',
    fine: 'While a policy is written, or where it is a library from which each cluster binds what it wants.',
    remediation:
      'Bind the policy; begin with Audit and Warn, and go on to Deny when nothing is reported any more.\napiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicyBinding\nmetadata: {name: POLICY}\nspec: {policyName: POLICY, validationActions: [Audit, Warn]}',
    references: [
      'https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/#getting-started-with-validating-admission-policy',
    ],
  },
  subjects: policyKinds,
  context: bindingKinds,
  judge: ({ snapshot, nativePolicies }) =>
    nativePolicies.map(({ policy, bindings }) => {
      if (bindings.length > 0)
        return toEnforced(policy, `Is bound by ${listNames(bindings.map(({ ref }) => ref.name))}`);
      return snapshot.kind === 'cluster'
        ? toNotEnforced(policy, 'Has no binding: it judges nothing')
        : toElsewhere(policy, 'No binding of it is among what was read: without one it judges nothing');
    }),
};
