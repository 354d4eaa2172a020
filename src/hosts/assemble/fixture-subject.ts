/** Turns an object of a fixture into what is judged: itself as if it were created, or the request an AdmissionReview states. */

import { isNamespaced } from '../../kube/schema/kinds.ts';
import { toGroup, type Resource, type ResourceRef } from '../../model/resource.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { operations, type Subject } from '../../model/subject.ts';

export type FixtureSubject =
  | { readonly kind: 'subject'; readonly subject: Subject; readonly ref: ResourceRef }
  | { readonly kind: 'defect'; readonly message: string };

export const toFixtureSubject = (resource: Resource): FixtureSubject => {
  const { ref, object } = resource;
  if (ref.kind !== 'AdmissionReview' || toGroup(ref.apiVersion) !== 'admission.k8s.io')
    return { kind: 'subject', subject: { kind: 'resource', resource }, ref };
  const { request } = object;
  if (!isJsonObject(request)) return toDefect('an AdmissionReview of a fixture has a request');
  return toAdmission(request);
};

/** `request` as admission.k8s.io/v1 writes it; what it leaves out is taken from its object. */
const toAdmission = (request: JsonObject): FixtureSubject => {
  const operation = operations.find((one) => one === request['operation']);
  if (operation === undefined) return toDefect(`request.operation is one of ${operations.join(', ')}`);
  const object = isJsonObject(request['object']) ? request['object'] : null;
  const oldObject = isJsonObject(request['oldObject']) ? request['oldObject'] : null;
  const ref = toRef(request, object ?? oldObject);
  if (ref === null) return toDefect('request.kind names group, version and kind where there is no object');
  const userInfo = isJsonObject(request['userInfo']) ? request['userInfo'] : {};
  const groups = userInfo['groups'];
  return {
    kind: 'subject',
    ref,
    subject: {
      kind: 'admission',
      operation,
      ref,
      subresource: toText(request['subResource']) ?? null,
      object: operation === 'DELETE' ? null : object,
      oldObject,
      user: {
        name: toText(userInfo['username']) ?? '',
        groups: isJsonArray(groups) ? groups.filter((group) => typeof group === 'string') : [],
      },
      dryRun: request['dryRun'] === true,
    },
  };
};

const toRef = (request: JsonObject, object: JsonObject | null): ResourceRef | null => {
  const kind = isJsonObject(request['kind']) ? request['kind'] : null;
  const metadata = object !== null && isJsonObject(object['metadata']) ? object['metadata'] : {};
  const apiVersion = object === null ? toApiVersion(kind) : (toText(object['apiVersion']) ?? toApiVersion(kind));
  const name = toText(object?.['kind']) ?? toText(kind?.['kind']);
  if (apiVersion === undefined || name === undefined) return null;
  return {
    apiVersion,
    kind: name,
    namespace: toText(request['namespace']) ?? toText(metadata['namespace']) ?? toOmitted(apiVersion, name),
    name: toText(request['name']) ?? toText(metadata['name']) ?? '',
  };
};

/** A namespaced object goes to the namespace called default, as where it stands by itself. */
const toOmitted = (apiVersion: string, kind: string): '' | null =>
  isNamespaced(toGroup(apiVersion), kind) === true ? '' : null;

const toApiVersion = (kind: JsonObject | null): string | undefined => {
  const group = toText(kind?.['group']) ?? '';
  const version = toText(kind?.['version']);
  return version === undefined ? undefined : group === '' ? version : `${group}/${version}`;
};

const toText = (value: Json | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

const toDefect = (message: string): FixtureSubject => ({ kind: 'defect', message });
