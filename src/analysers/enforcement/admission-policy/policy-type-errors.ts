/** Expressions of a policy that err wherever they are asked, or on kinds they are asked about, as the API server's own type check says. */

import { toEnforced, toNotEnforced, type Judged } from '../../gap.ts';
import type { JsonObject } from '../../../model/json.ts';
import type { Resource } from '../../../model/resource.ts';
import { at, objectsAt, textAt } from '../../../model/read-object.ts';
import type { EnforcementGap } from '../view.ts';
import { policyKinds } from './bindings.ts';

export const policyTypeErrors: EnforcementGap = {
  rule: {
    id: 'enforcement/policy-type-errors',
    title: 'The expressions of a policy compile and fit the kinds it matches',
    severity: 'medium',
    layer: 'cluster',
    control: 'enforcement-policy-types',
    what: 'Every expression of a native admission policy compiles, and status.typeChecking of every ValidatingAdmissionPolicy has no expressionWarnings.',
    why: 'A policy that does not compile errs on every request: with failurePolicy Ignore it judges nothing, with Fail it refuses all it matches. An expression that reads a field which the matched kind does not have errs on every object of that kind: with failurePolicy Ignore it judges none of them, with Fail it refuses them all, for a reason that has nothing to do with the policy.',
    fine: 'Where the expression asks for the kind first, which the type check does not see.',
    remediation:
      'Correct the expressions that err, or narrow matchConstraints to kinds that have the fields. See the warnings with `kubectl describe validatingadmissionpolicy POLICY`.',
    references: ['https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/#type-checking'],
  },
  subjects: policyKinds,
  context: [],
  judge: ({ nativePolicies }) =>
    nativePolicies.flatMap(({ policy }) => {
      const defects = objectsAt(policy.object, 'defects');
      if (defects.length > 0) return [toBroken(policy, defects)];
      const checked = at(policy.object, 'status', 'typeChecking');
      if (checked === undefined) return [];
      const warnings = objectsAt(checked, 'expressionWarnings');
      if (warnings.length === 0) return [toEnforced(policy, 'Passes the API server’s type check')];
      return [
        toNotEnforced(
          policy,
          `${warnings.length === 1 ? 'One expression errs' : `${warnings.length} expressions err`} on kinds it matches, says the API server’s type check`,
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

/** The server takes none such; one that it holds all the same came with another version, or is still a file. */
const toBroken = (policy: Resource, defects: readonly JsonObject[]): Judged => {
  const [first] = defects;
  const follows =
    textAt(policy.object, 'spec', 'failurePolicy') === 'Ignore'
      ? 'nothing is judged'
      : 'every request it matches is refused';
  return toNotEnforced(
    policy,
    `Does not compile (${textAt(first, 'path')}: ${textAt(first, 'message')}): where a server holds it, ${follows}`,
    {
      path: textAt(first, 'path'),
      severity: 'high',
      evidence: defects
        .slice(1, mostWarnings)
        .map((defect) => ({ text: textAt(defect, 'message'), source: textAt(defect, 'path') })),
    },
  );
};

const mostWarnings = 5;
