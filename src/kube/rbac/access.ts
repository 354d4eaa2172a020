/** Questions about grants and their answers: who can do a thing, and what somebody can do, each with the way it came. */

import type { Resource } from '../../model/resource.ts';
import type { PolicyRule } from './policy-rule.ts';
import type { AccessSubject } from './subject.ts';

/** `*` as a verb, group, resource or namespace asks for a grant of everything there. */
export type AccessQuestion =
  | {
      readonly kind: 'resource';
      readonly verb: string;
      readonly group: string;
      readonly resource: string;
      /** The empty text for the resource itself. */
      readonly subresource: string;
      /** `null`: anywhere, so a grant in any one namespace is an answer. The empty text: over the whole cluster. */
      readonly namespace: string | null;
      /** `null`: no object is named, so grants for single names are no answer. */
      readonly name: string | null;
    }
  | { readonly kind: 'path'; readonly verb: string; readonly path: string };

export interface AccessIndex {
  /** In the order of subjects, of each role its first rules that fit; costs what fits, not what there is. */
  whoCan(question: AccessQuestion): WhoCan;
  /** Its own grants and, unless `own` is asked for, those of the groups it is always in. `groups` are more of them. */
  whatCan(
    subject: AccessSubject,
    options?: { readonly groups?: readonly string[]; readonly own?: boolean },
  ): readonly Held[];
  /** Every binding that was read, with the role it gives, `null` where there is none. */
  readonly bindings: readonly IndexedBinding[];
  /** Every role, the API server's own included. */
  readonly roles: readonly IndexedRole[];
  /** Objects that the API server would refuse as they are, or of which not everything was read. */
  readonly doubts: readonly AccessDoubt[];
}

export interface AccessDoubt {
  readonly about: Resource;
  /** As `renderFieldPath` prints it. */
  readonly path: string;
  readonly message: string;
}

export interface WhoCan {
  readonly subjects: readonly AbleSubject[];
  /** Who may do it with some objects by name, where the question names none. */
  readonly byName: readonly AbleSubject[];
}

export interface AbleSubject {
  readonly subject: AccessSubject;
  readonly via: readonly Via[];
}

/** The chain of a grant. */
export type Via =
  | {
      readonly kind: 'binding';
      readonly binding: IndexedBinding;
      readonly role: IndexedRole;
      readonly rule: IndexedRule;
      /** Where it holds; `null` for the whole cluster. */
      readonly namespace: string | null;
    }
  /** No binding says it: the API server lets members of `system:masters` do anything, and nodes what their pods need. */
  | { readonly kind: 'built-in'; readonly authorizer: 'system:masters' | 'Node'; readonly text: string };

export interface Held {
  /** `null` for the whole cluster. */
  readonly namespace: string | null;
  readonly rule: PolicyRule;
  readonly via: Via;
}

export interface IndexedBinding {
  readonly resource: Resource;
  readonly namespace: string | null;
  readonly subjects: readonly AccessSubject[];
  /** As the binding names it. */
  readonly roleRef: { readonly kind: 'Role' | 'ClusterRole'; readonly name: string };
  readonly role: IndexedRole | null;
  /** The API server makes it at its start: not read, but always there. */
  readonly bootstrap: boolean;
}

export interface IndexedRole {
  readonly resource: Resource;
  /** `null` for a ClusterRole. */
  readonly namespace: string | null;
  readonly rules: readonly IndexedRule[];
  readonly bootstrap: boolean;
}

export interface IndexedRule {
  readonly rule: PolicyRule;
  /** The role it was written in, which is another one where the role is aggregated. */
  readonly from: Resource;
  /** Its number there, from 0. */
  readonly index: number;
}
