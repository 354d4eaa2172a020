/** What is wrong with a policy's expressions wherever it is asked: text that is no CEL, names and functions nobody declares. */

import { createAdmissionEnvironment } from '../../../kube/cel/admission-environment.ts';
import { checkExpression } from '../../../lang/cel/check-expression.ts';
import type { Environment } from '../../../lang/cel/environment.ts';
import { parseExpression } from '../../../lang/cel/parse-expression.ts';
import { dynType } from '../../../lang/cel/type.ts';
import type { JsonObject } from '../../../model/json.ts';
import type { Resource } from '../../../model/resource.ts';
import { at, objectsAt, textAt } from '../../../model/read-object.ts';

export type PolicyDefect = {
  /** `spec.validations[0].expression` */
  readonly path: string;
  readonly message: string;
};

/** Variables are taken for dynamic, so that what is told here is wrong whatever they hold. */
export const findDefects = (policy: Resource): readonly PolicyDefect[] => {
  const hasParams = at(policy.object, 'spec', 'paramKind') !== undefined;
  const main = environmentFor(hasParams, true, false);
  const isMutating = policy.ref.kind === 'MutatingAdmissionPolicy';
  const patches = isMutating ? environmentFor(hasParams, true, true) : main;
  return [
    ...check(policy.object, 'matchConditions', ['expression'], main),
    ...check(policy.object, 'variables', ['expression'], main),
    ...check(policy.object, 'validations', ['expression'], main),
    ...check(policy.object, 'validations', ['messageExpression'], environmentFor(hasParams, false, false)),
    ...check(policy.object, 'auditAnnotations', ['valueExpression'], main),
    ...check(policy.object, 'mutations', ['applyConfiguration', 'expression'], patches),
    ...check(policy.object, 'mutations', ['jsonPatch', 'expression'], patches),
  ];
};

const check = (
  policy: JsonObject,
  list: string,
  field: readonly string[],
  environment: Environment,
): readonly PolicyDefect[] =>
  objectsAt(policy, 'spec', list).flatMap((item, index) => {
    const source = textAt(item, ...field);
    if (source.trim() === '') return [];
    const parsed = parseExpression(source, environment.macros);
    const found = parsed.kind === 'defects' ? parsed : checkExpression(parsed.expression, environment, source);
    const [first] = found.kind === 'defects' ? found.defects : [];
    return first === undefined ? [] : [{ path: `spec.${list}[${index}].${field.join('.')}`, message: first.message }];
  });

const environmentFor = (hasParams: boolean, hasAuthorizer: boolean, isMutation: boolean): Environment => {
  const key = `${hasParams} ${hasAuthorizer} ${isMutation}`;
  const known =
    environments.get(key) ??
    createAdmissionEnvironment({ hasParams, hasAuthorizer, isMutation, isStored: true }).extend({
      variables: [{ name: 'variables', type: dynType }],
    });
  environments.set(key, known);
  return known;
};

/** Made once and shared, as those it extends are. */
const environments = new Map<string, Environment>();
