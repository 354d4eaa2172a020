/** What a subject shows to all rules of the dialect: looked at once, presented once for each version that is asked for. */

import type { AdmissionAttributes } from '../../kube/admission/attributes.ts';
import type { VersionedResource } from '../../kube/admission/equivalent-resources.ts';
import { isExempt, type AskedKind } from '../../kube/admission/match-resources.ts';
import { toAttributes } from '../../kube/admission/to-attributes.ts';
import type { Value } from '../../lang/cel/value.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Resource, ResourceRef } from '../../model/resource.ts';
import type { Subject } from '../../model/subject.ts';
import type { Present, Presented } from './present.ts';
import type { KeptResults } from '../../kube/policy/kept-results.ts';
import { toRequestValue } from '../../kube/policy/request-value.ts';

export interface Asked {
  readonly ref: ResourceRef;
  readonly attributes: AdmissionAttributes;
  readonly kind: NumberedKind;
  /** What the server shows to a policy that matched this resource. */
  shownAs(matched: VersionedResource): Shown;
}

/** Made when it is first asked for, and once for all policies that matched the same version. */
export interface Shown {
  readonly matched: VersionedResource;
  readonly pair: PresentedPair;
  readonly request: Value;
  readonly kept: KeptResults;
}

/** Rules keep what they know of a kind in a list by its number: one look-up a subject, none a rule. */
export interface NumberedKind {
  readonly number: number;
  readonly asked: AskedKind;
  readonly isExempt: boolean;
}

export interface PresentedPair {
  readonly object: JsonObject | null;
  readonly oldObject: JsonObject | null;
  /** Why the API server would not take the object, which is then judged as it was written; `null` where it would. */
  readonly refusal: string | null;
}

export type Look = (subject: Subject) => Asked;

/** It remembers the last subject and no other, so that it holds on to no memory: rules are asked about one after another. */
export const createLook = (user: AdmissionAttributes['user'], present: Present): Look => {
  const kinds = new Map<string, NumberedKind>();
  let last: Subject | Resource | undefined;
  let asked: Asked | undefined;

  const toKind = ({
    operation,
    group,
    version,
    kind,
    resource,
    subresource,
    namespace,
  }: AdmissionAttributes): NumberedKind => {
    const isNamespaced = namespace !== '';
    const key = `${operation} ${group}/${version}/${kind}/${resource}/${subresource} ${isNamespaced}`;
    const known = kinds.get(key);
    if (known !== undefined) return known;
    const made: NumberedKind = {
      number: kinds.size,
      asked: { operation, group, version, kind, resource, subresource, isNamespaced },
      isExempt: isExempt({ group, resource }),
    };
    kinds.set(key, made);
    return made;
  };

  return (subject) => {
    // A host may wrap one resource in a new subject for every rule.
    const identity = subject.kind === 'resource' ? subject.resource : subject;
    if (identity !== last || asked === undefined) {
      const attributes = toAttributes(subject, user);
      last = identity;
      const ref = subject.kind === 'resource' ? subject.resource.ref : subject.ref;
      asked = toAsked(ref, attributes, toKind(attributes), present);
    }
    return asked;
  };
};

const toAsked = (ref: ResourceRef, attributes: AdmissionAttributes, kind: NumberedKind, present: Present): Asked => {
  // One in nearly every case: the version that was asked for.
  const versions: Shown[] = [];
  return {
    ref,
    attributes,
    kind,
    shownAs: (matched) => {
      for (const known of versions) if (isSame(known.matched, matched)) return known;
      const made = new ShownLazily(attributes, matched, present);
      versions.push(made);
      return made;
    },
  };
};

class ShownLazily implements Shown {
  readonly matched: VersionedResource;
  readonly kept: KeptResults = [];
  readonly #attributes: AdmissionAttributes;
  readonly #present: Present;
  #pair: PresentedPair | undefined;
  #request: Value | undefined;

  constructor(attributes: AdmissionAttributes, matched: VersionedResource, present: Present) {
    this.matched = matched;
    this.#attributes = attributes;
    this.#present = present;
  }

  get pair(): PresentedPair {
    return (this.#pair ??= toPair(this.#attributes, this.matched, this.#present));
  }

  get request(): Value {
    return (this.#request ??= toRequestValue(this.#attributes, this.matched));
  }
}

const isSame = (a: VersionedResource, b: VersionedResource): boolean =>
  a === b || (a.version === b.version && a.group === b.group && a.kind === b.kind && a.resource === b.resource);

const toPair = (
  { operation, object, oldObject, namespace, subresource }: AdmissionAttributes,
  matched: VersionedResource,
  present: Present,
): PresentedPair => {
  if (operation === 'CREATE' && object !== null)
    return toPresentedPair(present.created(object, matched, namespace), object, oldObject);
  const held = oldObject === null ? null : present.held(oldObject, matched);
  const old = held?.kind === 'object' ? held.object : oldObject;
  if (object === null) return { object, oldObject: old, refusal: null };
  const presented = old === null ? present.held(object, matched) : present.updated(object, old, matched, subresource);
  return toPresentedPair(presented, object, old);
};

const toPresentedPair = (presented: Presented, object: JsonObject, oldObject: JsonObject | null): PresentedPair =>
  presented.kind === 'object'
    ? { object: presented.object, oldObject, refusal: null }
    : { object, oldObject, refusal: presented.message };
