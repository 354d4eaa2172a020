/** Reads a ValidatingAdmissionPolicyBinding or MutatingAdmissionPolicyBinding. */

import type { FieldPath } from '../../model/field-path.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Resource } from '../../model/resource.ts';
import { checkFormat, checkMutableOperations, checkOwnName } from './check-names.ts';
import { parseMatch, readSelector } from './parse-match.ts';
import type { BindingDocument, DocumentDefect, ParamRef } from './policy-document.ts';
import { createReader, quote, type Reader } from './reader.ts';

export interface ParsedBinding {
  readonly binding: BindingDocument;
  readonly defects: readonly DocumentDefect[];
}

export const parseBinding = (resource: Resource): ParsedBinding => {
  const reader = createReader();
  const isMutating = resource.ref.kind === 'MutatingAdmissionPolicyBinding';
  checkOwnName(resource, reader);
  const spec = reader.object(resource.object, ['spec']);
  const hasMatch = spec['matchResources'] !== undefined && spec['matchResources'] !== null;
  const at: FieldPath = ['spec', 'matchResources'];
  const binding: BindingDocument = {
    resource,
    name: resource.ref.name,
    isMutating,
    policyName: reader.requiredText(spec, ['spec', 'policyName']),
    paramRef: readParamRef(reader, spec),
    match: hasMatch ? parseMatch(reader.object(spec, at), at, reader) : null,
    actions: isMutating ? [] : readActions(reader, spec),
  };
  if (binding.policyName !== '') checkFormat(binding.policyName, 'dns1123Subdomain', ['spec', 'policyName'], reader);
  if (isMutating) checkMutableOperations(binding.match?.resourceRules ?? [], at, reader);
  return { binding, defects: reader.defects };
};

const readActions = (reader: Reader, spec: JsonObject): BindingDocument['actions'] => {
  const at: FieldPath = ['spec', 'validationActions'];
  const words = reader.texts(spec, at);
  if (words.length === 0) reader.refuse(at, 'this is required: Deny, Warn or Audit');
  const wrong = words.find((word) => !isAction(word));
  if (wrong !== undefined) reader.refuse(at, `${JSON.stringify(wrong)} is none of Deny, Warn, Audit`);
  const again = words.find((word, index) => words.indexOf(word) < index);
  if (again !== undefined) reader.refuse(at, `${quote(again)} stands here twice`);
  if (words.includes('Deny') && words.includes('Warn')) reader.refuse(at, 'Deny and Warn may not stand together');
  return words.filter(isAction);
};

const isAction = (word: string): word is 'Deny' | 'Warn' | 'Audit' =>
  word === 'Deny' || word === 'Warn' || word === 'Audit';

const readParamRef = (reader: Reader, spec: JsonObject): ParamRef | null => {
  if (spec['paramRef'] === undefined || spec['paramRef'] === null) return null;
  const at: FieldPath = ['spec', 'paramRef'];
  const paramRef = reader.object(spec, at);
  const name = reader.text(paramRef, [...at, 'name']);
  if (name !== '') checkFormat(name, 'pathSegment', [...at, 'name'], reader);
  const hasSelector = paramRef['selector'] !== undefined && paramRef['selector'] !== null;
  if ((name !== '') === hasSelector) reader.refuse(at, 'exactly one of name and selector is required');
  if (paramRef['parameterNotFoundAction'] === undefined || paramRef['parameterNotFoundAction'] === null) {
    reader.refuse([...at, 'parameterNotFoundAction'], 'this is required: Allow or Deny');
  }
  return {
    name,
    namespace: reader.text(paramRef, [...at, 'namespace']),
    selector: readSelector(paramRef, [...at, 'selector'], reader),
    whenNotFound: reader.word(paramRef, [...at, 'parameterNotFoundAction'], ['Deny', 'Allow']),
  };
};
