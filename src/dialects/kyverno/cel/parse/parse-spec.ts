/** What the specs of all kinds have in common: matching, variables, validations, annotations. */

import { parseLabelSelector } from '../../../../kube/selector/label-selector.ts';
import { everything, type LabelSelector } from '../../../../kube/selector/label-selector.ts';
import type { MatchResources, ResourceRule } from '../../../../kube/admission/match-resources.ts';
import type { FieldPath } from '../../../../model/field-path.ts';
import { isJsonObject, type JsonObject } from '../../../../model/json.ts';
import { operations, type Operation } from '../../../../model/subject.ts';
import type { CelSpec, Written, WrittenValidation } from '../cel-policy.ts';
import { fieldOf, objectOf, objectsOf, textOf, textsOf } from './fields.ts';

export const parseSpec = (spec: JsonObject): CelSpec => ({
  match: parseMatch(spec, 'matchConstraints'),
  matchConditions: parseNamed(spec, 'matchConditions'),
  variables: parseNamed(spec, 'variables'),
  validations: parseValidations(spec),
  auditAnnotations: objectsOf(spec, 'auditAnnotations').map(([index, item]) => ({
    name: textOf(item, 'key'),
    source: textOf(item, 'valueExpression'),
    path: ['spec', 'auditAnnotations', index, 'valueExpression'],
  })),
  failurePolicy: textOf(spec, 'failurePolicy') === 'Ignore' ? 'Ignore' : 'Fail',
  mode: textOf(objectOf(spec, 'evaluation'), 'mode') === 'JSON' ? 'JSON' : 'Kubernetes',
});

export const parseNamed = (spec: JsonObject, field: string): readonly Written[] =>
  objectsOf(spec, field).map(([index, item]) => ({
    name: textOf(item, 'name'),
    source: textOf(item, 'expression'),
    path: ['spec', field, index, 'expression'],
  }));

/** `null` where it is not written. Kyverno looks for what is asked for as it is named, whatever `matchPolicy` says. */
export const parseMatch = (spec: JsonObject, field: string): MatchResources | null => {
  const written = fieldOf(spec, field);
  if (!isJsonObject(written)) return null;
  return {
    resourceRules: parseRules(written, 'resourceRules'),
    excludeResourceRules: parseRules(written, 'excludeResourceRules'),
    namespaceSelector: parseSelector(written, 'namespaceSelector'),
    objectSelector: parseSelector(written, 'objectSelector'),
    matchPolicy: 'Exact',
  };
};

const parseSelector = (match: JsonObject, field: string): LabelSelector => {
  const parsed = parseLabelSelector(fieldOf(match, field));
  return parsed.kind === 'selector' ? parsed.selector : everything;
};

const parseRules = (match: JsonObject, field: string): readonly ResourceRule[] =>
  objectsOf(match, field).map(([, rule]) => {
    const scope = textOf(rule, 'scope');
    return {
      groups: textsOf(rule, 'apiGroups'),
      versions: textsOf(rule, 'apiVersions'),
      resources: textsOf(rule, 'resources'),
      operations: textsOf(rule, 'operations').filter(isOperation),
      scope: scope === 'Cluster' || scope === 'Namespaced' ? scope : '*',
      names: textsOf(rule, 'resourceNames'),
    };
  });

const isOperation = (word: string): word is Operation | '*' => word === '*' || operations.some((each) => each === word);

const parseValidations = (spec: JsonObject): readonly WrittenValidation[] =>
  objectsOf(spec, 'validations').map(([index, item]) => {
    const at: FieldPath = ['spec', 'validations', index];
    const messageExpression = textOf(item, 'messageExpression');
    return {
      name: '',
      source: textOf(item, 'expression'),
      path: [...at, 'expression'],
      message: textOf(item, 'message'),
      messageExpression:
        messageExpression === '' ? null : { name: '', source: messageExpression, path: [...at, 'messageExpression'] },
    };
  });
