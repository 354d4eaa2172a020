/** Kyverno's policies whose status says that Kyverno has not taken them up. */

import type { Resource } from '../../../model/resource.ts';
import { toEnforced, toNotEnforced } from '../../gap.ts';
import { at, objectsAt, textAt } from '../../../model/read-object.ts';
import type { EnforcementGap } from '../view.ts';
import { celPolicyNames, engineNames, rulePolicyNames } from './kyverno.ts';
import { celPoliciesInForce, rulePoliciesInForce } from './policies-in-force.ts';

export const kyvernoNotReady: EnforcementGap = {
  rule: {
    id: 'enforcement/kyverno-not-ready',
    title: 'Kyverno’s policies are ready',
    severity: 'high',
    layer: 'cluster',
    control: 'enforcement-policy-ready',
    what: 'The status of every policy of Kyverno says that it is ready.',
    why: 'A policy that is not ready has no webhook that asks about its kinds: an expression does not compile, a permission is missing, or the webhook could not be set up. It is in the list and judges nothing.',
    fine: 'In the first moments after a policy was applied.',
    remediation:
      'Mend what keeps the policy from being ready: `kubectl describe` says why, and the column READY when it is.',
    references: ['https://kyverno.io/docs/troubleshooting/'],
  },
  subjects: [...rulePolicyNames, ...celPolicyNames],
  context: engineNames,
  judge: (view) =>
    view.snapshot.kind !== 'cluster'
      ? []
      : [...rulePoliciesInForce(view), ...celPoliciesInForce(view)].map((policy) => {
          const { isReady, why } = readReady(policy);
          if (isReady) return toEnforced(policy, 'Is ready', { path: 'status' });
          return toNotEnforced(policy, `Is not ready: it judges nothing${why === '' ? '' : ` (${why})`}`, {
            path: 'status',
          });
        }),
};

/** The older kinds say it in conditions or in `ready`, the newer ones below `conditionStatus`. No status at all is not ready. */
const readReady = ({ object }: Resource): { readonly isReady: boolean; readonly why: string } => {
  const status = at(object, 'status', 'conditionStatus') ?? at(object, 'status');
  const conditions = objectsAt(status, 'conditions');
  const ready = conditions.find((condition) => textAt(condition, 'type') === 'Ready');
  const bad = conditions.find((condition) => textAt(condition, 'status') === 'False');
  const said = at(status, 'ready');
  return {
    isReady: typeof said === 'boolean' ? said : ready !== undefined && textAt(ready, 'status') === 'True',
    why: textAt(status, 'message') || textAt(bad, 'message') || (status === undefined ? 'it has no status' : ''),
  };
};
