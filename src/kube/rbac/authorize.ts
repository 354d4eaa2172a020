/** Decides what a user may do, from Roles and bindings: the API server's RBAC authorizer over objects that were read. */

import type { Snapshot } from '../../model/snapshot.ts';
import type { IndexedBinding } from './access.ts';
import { mastersGroup } from './built-in-access.ts';
import { readGrants } from './read-grants.ts';
import { toSubjectKey } from './role-binding.ts';
import { ruleAllows, type AccessAttributes } from './rule-allows.ts';
import { parseSubject, type AccessSubject } from './subject.ts';

export interface AccessDecision {
  readonly isAllowed: boolean;
  /** As the API server says it; the empty text where nothing allows it: RBAC never denies, it only does not allow. */
  readonly reason: string;
}

export interface Authorizer {
  /** `groups` are all of them: `toAllGroups` adds those Kubernetes gives to everybody. */
  decide(user: string, groups: readonly string[], attributes: AccessAttributes): AccessDecision;
}

/** Indexed by subject once: a decision costs the bindings of that user, not those of the cluster. */
export const createAuthorizer = (snapshot: Snapshot): Authorizer => {
  const grants = new Map<string, IndexedBinding[]>();
  for (const binding of readGrants(snapshot, []).bindings) {
    for (const subject of binding.subjects) {
      const key = toSubjectKey(subject);
      const known = grants.get(key);
      if (known === undefined) grants.set(key, [binding]);
      else known.push(binding);
    }
  }
  return {
    decide(user, groups, attributes) {
      if (groups.includes(mastersGroup)) return { isAllowed: true, reason: '' };
      const subjects: readonly AccessSubject[] = [
        parseSubject(`user:${user}`) ?? { kind: 'user', name: user },
        ...groups.map((name): AccessSubject => ({ kind: 'group', name })),
      ];
      // Grants of the whole cluster are asked first.
      for (const isLocal of [false, true]) {
        for (const subject of subjects) {
          const binding = grants
            .get(toSubjectKey(subject))
            ?.find((each) => (each.namespace !== null) === isLocal && allows(each, attributes));
          if (binding !== undefined) return { isAllowed: true, reason: toReason(binding, subject) };
        }
      }
      return notAllowed;
    },
  };
};

const notAllowed: AccessDecision = { isAllowed: false, reason: '' };

/** A grant in a namespace gives nothing outside it, and no paths. */
const allows = ({ namespace, role }: IndexedBinding, attributes: AccessAttributes): boolean => {
  if (namespace !== null && (attributes.kind === 'path' || attributes.namespace !== namespace)) return false;
  return role !== null && role.rules.some(({ rule }) => ruleAllows(rule, attributes));
};

const toReason = ({ resource, namespace, roleRef }: IndexedBinding, subject: AccessSubject): string => {
  const { kind, name } = resource.ref;
  return `RBAC: allowed by ${kind} "${namespace === null ? name : `${name}/${namespace}`}" of ${roleRef.kind} "${roleRef.name}" to ${renderOf(subject)}`;
};

/** As the API server's reasons print it. */
const renderOf = (subject: AccessSubject): string => {
  switch (subject.kind) {
    case 'user':
      return `User "${subject.name}"`;
    case 'group':
      return `Group "${subject.name}"`;
    case 'serviceaccount':
      return `ServiceAccount "${subject.name}/${subject.namespace}"`;
  }
};
