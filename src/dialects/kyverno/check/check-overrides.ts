/** Overrides of the failure action: none that contradict one another, none in a policy that has one namespace only. */

import { compileWildcard, isWildcard } from '../../../lang/pattern/wildcard.ts';
import type { JsonObject } from '../../../model/json.ts';
import { object, objects, text, texts } from '../parse/read-field.ts';
import type { PolicyToCheck, Refuse } from './policy-to-check.ts';

export const checkOverrides = ({ policy, spec, rules }: PolicyToCheck, refuse: Refuse): void => {
  const name = 'validationFailureActionOverrides';
  if (policy.namespace !== null) {
    if (objects(spec, name).length > 0) refuse(['spec', name], 'only a ClusterPolicy has overrides by namespace');
    return;
  }
  checkList(spec, name, ['spec'], refuse);
  for (const { rule, path } of rules) {
    const validate = object(rule, 'validate');
    if (validate !== null) checkList(validate, 'failureActionOverrides', [...path, 'validate'], refuse);
  }
};

const checkList = (parent: JsonObject, name: string, path: readonly (string | number)[], refuse: Refuse): void => {
  const known = { enforce: [] as string[], audit: [] as string[] };
  for (const [index, override] of objects(parent, name).entries()) {
    const action = text(override, 'action').toLowerCase() === 'enforce' ? 'enforce' : 'audit';
    const others = known[action === 'enforce' ? 'audit' : 'enforce'];
    for (const namespace of texts(override, 'namespaces')) {
      const other = others.find((each) => overlaps(each, namespace));
      if (other !== undefined) {
        const message = `${JSON.stringify(namespace)} is to be both enforced and audited: ${JSON.stringify(other)} stands under the other action`;
        refuse([...path, name, index, 'namespaces'], message);
      }
      known[action].push(namespace);
    }
  }
};

/** As far as Kyverno looks: a pattern that takes the other as it is written. */
const overlaps = (a: string, b: string): boolean =>
  a === b || (isWildcard(a) && compileWildcard(a)(b)) || (isWildcard(b) && compileWildcard(b)(a));
