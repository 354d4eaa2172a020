/** Reads what a rule does: what it validates, changes, generates, or which images it verifies. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import type {
  FailureAction,
  Foreach,
  ForeachMutation,
  ForeachValidation,
  GenerateBody,
  GeneratePattern,
  MutateBody,
  MutateChange,
  MutateTarget,
  RuleBody,
  ValidateBody,
  ValidateCheck,
} from '../classic-policy.ts';
import { field, flag, list, object, objects, text, texts } from './read-field.ts';
import { toContextEntries } from './to-context-entries.ts';

/** What is missing says so; a rule does exactly one of the four. */
export const toRuleBody = (rule: JsonObject, inherited: Inherited): RuleBody | null => {
  const validate = object(rule, 'validate');
  if (validate !== null) {
    const body = toValidateBody(validate, inherited.failureAction);
    return body === null ? null : { kind: 'validate', validate: body };
  }
  const mutate = object(rule, 'mutate');
  if (mutate !== null) {
    const body = toMutateBody(mutate);
    return body === null ? null : { kind: 'mutate', mutate: body };
  }
  const generate = object(rule, 'generate');
  if (generate !== null) {
    const body = toGenerateBody(generate, inherited.generateExisting);
    return body === null ? null : { kind: 'generate', generate: body };
  }
  const images = objects(rule, 'verifyImages');
  return images.length > 0 ? { kind: 'verifyImages', verifyImages: images } : null;
};

/** What a policy says for all of its rules. */
export interface Inherited {
  readonly generateExisting: boolean;
  readonly failureAction: FailureAction;
}

/** Of a policy, in the words it has for that. */
export const toFailureAction = (spec: JsonObject): FailureAction => ({
  action: toAction(text(spec, 'validationFailureAction')),
  overrides: toOverrides(spec, 'validationFailureActionOverrides'),
});

/** The rule's overrides, its action, then the policy's overrides and action: the first that says something. */
const toOwnAction = (validate: JsonObject, inherited: FailureAction): FailureAction => {
  const overrides = toOverrides(validate, 'failureActionOverrides');
  const written = text(validate, 'failureAction');
  return written === ''
    ? { action: inherited.action, overrides: [...overrides, ...inherited.overrides] }
    : { action: toAction(written), overrides };
};

const toOverrides = (parent: JsonObject, name: string): FailureAction['overrides'] =>
  objects(parent, name).map((other) => ({
    action: toAction(text(other, 'action')),
    namespaces: texts(other, 'namespaces'),
    namespaceSelector: object(other, 'namespaceSelector'),
  }));

/** `enforce` and `audit` are the older spelling. */
const toAction = (written: string): 'Enforce' | 'Audit' => (written.toLowerCase() === 'enforce' ? 'Enforce' : 'Audit');

const toValidateBody = (validate: JsonObject, inherited: FailureAction): ValidateBody | null => {
  const check = toCheck(validate);
  if (check === null) return null;
  return {
    failureAction: toOwnAction(validate, inherited),
    allowExistingViolations: flag(validate, 'allowExistingViolations', true),
    message: text(validate, 'message'),
    check,
  };
};

/** In the order in which the engine looks for them. */
const toCheck = (validate: JsonObject): ValidateCheck | null => {
  const manifests = object(validate, 'manifests');
  if (manifests !== null && list(manifests, 'attestors').length > 0) return { kind: 'manifests', manifests };
  const podSecurity = object(validate, 'podSecurity');
  if (podSecurity !== null) return { kind: 'podSecurity', podSecurity };
  const cel = object(validate, 'cel');
  if (cel !== null) return { kind: 'cel', cel };
  const assertion = field(validate, 'assert');
  if (assertion !== undefined && !isEmptyObject(assertion)) return { kind: 'assert', assert: assertion };
  return toPlainCheck(validate);
};

const isEmptyObject = (value: Json): boolean => isJsonObject(value) && Object.keys(value).length === 0;

/** What a loop may hold, too. */
const toPlainCheck = (validate: JsonObject): ForeachValidation['check'] | null => {
  const deny = object(validate, 'deny');
  if (deny !== null) return { kind: 'deny', conditions: field(deny, 'conditions') ?? null };
  const pattern = field(validate, 'pattern');
  if (pattern !== undefined) return { kind: 'pattern', pattern };
  const anyPattern = field(validate, 'anyPattern');
  if (isJsonArray(anyPattern)) return { kind: 'anyPattern', patterns: anyPattern };
  const foreach = objects(validate, 'foreach');
  if (foreach.length === 0) return null;
  const items = foreach.map(toForeachValidation);
  return items.every((item) => item !== null) ? { kind: 'foreach', foreach: items } : null;
};

const toForeachValidation = (item: JsonObject): ForeachValidation | null => {
  const check = toPlainCheck(item);
  const scope = field(item, 'elementScope');
  return check === null ? null : { ...toForeach(item), elementScope: typeof scope === 'boolean' ? scope : null, check };
};

const toForeach = (item: JsonObject): Foreach => ({
  list: text(item, 'list'),
  context: toContextEntries(item),
  preconditions: field(item, 'preconditions') ?? null,
});

const toMutateBody = (mutate: JsonObject): MutateBody | null => {
  const change = toChange(mutate);
  const targets = objects(mutate, 'targets');
  return change === null ? null : { targets: targets.length === 0 ? null : targets.map(toTarget), change };
};

const toChange = (mutate: JsonObject): MutateChange | null => {
  const foreach = objects(mutate, 'foreach');
  if (foreach.length > 0) {
    const items = foreach.map(toForeachMutation);
    return items.every((item) => item !== null) ? { kind: 'foreach', foreach: items } : null;
  }
  const overlay = field(mutate, 'patchStrategicMerge');
  if (overlay !== undefined) return { kind: 'strategic', overlay };
  const patches = text(mutate, 'patchesJson6902');
  return patches === '' ? null : { kind: 'json6902', patches };
};

const toForeachMutation = (item: JsonObject): ForeachMutation | null => {
  const change = toChange(item);
  return change === null ? null : { ...toForeach(item), order: toOrder(text(item, 'order'), change), change };
};

/** The last one first where an overlay is merged: what merges puts new items in front. */
const toOrder = (written: string, { kind }: MutateChange): ForeachMutation['order'] =>
  written === 'Descending' || (written === '' && kind === 'strategic') ? 'Descending' : 'Ascending';

const toTarget = (target: JsonObject): MutateTarget => ({
  apiVersion: text(target, 'apiVersion'),
  kind: text(target, 'kind'),
  namespace: text(target, 'namespace'),
  name: text(target, 'name'),
  selector: field(target, 'selector') ?? null,
  context: toContextEntries(target),
  preconditions: field(target, 'preconditions') ?? null,
});

const toGenerateBody = (generate: JsonObject, generateExisting: boolean): GenerateBody | null => {
  const foreach = objects(generate, 'foreach');
  const existing = flag(generate, 'generateExisting', generateExisting);
  const synchronize = flag(generate, 'synchronize', false);
  if (foreach.length === 0) {
    const what = toGeneratePattern(generate);
    return what === null ? null : { synchronize, generateExisting: existing, what };
  }
  const items = foreach.map((item) => {
    const what = toGeneratePattern(item);
    return what === null ? null : { ...toForeach(item), what };
  });
  return items.every((item) => item !== null)
    ? { synchronize, generateExisting: existing, what: { kind: 'foreach', foreach: items } }
    : null;
};

const toGeneratePattern = (generate: JsonObject): GeneratePattern | null => {
  const target = {
    apiVersion: text(generate, 'apiVersion'),
    targetKind: text(generate, 'kind'),
    namespace: text(generate, 'namespace'),
    name: text(generate, 'name'),
  };
  const cloneList = object(generate, 'cloneList');
  if (cloneList !== null && texts(cloneList, 'kinds').length > 0)
    return {
      ...target,
      kind: 'cloneList',
      sourceNamespace: text(cloneList, 'namespace'),
      kinds: texts(cloneList, 'kinds'),
      selector: object(cloneList, 'selector'),
    };
  const clone = object(generate, 'clone');
  if (clone !== null && text(clone, 'name') !== '')
    return { ...target, kind: 'clone', from: { namespace: text(clone, 'namespace'), name: text(clone, 'name') } };
  // Nothing but a name is an object without anything more in it.
  return target.targetKind === '' ? null : { ...target, kind: 'data', data: field(generate, 'data') ?? {} };
};
