/** Refuses what the API server refuses in the names a policy or a binding says. */

import { namedFormats } from '../../kube/cel/named-format.ts';
import type { FieldPath } from '../../model/field-path.ts';
import { isJsonObject } from '../../model/json.ts';
import type { Resource } from '../../model/resource.ts';
import type { ResourceRule } from '../../kube/admission/match-resources.ts';
import type { PolicyDocument } from './policy-document.ts';
import { quote, type Reader } from './reader.ts';

/** A name of the object itself; what has a generateName is given one when it is created. */
export const checkOwnName = ({ object, ref }: Resource, reader: Reader): void => {
  const metadata = isJsonObject(object['metadata']) ? object['metadata'] : {};
  const at: FieldPath = ['metadata', 'name'];
  const name = reader.text(metadata, at);
  if (name !== '') checkFormat(name, 'dns1123Subdomain', at, reader);
  else if (ref.name === '' && (metadata['name'] ?? '') === '' && (metadata['generateName'] ?? '') === '')
    reader.refuse(at, 'this is required');
};

/** The names in it; what is empty was refused where it was read. */
export const checkNames = (policy: PolicyDocument, reader: Reader): void => {
  for (const { name, path } of policy.matchConditions)
    if (name !== '') checkFormat(name, 'qualifiedName', [...path.slice(0, -1), 'name'], reader);
  for (const { name, path } of policy.auditAnnotations)
    if (name !== '' && policy.name !== '' && !isValid(`${policy.name}/${name}`, 'qualifiedName'))
      reader.refuse([...path.slice(0, -1), 'key'], `${quote(name)} is ${words.qualifiedKey}`);
  if (policy.paramKind === null) return;
  const { apiVersion, kind } = policy.paramKind;
  if (apiVersion !== '' && !isApiVersion(apiVersion))
    reader.refuse(['spec', 'paramKind', 'apiVersion'], `${quote(apiVersion)} is none: write VERSION or GROUP/VERSION`);
  if (kind !== '' && !isValid(kind.toLowerCase(), 'dns1035Label'))
    reader.refuse(['spec', 'paramKind', 'kind'], `${quote(kind)} is no kind: it has letters, digits and -`);
};

const isApiVersion = (text: string): boolean => {
  const [version = '', group, ...more] = text.split('/').reverse();
  return (
    more.length === 0 &&
    isValid(version, 'dns1035Label') &&
    (group === undefined || group === '' || isValid(group, 'dns1123Subdomain'))
  );
};

export type NameFormat = 'dns1123Subdomain' | 'qualifiedName' | 'pathSegment';

/** `text` is not empty. */
export const checkFormat = (text: string, format: NameFormat, at: FieldPath, reader: Reader): void => {
  const fits = format === 'pathSegment' ? isPathSegment(text) : isValid(text, format);
  if (!fits) reader.refuse(at, `${quote(text)} is ${words[format]}`);
};

const words = {
  dns1123Subdomain: 'no name the API server takes: lower case letters, digits, - and ., at most 253 of them',
  qualifiedName:
    'no name the API server takes: letters, digits, -, _ and ., behind a DNS name and / where one is wanted',
  qualifiedKey: 'no key the API server takes: letters, digits, -, _ and ., at most 63 of them',
  pathSegment: 'no name of an object: it has no / and no %, and is neither . nor ..',
};

const isValid = (text: string, format: string): boolean => namedFormats.get(format)?.validate(text).length === 0;

const isPathSegment = (text: string): boolean => text !== '.' && text !== '..' && !/[/%]/.test(text);

/** What is mutated is created, updated or connected to. */
export const checkMutableOperations = (rules: readonly ResourceRule[], at: FieldPath, reader: Reader): void => {
  for (const [index, { operations }] of rules.entries())
    if (operations.includes('DELETE'))
      reader.refuse([...at, 'resourceRules', index, 'operations'], 'what is deleted cannot be mutated');
};
