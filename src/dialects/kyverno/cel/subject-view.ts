/** What a subject shows to all policies of policies.kyverno.io: looked at once, however many policies ask. */

import type { AdmissionAttributes } from '../../../kube/admission/attributes.ts';
import type { AskedKind } from '../../../kube/admission/match-resources.ts';
import { pluralOf, toAttributes } from '../../../kube/admission/to-attributes.ts';
import type { KeptResults } from '../../../kube/policy/kept-results.ts';
import { unknownUser } from '../../../kube/policy/request-value.ts';
import type { Value } from '../../../lang/cel/value.ts';
import { isJsonObject, type JsonObject } from '../../../model/json.ts';
import { toGroup, type Resource, type ResourceRef } from '../../../model/resource.ts';
import type { Operation, Subject } from '../../../model/subject.ts';
import type { PolicyUser, PolicyValues } from '../../policy-values.ts';

export interface SubjectView {
  readonly ref: ResourceRef;
  readonly attributes: AdmissionAttributes;
  readonly kind: NumberedKind;
  /** A document that is no Kubernetes object: a resource subject whose ref has no kind. Only JSON mode judges it. */
  readonly isPayload: boolean;
  /** It is asked for by somebody, and does not merely exist. */
  readonly isAdmission: boolean;
  /** As expressions see it: an object that is not there is an empty one, as in Kyverno. */
  readonly object: JsonObject;
  readonly oldObject: JsonObject;
  /** What is judged, as it was given. */
  readonly given: JsonObject;
  readonly request: Value;
  readonly kept: KeptResults;
}

/** Rules keep what they know of a kind in a list by its number: one look-up a subject, none a rule. */
export interface NumberedKind {
  readonly number: number;
  readonly asked: AskedKind;
}

export type LookAtSubject = (subject: Subject) => SubjectView;

export interface LookOptions {
  readonly user: PolicyUser | null;
  readonly values: PolicyValues | undefined;
}

/** It remembers the last subject and no other: rules are asked about one after another. */
export const createLook = ({ user, values }: LookOptions): LookAtSubject => {
  const kinds = new Map<string, NumberedKind>();
  const operation = toOperation(values);
  const parents = new Map(
    (values?.subresources ?? []).map(({ group, version, kind, parent }) => [`${group}/${version}/${kind}`, parent]),
  );
  let last: Subject | Resource | undefined;
  let view: SubjectView | undefined;
  let latest: NumberedKind | undefined;

  const toKind = (attributes: AdmissionAttributes): NumberedKind => {
    const { namespace } = attributes;
    const { operation: asked, group, version, kind, resource, subresource } = attributes;
    const isNamespaced = namespace !== '';
    if (latest !== undefined && isKind(latest.asked, attributes, isNamespaced)) return latest;
    const key = `${asked} ${group}/${version}/${kind}/${resource}/${subresource} ${isNamespaced}`;
    const known = kinds.get(key);
    if (known !== undefined) return (latest = known);
    const made = {
      number: kinds.size,
      asked: { operation: asked, group, version, kind, resource, subresource, isNamespaced },
    };
    kinds.set(key, made);
    return (latest = made);
  };

  return (subject) => {
    // A host may wrap one resource in a new subject for every rule.
    const identity = subject.kind === 'resource' ? subject.resource : subject;
    if (identity !== last || view === undefined) {
      const seen = toSeen(subject, user, operation);
      const parent = parents.get(`${seen.group}/${seen.version}/${seen.kind}`);
      const attributes =
        parent === undefined
          ? seen
          : { ...seen, ...parent, resource: pluralOf(parent.group, parent.kind), subresource: '' };
      last = identity;
      view = new LazyView(subject, attributes, toKind(attributes), user);
    }
    return view;
  };
};

const isKind = (asked: AskedKind, attributes: Omit<AskedKind, 'isNamespaced'>, isNamespaced: boolean): boolean =>
  asked.isNamespaced === isNamespaced &&
  asked.kind === attributes.kind &&
  asked.group === attributes.group &&
  asked.version === attributes.version &&
  asked.resource === attributes.resource &&
  asked.operation === attributes.operation &&
  asked.subresource === attributes.subresource;

/** What a values file says is done with what is read; anything but these is a creation, as in Kyverno's command line. */
const toOperation = (values: PolicyValues | undefined): 'CREATE' | 'UPDATE' | 'DELETE' => {
  const written = values?.globalValues['request.operation'];
  return written === 'UPDATE' || written === 'DELETE' ? written : 'CREATE';
};

const toSeen = (subject: Subject, user: PolicyUser | null, operation: Operation): AdmissionAttributes => {
  const attributes = toAttributes(subject, user);
  // Of a Namespace, Kyverno does not say that it lives in one.
  const namespace = attributes.resource === 'namespaces' && attributes.group === '' ? '' : attributes.namespace;
  const object = withNamespace(attributes.object, namespace);
  const oldObject = withNamespace(attributes.oldObject, namespace);
  const seen = { ...attributes, namespace, object, oldObject };
  if (subject.kind === 'admission' || operation === 'CREATE') return seen;
  return { ...seen, operation, object: operation === 'DELETE' ? null : object, oldObject: object };
};

/** The API server writes it into every object before anybody judges that. */
const withNamespace = (object: JsonObject | null, namespace: string): JsonObject | null => {
  if (object === null || namespace === '') return object;
  const { metadata } = object;
  const written = isJsonObject(metadata) ? metadata : {};
  const has = typeof written['namespace'] === 'string' && written['namespace'] !== '';
  return has ? object : { ...object, metadata: { ...written, namespace } };
};

class LazyView implements SubjectView {
  readonly ref: ResourceRef;
  readonly attributes: AdmissionAttributes;
  readonly kind: NumberedKind;
  readonly isPayload: boolean;
  readonly isAdmission: boolean;
  readonly object: JsonObject;
  readonly oldObject: JsonObject;
  readonly given: JsonObject;
  readonly kept: KeptResults = [];
  readonly #user: PolicyUser | null;
  #request: Value | undefined;

  constructor(subject: Subject, attributes: AdmissionAttributes, kind: NumberedKind, user: PolicyUser | null) {
    this.ref = subject.kind === 'resource' ? subject.resource.ref : subject.ref;
    this.attributes = attributes;
    this.kind = kind;
    this.isAdmission = subject.kind === 'admission';
    this.isPayload = !this.isAdmission && this.ref.kind === '';
    this.object = attributes.object ?? nothing;
    this.oldObject = attributes.oldObject ?? nothing;
    this.given =
      subject.kind === 'resource' ? subject.resource.object : (subject.object ?? subject.oldObject ?? nothing);
    this.#user = subject.kind === 'resource' ? user : toUser(subject.user);
  }

  get request(): Value {
    return (this.#request ??= toRequest(this.attributes, this.#user));
  }
}

const nothing: JsonObject = {};

const toUser = (user: { readonly name: string; readonly groups: readonly string[] }): PolicyUser => user;

/** With `object` and `oldObject`, which Kyverno adds to what the API server shows of a request. */
const toRequest = (attributes: AdmissionAttributes, user: PolicyUser | null): Value => {
  const { group, version, kind, resource, subresource, name, namespace, operation, dryRun } = attributes;
  const ofKind = { group, version, kind };
  const ofResource = { group, version, resource };
  return {
    uid: '',
    kind: ofKind,
    resource: ofResource,
    ...(subresource === '' ? {} : { subResource: subresource, requestSubResource: subresource }),
    requestKind: ofKind,
    requestResource: ofResource,
    ...(name === '' ? {} : { name }),
    ...(namespace === '' ? {} : { namespace }),
    operation,
    userInfo: toUserInfo(user),
    object: attributes.object,
    oldObject: attributes.oldObject,
    dryRun,
    options: null,
  };
};

const toUserInfo = (user: PolicyUser | null): Value =>
  user === null
    ? unknownUser
    : {
        ...(user.name === '' ? {} : { username: user.name }),
        ...(user.uid === undefined ? {} : { uid: user.uid }),
        ...(user.groups.length === 0 ? {} : { groups: user.groups }),
        ...(user.extra === undefined ? {} : { extra: user.extra }),
      };

/** For what names other objects by their apiVersion. */
export const toVersion = (apiVersion: string): { readonly group: string; readonly version: string } => {
  const group = toGroup(apiVersion);
  return { group, version: group === '' ? apiVersion : apiVersion.slice(group.length + 1) };
};
