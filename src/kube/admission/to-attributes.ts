/** What a subject is to admission: an object that merely exists is taken as being created. */

import { isJsonObject, type JsonObject } from '../../model/json.ts';
import { toGroup, type ResourceRef } from '../../model/resource.ts';
import type { Subject } from '../../model/subject.ts';
import { findKind } from '../schema/kinds.ts';
import type { AdmissionAttributes } from './attributes.ts';

/** `user` is who creates what is read; a request names its own. */
export const toAttributes = (subject: Subject, user: AdmissionAttributes['user']): AdmissionAttributes => {
  if (subject.kind === 'resource') {
    const { ref, object } = subject.resource;
    return {
      ...toNames(ref, '', object),
      operation: 'CREATE',
      subresource: '',
      namespace: toNamespace(ref),
      name: nameOf(object),
      object,
      oldObject: null,
      user,
      dryRun: false,
    };
  }
  const { operation, ref, object, oldObject, dryRun } = subject;
  const subresource = subject.subresource ?? '';
  return {
    ...toNames(ref, subresource, object ?? oldObject),
    operation,
    subresource,
    namespace: toNamespace(ref),
    name: operation === 'CREATE' && subresource === '' ? nameOf(object) : ref.name,
    object,
    oldObject,
    user: subject.user,
    dryRun,
  };
};

/** A request about a Namespace names that namespace, also the one that creates it. */
const toNamespace = ({ apiVersion, kind, namespace, name }: ResourceRef): string => {
  if (apiVersion === 'v1' && kind === 'Namespace') return name.endsWith('*') ? '' : name;
  // A manifest that names no namespace goes to the one called default.
  return namespace === null ? '' : namespace === '' ? 'default' : namespace;
};

/** An object whose name the server makes up has none yet when admission runs. */
const nameOf = (object: JsonObject | null): string => {
  const metadata = object?.['metadata'];
  const name = isJsonObject(metadata) ? metadata['name'] : undefined;
  return typeof name === 'string' ? name : '';
};

type Names = Pick<AdmissionAttributes, 'group' | 'version' | 'kind' | 'resource'>;

/** What is sent to a subresource is often of a kind of its own; the resource stays. */
const toNames = (ref: ResourceRef, subresource: string, sent: JsonObject | null): Names => {
  const names = toVersionedKind(ref.apiVersion, ref.kind);
  const resource = { ...names, resource: pluralOf(names.group, ref.kind) };
  if (subresource === '') return resource;
  const { apiVersion, kind } = sent ?? {};
  const own =
    typeof apiVersion === 'string' && typeof kind === 'string'
      ? { apiVersion, kind }
      : subresourceKinds.get(`${resource.resource}/${subresource}`);
  return own === undefined ? resource : { ...resource, kind: own.kind };
};

const toVersionedKind = (
  apiVersion: string,
  kind: string,
): { readonly group: string; readonly version: string; readonly kind: string } => {
  const group = toGroup(apiVersion);
  return { group, version: group === '' ? apiVersion : apiVersion.slice(group.length + 1), kind };
};

const subresourceKinds: ReadonlyMap<string, { readonly apiVersion: string; readonly kind: string }> = new Map([
  ['pods/exec', { apiVersion: 'v1', kind: 'PodExecOptions' }],
  ['pods/attach', { apiVersion: 'v1', kind: 'PodAttachOptions' }],
  ['pods/portforward', { apiVersion: 'v1', kind: 'PodPortForwardOptions' }],
  ['pods/proxy', { apiVersion: 'v1', kind: 'PodProxyOptions' }],
  ['services/proxy', { apiVersion: 'v1', kind: 'ServiceProxyOptions' }],
  ['nodes/proxy', { apiVersion: 'v1', kind: 'NodeProxyOptions' }],
]);

/** The plural of a kind; of a custom one as Kubernetes guesses it, since only its definition says. */
export const pluralOf = (group: string, kind: string): string => {
  const known = findKind(group, kind)?.plural;
  if (known !== undefined) return known;
  const lower = kind.toLowerCase();
  if (lower.endsWith('s') || lower.endsWith('x') || lower.endsWith('ch') || lower.endsWith('sh')) return `${lower}es`;
  return /[^aeiou]y$/.test(lower) ? `${lower.slice(0, -1)}ies` : `${lower}s`;
};
