/** The groups an identity is always in, beside those it is given. */

import type { AccessSubject } from './subject.ts';

/** The groups given, and those Kubernetes adds: everybody who is somebody is authenticated; service accounts have two of their own. */
export const toAllGroups = (user: string, groups: readonly string[]): readonly string[] => {
  const all = new Set(groups);
  const account = serviceAccount.exec(user);
  if (account !== null) {
    all.add('system:serviceaccounts');
    all.add(`system:serviceaccounts:${account[1] ?? ''}`);
  }
  all.add(user === 'system:anonymous' ? 'system:unauthenticated' : 'system:authenticated');
  return [...all];
};

const serviceAccount = /^system:serviceaccount:([a-z0-9-]+):[a-z0-9.-]+$/;

/** Of a subject as bindings have it; the members of a group of service accounts are service accounts. */
export const toGroupsOf = (subject: AccessSubject, groups: readonly string[]): readonly string[] => {
  switch (subject.kind) {
    case 'user':
      return toAllGroups(subject.name, groups);
    case 'serviceaccount':
      return toAllGroups(`system:serviceaccount:${subject.namespace}:${subject.name}`, groups);
    case 'group': {
      const all = new Set([
        ...groups,
        ...(subject.name.startsWith('system:serviceaccounts:') ? ['system:serviceaccounts'] : []),
      ]);
      if (subject.name !== 'system:unauthenticated') all.add('system:authenticated');
      all.delete(subject.name);
      return [...all];
    }
  }
};
