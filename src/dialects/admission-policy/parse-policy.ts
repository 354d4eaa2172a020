/** Reads a ValidatingAdmissionPolicy or MutatingAdmissionPolicy as the API server validates it when it is created. */

import { type FieldPath } from '../../model/field-path.ts';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import type { Resource } from '../../model/resource.ts';
import { checkMutableOperations, checkNames, checkOwnName } from './check-names.ts';
import { parseMatch } from './parse-match.ts';
import type {
  DocumentDefect,
  Mutation,
  NamedExpression,
  ParamKind,
  PolicyDocument,
  Validation,
  WrittenExpression,
} from './policy-document.ts';
import { createReader, type Reader } from './reader.ts';

export interface ParsedPolicy {
  readonly policy: PolicyDocument;
  /** Where one of them is an error the server would not take the policy, and every judgement of it is an error. */
  readonly defects: readonly DocumentDefect[];
}

export const parsePolicy = (resource: Resource): ParsedPolicy => {
  const reader = createReader();
  const isMutating = resource.ref.kind === 'MutatingAdmissionPolicy';
  checkOwnName(resource, reader);
  const spec = reader.object(resource.object, ['spec']);
  const variables = readNamed(reader, spec, 'variables', 'name', 'expression');
  checkVariables(variables, reader);
  const matchConditions = readNamed(reader, spec, 'matchConditions', 'name', 'expression');
  if (matchConditions.length > mostConditions) {
    reader.refuse(['spec', 'matchConditions'], `there may be at most ${mostConditions}`);
  }
  const policy: PolicyDocument = {
    resource,
    name: resource.ref.name,
    isMutating,
    failurePolicy: reader.word(spec, ['spec', 'failurePolicy'], ['Fail', 'Ignore']),
    paramKind: readParamKind(reader, spec),
    match: readConstraints(reader, spec),
    matchConditions,
    variables,
    validations: isMutating ? [] : readValidations(reader, spec),
    auditAnnotations: isMutating ? [] : readNamed(reader, spec, 'auditAnnotations', 'key', 'valueExpression'),
    mutations: isMutating ? readMutations(reader, spec) : [],
    isReinvoked: isMutating && spec['reinvocationPolicy'] === 'IfNeeded',
  };
  if (!isMutating && policy.validations.length === 0 && policy.auditAnnotations.length === 0) {
    reader.refuse(['spec', 'validations'], 'validations or auditAnnotations are required');
  }
  checkNames(policy, reader);
  if (isMutating) checkMutableOperations(policy.match.resourceRules, ['spec', 'matchConstraints'], reader);
  for (const { source, path } of policy.auditAnnotations)
    if (Buffer.byteLength(source.trim()) > longestAnnotation)
      reader.refuse(path, `it may be at most ${longestAnnotation} bytes long`);
  return { policy, defects: reader.defects };
};

/** The server's bounds. */
const mostConditions = 64;
const longestAnnotation = 5 * 1024;

const readParamKind = (reader: Reader, spec: JsonObject): ParamKind | null => {
  if (spec['paramKind'] === undefined || spec['paramKind'] === null) return null;
  const at: FieldPath = ['spec', 'paramKind'];
  const paramKind = reader.object(spec, at);
  return {
    apiVersion: reader.requiredText(paramKind, [...at, 'apiVersion']),
    kind: reader.requiredText(paramKind, [...at, 'kind']),
  };
};

const readConstraints = (reader: Reader, spec: JsonObject): PolicyDocument['match'] => {
  const at: FieldPath = ['spec', 'matchConstraints'];
  const match = parseMatch(reader.object(spec, at), at, reader);
  if (match.resourceRules.length === 0) reader.refuse([...at, 'resourceRules'], 'this is required');
  return match;
};

const readNamed = (
  reader: Reader,
  spec: JsonObject,
  list: string,
  nameField: string,
  expressionField: string,
): readonly NamedExpression[] => {
  const seen = new Set<string>();
  return readItems(reader, spec, list).map(({ item, at }) => {
    const name = reader.requiredText(item, [...at, nameField]);
    if (seen.has(name)) reader.refuse([...at, nameField], `${JSON.stringify(name)} stands here twice`);
    seen.add(name);
    return { name, ...readExpression(reader, item, [...at, expressionField]) };
  });
};

const readItems = (
  reader: Reader,
  spec: JsonObject,
  list: string,
): readonly { readonly item: JsonObject; readonly at: FieldPath }[] =>
  reader.list(spec, ['spec', list]).map((item, index) => ({ item: toObject(item), at: ['spec', list, index] }));

const toObject = (item: Json): JsonObject => (isJsonObject(item) ? item : {});

const readExpression = (reader: Reader, item: JsonObject, path: FieldPath): WrittenExpression => ({
  source: reader.requiredText(item, path),
  path,
});

const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** What the language has taken, so that nothing can be called so. */
const reserved: ReadonlySet<string> = new Set(
  `true false null in as break const continue else for function if import let loop package namespace return var void while`.split(
    ' ',
  ),
);

const checkVariables = (variables: readonly NamedExpression[], reader: Reader): void => {
  for (const { name, path } of variables) {
    if (name !== '' && (!identifier.test(name) || reserved.has(name))) {
      reader.refuse([...path.slice(0, -1), 'name'], `${JSON.stringify(name)} is no name that CEL can say`);
    }
  }
};

const reasons = ['Invalid', 'Forbidden', 'RequestEntityTooLarge'] as const;

const readValidations = (reader: Reader, spec: JsonObject): readonly Validation[] =>
  readItems(reader, spec, 'validations').map(({ item, at }) => {
    const message = reader.text(item, [...at, 'message']);
    if (message.trim().includes('\n')) reader.refuse([...at, 'message'], 'a message is one line');
    const written = reader.text(item, [...at, 'messageExpression']);
    for (const [field, text] of [
      ['message', message],
      ['messageExpression', written],
    ] as const)
      if (text !== '' && text.trim() === '') reader.refuse([...at, field], 'there is nothing in it');
    return {
      ...readExpression(reader, item, [...at, 'expression']),
      message,
      messageExpression: written.trim() === '' ? null : { source: written, path: [...at, 'messageExpression'] },
      reason: reader.word(item, [...at, 'reason'], reasons),
    };
  });

const readMutations = (reader: Reader, spec: JsonObject): readonly Mutation[] => {
  const mutations = readItems(reader, spec, 'mutations').map(({ item, at }): Mutation => {
    const patchType = reader.word(item, [...at, 'patchType'], ['ApplyConfiguration', 'JSONPatch']);
    if ((item['patchType'] ?? null) === null) reader.refuse([...at, 'patchType'], 'this is required');
    const field = patchType === 'JSONPatch' ? 'jsonPatch' : 'applyConfiguration';
    const body = reader.object(item, [...at, field]);
    return { patchType, ...readExpression(reader, body, [...at, field, 'expression']) };
  });
  if (mutations.length === 0) reader.refuse(['spec', 'mutations'], 'this is required');
  const again = reader.word(spec, ['spec', 'reinvocationPolicy'], ['Never', 'IfNeeded']);
  if ((spec['reinvocationPolicy'] ?? null) === null && again === 'Never') {
    reader.refuse(['spec', 'reinvocationPolicy'], 'this is required: Never or IfNeeded');
  }
  return mutations;
};
