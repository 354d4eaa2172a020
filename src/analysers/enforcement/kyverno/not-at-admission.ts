/** Kyverno's policies that run in the background alone: they report what is already in. */

import { toEnforced, toNotEnforced } from '../../gap.ts';
import { at } from '../../../model/read-object.ts';
import type { EnforcementGap } from '../view.ts';
import { celPolicyNames, engineNames, rulePolicyNames } from './kyverno.ts';
import { celPoliciesInForce, rulePoliciesInForce } from './policies-in-force.ts';

export const kyvernoNotAtAdmission: EnforcementGap = {
  rule: {
    id: 'enforcement/kyverno-not-at-admission',
    title: 'Kyverno’s policies are asked at admission',
    severity: 'medium',
    layer: 'cluster',
    control: 'enforcement-policy-denies',
    what: 'No ClusterPolicy or Policy has admission: false, and no policy of policies.kyverno.io has evaluation.admission.enabled: false.',
    why: 'Such a policy looks at what is in the cluster now and then. Whatever violates it is admitted, runs, and may be gone before the next look.',
    fine: 'For findings about objects that nobody may be kept from making, and for very costly checks.',
    remediation:
      'Turn on the policy’s evaluation at admission: remove spec.admission: false (or spec.evaluation.admission.enabled: false).',
    references: ['https://kyverno.io/docs/policy-types/cluster-policy/policy-settings'],
  },
  subjects: [...rulePolicyNames, ...celPolicyNames.slice(0, 8)],
  context: engineNames,
  judge: (view) =>
    [
      ...rulePoliciesInForce(view).map((policy) => ({ policy, path: ['spec', 'admission'] })),
      ...celPoliciesInForce(view)
        .filter(({ ref }) => !ref.kind.endsWith('DeletingPolicy'))
        .map((policy) => ({ policy, path: ['spec', 'evaluation', 'admission', 'enabled'] })),
    ].map(({ policy, path }) => {
      const details = { path: path.join('.') };
      return at(policy.object, ...path) === false
        ? toNotEnforced(policy, 'Runs in the background alone: it refuses nothing', details)
        : toEnforced(policy, 'Is asked at admission', details);
    }),
};
