/** Whether a policy leaves out pods by what their maker chooses, a name or a label: then it refuses only who does not know. */

import type { Json } from '../../../model/json.ts';
import { at, objectAt, objectsAt, textAt, textsAt } from '../../../model/read-object.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Snapshot } from '../../../model/snapshot.ts';

export const isEvadable = (policy: Resource, snapshot: Snapshot): boolean => {
  const { object, ref } = policy;
  const bindings = snapshot
    .list('admissionregistration.k8s.io', 'ValidatingAdmissionPolicyBinding')
    .filter((binding) => at(binding.object, 'spec', 'policyName') === ref.name);
  return (
    selectsObjects(at(object, 'spec', 'matchConstraints')) ||
    (ref.kind === 'ValidatingAdmissionPolicy' &&
      bindings.length > 0 &&
      bindings.every((binding) => selectsObjects(at(binding.object, 'spec', 'matchResources')))) ||
    objectsAt(object, 'spec', 'matchConditions').some((condition) =>
      /object\.metadata|request\.name\b/.test(textAt(condition, 'expression')),
    ) ||
    objectsAt(object, 'spec', 'rules').some((rule) => [at(rule, 'match'), at(rule, 'exclude')].some(choosesByName)) ||
    isExcepted(policy, snapshot)
  );
};

const selectsObjects = (match: Json | undefined): boolean =>
  Object.keys(objectAt(match, 'objectSelector')).length > 0 ||
  [...objectsAt(match, 'resourceRules'), ...objectsAt(match, 'excludeResourceRules')].some(
    (rule) => textsAt(rule, 'resourceNames').length > 0,
  );

/** Of Kyverno's `match` and `exclude`. */
const choosesByName = (block: Json | undefined): boolean =>
  [...objectsAt(block, 'any'), ...objectsAt(block, 'all'), objectAt(block)].some((filter) =>
    ['name', 'names', 'selector', 'annotations'].some((field) => at(filter, 'resources', field) !== undefined),
  );

const isExcepted = ({ ref }: Resource, snapshot: Snapshot): boolean =>
  snapshot
    .list('kyverno.io', 'PolicyException')
    .some(({ object }) =>
      objectsAt(object, 'spec', 'exceptions').some(
        ({ policyName }) => policyName === ref.name || policyName === `${ref.namespace ?? ''}/${ref.name}`,
      ),
    ) ||
  snapshot
    .list('policies.kyverno.io', 'PolicyException')
    .some(({ object }) => objectsAt(object, 'spec', 'policyRefs').some(({ name }) => name === ref.name));
