/** What the API server's own type check says about a policy: expressions that err on the kinds they are asked about. */

import { toEnforced, toNotEnforced, nameOf } from '../../gap.ts';
import { at, objectsAt, textAt } from '../../read-object.ts';
import type { EnforcementGap } from '../view.ts';
import { policyKinds } from './bindings.ts';

export const policyTypeErrors: EnforcementGap = {
  rule: {
    id: 'enforcement/policy-type-errors',
    title: 'The expressions of a policy fit the kinds it matches',
    severity: 'medium',
    layer: 'cluster',
    control: 'enforcement-policy-types',
    what: 'status.typeChecking of every ValidatingAdmissionPolicy has no expressionWarnings.',
    why: 'An expression that reads a field which the matched kind does not have errs on every object of that kind: with failurePolicy Ignore it judges none of them, with Fail it refuses them all, for a reason that has nothing to do with the policy.',
    fine: 'Where the expression asks for the kind first, which the type check does not see.',
    remediation:
      'Correct the field, or narrow matchConstraints to the kinds that have it. See the warnings with `kubectl describe validatingadmissionpolicy POLICY`.',
    references: ['https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/#type-checking'],
  },
  subjects: policyKinds.slice(0, 1),
  context: [],
  judge: ({ nativePolicies }) =>
    nativePolicies.flatMap(({ policy }) => {
      const checked = at(policy.object, 'status', 'typeChecking');
      if (checked === undefined) return [];
      const warnings = objectsAt(checked, 'expressionWarnings');
      if (warnings.length === 0) return [toEnforced(policy, `${nameOf(policy)} passed the API server’s type check`)];
      return [
        toNotEnforced(
          policy,
          `${warnings.length === 1 ? 'one expression' : `${warnings.length} expressions`} of ${nameOf(policy)} err on kinds it matches, says the API server’s type check`,
          {
            path: textAt(warnings[0], 'fieldRef'),
            evidence: warnings.slice(0, mostWarnings).map((warning) => ({
              text: textAt(warning, 'warning').trim().split('\n').slice(0, 2).join(' '),
              source: `status.typeChecking, ${textAt(warning, 'fieldRef')}`,
            })),
          },
        ),
      ];
    }),
};

const mostWarnings = 5;
