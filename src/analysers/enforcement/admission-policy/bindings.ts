/** The native admission policies with the bindings that put them in force. */

import type { Resource } from '../../../model/resource.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { textAt, textsAt } from '../../../model/read-object.ts';

export interface NativePolicy {
  readonly policy: Resource;
  readonly isMutating: boolean;
  readonly bindings: readonly Resource[];
}

export const admissionGroup = 'admissionregistration.k8s.io';

export const policyKinds = [
  `${admissionGroup}/ValidatingAdmissionPolicy`,
  `${admissionGroup}/MutatingAdmissionPolicy`,
] as const;

export const bindingKinds = [
  `${admissionGroup}/ValidatingAdmissionPolicyBinding`,
  `${admissionGroup}/MutatingAdmissionPolicyBinding`,
] as const;

/** Of a binding of a validating policy. */
export const actionsOf = ({ object }: Resource): readonly string[] => textsAt(object, 'spec', 'validationActions');

export const listNativePolicies = (snapshot: Snapshot): readonly NativePolicy[] =>
  [false, true].flatMap((isMutating) => {
    const kind = isMutating ? 'MutatingAdmissionPolicy' : 'ValidatingAdmissionPolicy';
    const byPolicy = Map.groupBy(snapshot.list(admissionGroup, `${kind}Binding`), ({ object }) =>
      textAt(object, 'spec', 'policyName'),
    );
    return snapshot
      .list(admissionGroup, kind)
      .map((policy) => ({ policy, isMutating, bindings: byPolicy.get(policy.ref.name) ?? [] }));
  });
