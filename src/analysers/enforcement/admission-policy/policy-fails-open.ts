/** A native admission policy that fails open lets through what its expressions cannot judge. */

import { toEnforced, toNotEnforced } from '../../gap.ts';
import { textAt } from '../../../model/read-object.ts';
import type { EnforcementGap } from '../view.ts';
import { policyKinds } from './bindings.ts';

export const policyFailsOpen: EnforcementGap = {
  rule: {
    id: 'enforcement/policy-fails-open',
    title: 'A native admission policy fails closed',
    severity: 'medium',
    layer: 'cluster',
    control: 'enforcement-policy-fails-closed',
    what: 'No ValidatingAdmissionPolicy or MutatingAdmissionPolicy has failurePolicy Ignore.',
    why: 'With Ignore an expression that errs counts as passed: a field that is not there, a missing parameter or an object made large enough to exceed the cost limit goes through unjudged. Whoever writes the object chooses which error it makes.',
    fine: 'For defaults and advice, which must never be in the way; and while a policy is tried out.',
    remediation:
      'Set failurePolicy to Fail, which is the default. First guard optional fields with has() or the ? operator, and try the policy with `vauban test`. Policies run in the API server, so that failing closed costs no availability.',
    references: ['https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/#failure-policy'],
  },
  subjects: policyKinds,
  context: [],
  judge: ({ nativePolicies }) =>
    nativePolicies.map(({ policy }) => {
      const details = { path: 'spec.failurePolicy' };
      return textAt(policy.object, 'spec', 'failurePolicy') === 'Ignore'
        ? toNotEnforced(policy, 'Lets through what its expressions err on: failurePolicy is Ignore', details)
        : toEnforced(policy, 'Fails closed', details);
    }),
};
