/** What an admission policy does with what violates it, as it is written. */

import { objectsAt, textAt, textsAt } from '../../../model/read-object.ts';
import { toGroup, type Resource } from '../../../model/resource.ts';
import type { PolicyEntry } from '../../console/api/policies.ts';

type Action = PolicyEntry['action'];

/** `bindings` of the API server's own policies, which are asked by them alone. */
export const toPolicyAction = ({ ref, object }: Resource, bindings: readonly Resource[]): Action => {
  const group = toGroup(ref.apiVersion);
  if (/Mutating|Generating|Deleting|Cleanup/.test(ref.kind)) return 'mutate';
  if (group === 'admissionregistration.k8s.io')
    return worst(bindings.flatMap((binding) => textsAt(binding.object, 'spec', 'validationActions')));
  if (group === 'constraints.gatekeeper.sh') {
    const scoped = objectsAt(object, 'spec', 'scopedEnforcementActions').map((each) => textAt(each, 'action'));
    return worst(scoped.length > 0 ? scoped : [textAt(object, 'spec', 'enforcementAction') || 'deny']);
  }
  if (group === 'policies.kyverno.io') {
    const actions = textsAt(object, 'spec', 'validationActions');
    return worst(actions.length > 0 ? actions : ['Deny']);
  }
  return toClassicAction(object);
};

/** The older kinds of Kyverno: each rule has an action of its own, or the policy's; rules that change things have none. */
const toClassicAction = (object: Resource['object']): Action => {
  const fallback = textAt(object, 'spec', 'validationFailureAction') || 'Audit';
  const rules = objectsAt(object, 'spec', 'rules');
  const judging = rules.flatMap((rule) => [
    ...(rule['validate'] === undefined ? [] : [textAt(rule, 'validate', 'failureAction') || fallback]),
    ...objectsAt(rule, 'verifyImages').map((verify) => textAt(verify, 'failureAction') || fallback),
  ]);
  return judging.length === 0 && rules.length > 0 ? 'mutate' : worst(judging);
};

/** The strictest of what several parts ask for. */
const worst = (actions: readonly string[]): Action => {
  const words = new Set(actions.map((action) => action.toLowerCase()));
  if (words.has('deny') || words.has('enforce')) return 'deny';
  if (words.has('warn')) return 'warn';
  return words.has('audit') || words.has('dryrun') ? 'audit' : 'none';
};
