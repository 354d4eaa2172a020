/** A binding of a native admission policy that is not there puts nothing in force. */

import { toElsewhere, toEnforced, toNotEnforced } from '../../gap.ts';
import { textAt } from '../../../model/read-object.ts';
import type { EnforcementGap } from '../view.ts';
import { admissionGroup, bindingKinds, policyKinds } from './bindings.ts';

export const bindingWithoutPolicy: EnforcementGap = {
  rule: {
    id: 'enforcement/binding-without-policy',
    title: 'A binding names a policy that is there',
    severity: 'high',
    layer: 'cluster',
    control: 'enforcement-policy-binding',
    what: 'The policyName of every ValidatingAdmissionPolicyBinding and MutatingAdmissionPolicyBinding is the name of a policy of its kind.',
    why: 'The API server takes a binding whose policy does not exist and says nothing: a misspelt name or a policy that was deleted leaves a binding that looks like a control and is none.',
    fine: 'For the moments between applying a binding and its policy.',
    remediation:
      'Apply the policy that the binding names, or delete the binding; where the name is misspelt, correct spec.policyName.',
    references: ['https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/'],
  },
  subjects: bindingKinds,
  context: policyKinds,
  judge: ({ snapshot }) =>
    ['ValidatingAdmissionPolicy', 'MutatingAdmissionPolicy'].flatMap((kind) =>
      snapshot.list(admissionGroup, `${kind}Binding`).map((binding) => {
        const name = textAt(binding.object, 'spec', 'policyName');
        const details = { path: 'spec.policyName' };
        if (snapshot.find(admissionGroup, kind, null, name) !== undefined)
          return toEnforced(binding, `Puts ${kind} ${name} in force`, details);
        return snapshot.kind === 'cluster'
          ? toNotEnforced(binding, `Names ${kind} ${name}, which is not there: it judges nothing`, details)
          : toElsewhere(
              binding,
              `Names ${kind} ${name}, which is not among what was read: without it it judges nothing`,
              details,
            );
      }),
    ),
};
