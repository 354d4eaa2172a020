/** The objects a rule's `params` is, one after another. */

import { isNamespaced } from '../../../kube/schema/kinds.ts';
import { isJsonArray, isJsonObject, type JsonObject } from '../../../model/json.ts';
import { answeredObject, type Answer, type Request } from '../../../model/request.ts';
import { toGroup } from '../../../model/resource.ts';
import { RuleFault, type RuleContext } from '../rule-context.ts';
import type { CelParameters } from './read-cel.ts';

/** Throws `RuleFault` where there is no way to tell. `namespace` is that of what is judged. */
export const collectParameters = (
  parameters: CelParameters,
  namespace: string,
  context: RuleContext,
): readonly JsonObject[] => {
  const { apiVersion, kind: objectKind, name, selector, isRequired } = parameters;
  const home = homeOf(parameters, namespace);
  const own = context.policyNamespace;
  if (own !== null && home !== own) {
    return refuse(`a policy of namespace ${own} reads nothing of ${home ?? 'the cluster'}`);
  }
  if (name !== '') {
    const request: Request = { kind: 'parameter', apiVersion, objectKind, namespace: home, name };
    const found = answeredObject(answerOf(context, request));
    return found === undefined ? refuse(`${objectKind} ${JSON.stringify(name)} not found`) : [found];
  }
  if (selector === null) return isRequired ? refuse('no params found') : [];
  const request: Request = {
    kind: 'list',
    apiVersion,
    objectKind,
    namespace: home,
    selector: selector.isEmpty ? null : selector.text,
  };
  const found = toObjects(answerOf(context, request));
  return found.length === 0 && isRequired ? refuse('no params found') : found;
};

const refuse = (why: string): never => {
  // oxlint-disable-next-line typescript/only-throw-error -- see rule-context.ts
  throw new RuleFault('error', `error in parameterized resource: ${why}`);
};

/** Custom kinds are taken to live in namespaces, as most do. */
const homeOf = ({ apiVersion, kind, namespace: written }: CelParameters, namespace: string): string | null => {
  if (isNamespaced(toGroup(apiVersion), kind) === false) {
    return written === '' ? null : refuse('paramRef.namespace must not be provided for a cluster-scoped `paramKind`');
  }
  const home = written === '' ? namespace : written;
  return home === '' ? refuse("can't use namespaced paramRef to match cluster-scoped resources") : home;
};

const answerOf = (context: RuleContext, request: Request): Answer => {
  const answer = context.answer(request);
  if (answer.kind !== 'refused') return answer;
  // oxlint-disable-next-line typescript/only-throw-error -- see rule-context.ts
  throw new RuleFault('no-evidence', `The parameters could not be read: ${answer.why}.`);
};

const toObjects = (answer: Answer): readonly JsonObject[] => {
  const value = answer.kind === 'value' ? answer.value : null;
  if (isJsonArray(value)) return value.filter(isJsonObject);
  const items = isJsonObject(value) ? (value['items'] ?? null) : null;
  return isJsonArray(items) ? items.filter(isJsonObject) : [];
};
