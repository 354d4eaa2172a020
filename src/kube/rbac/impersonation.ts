/** Who can act as somebody else: the plain verb `impersonate`, and since KEP-5284 two verbs together. */

import type { AccessIndex, AccessQuestion, Via } from './access.ts';
import { mastersGroup } from './built-in-access.ts';
import { toSubjectKey } from './role-binding.ts';
import { toGroupsOf } from './subject-key.ts';
import type { AccessSubject } from './subject.ts';

/** `legacy` takes over everything the other one may do; the others only what `impersonate-on:MODE:VERB` is granted for. */
export type ImpersonationMode = 'legacy' | 'associated-node' | 'arbitrary-node' | 'serviceaccount' | 'user-info';

export interface Impersonator {
  readonly subject: AccessSubject;
  readonly mode: ImpersonationMode;
  /** By which it may say who it is. */
  readonly via: readonly Via[];
  /** By which it may do the thing in that name; empty for `legacy`, which needs none. */
  readonly on: readonly Via[];
}

/**
 * Who can do `asked` as `target`. Both verbs may come by different ways, also through groups that the subject is always
 * in; groups nobody can know of are not followed. A group is impersonated beside a user: with the right for the group
 * alone nothing is asked, which is not checked here.
 */
export const listImpersonators = (
  index: AccessIndex,
  target: AccessSubject,
  asked: AccessQuestion,
): readonly Impersonator[] =>
  modesFor(target).flatMap((mode) => {
    const first = toHolders(index, toTargetQuestion(mode, target));
    if (mode === 'legacy') return [...first.values()].map(({ subject, via }) => ({ subject, mode, via, on: [] }));
    const second = toHolders(index, { ...asked, verb: `impersonate-on:${mode}:${asked.verb}` });
    return [...new Map([...first, ...second]).values()].flatMap(({ subject }): readonly Impersonator[] => {
      if (mode === 'associated-node' && !isAccount(subject)) return [];
      const via = viaOf(first, subject);
      const on = viaOf(second, subject);
      return via.length === 0 || on.length === 0 ? [] : [{ subject, mode, via, on }];
    });
  });

/** Constrained modes are for one sort of user each, and never for `system:masters`. */
const modesFor = (target: AccessSubject): readonly ImpersonationMode[] => {
  switch (target.kind) {
    case 'serviceaccount':
      return ['serviceaccount', 'legacy'];
    case 'user':
      return nodeName(target.name) === undefined
        ? ['user-info', 'legacy']
        : ['associated-node', 'arbitrary-node', 'legacy'];
    case 'group':
      return target.name === mastersGroup ? ['legacy'] : ['user-info', 'legacy'];
  }
};

const toTargetQuestion = (mode: ImpersonationMode, target: AccessSubject): AccessQuestion => {
  const { resource, namespace, name } = toNamed(mode, target);
  return {
    kind: 'resource',
    verb: mode === 'legacy' ? 'impersonate' : `impersonate:${mode}`,
    group: mode === 'legacy' ? '' : 'authentication.k8s.io',
    resource,
    subresource: '',
    namespace,
    name,
  };
};

const toNamed = (
  mode: ImpersonationMode,
  target: AccessSubject,
): { readonly resource: string; readonly namespace: string; readonly name: string } => {
  switch (target.kind) {
    case 'serviceaccount':
      return { resource: 'serviceaccounts', namespace: target.namespace, name: target.name };
    case 'group':
      return { resource: 'groups', namespace: '', name: target.name };
    case 'user': {
      const node = mode === 'legacy' ? undefined : nodeName(target.name);
      if (node === undefined) return { resource: 'users', namespace: '', name: target.name };
      // One answer is kept for every node an account runs on: the right must be for all of them.
      return { resource: 'nodes', namespace: '', name: mode === 'associated-node' ? '*' : node };
    }
  }
};

const nodeName = (user: string): string | undefined =>
  /^system:node:([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)$/.exec(user)?.[1];

/** Only pods can be where the node is. */
const isAccount = (subject: AccessSubject): boolean =>
  subject.kind === 'serviceaccount' ||
  (subject.kind === 'group' && /^system:(?:serviceaccounts|authenticated)/.test(subject.name));

interface Holder {
  readonly subject: AccessSubject;
  readonly via: readonly Via[];
}

const toHolders = (index: AccessIndex, question: AccessQuestion): ReadonlyMap<string, Holder> =>
  new Map(index.whoCan(question).subjects.map((able) => [toSubjectKey(able.subject), able]));

const viaOf = (holders: ReadonlyMap<string, Holder>, subject: AccessSubject): readonly Via[] =>
  [subject, ...toGroupsOf(subject, []).map((name): AccessSubject => ({ kind: 'group', name }))].flatMap(
    (each) => holders.get(toSubjectKey(each))?.via ?? [],
  );
