/** Under which keys grants are found: a user has its own, those of its groups, and as a service account one more. */

import type { BoundSubject } from './role-binding.ts';

export interface SubjectKey {
  readonly key: string;
  /** As the API server's reasons print it. */
  readonly text: string;
}

/** A ServiceAccount without a namespace is one of the binding's. */
export const toSubjectKey = ({ kind, name, namespace }: BoundSubject, bindingNamespace: string | null): SubjectKey => {
  switch (kind) {
    case 'User':
      return { key: `user:${name}`, text: `User "${name}"` };
    case 'Group':
      return { key: `group:${name}`, text: `Group "${name}"` };
    case 'ServiceAccount': {
      const home = namespace === '' ? (bindingNamespace ?? '') : namespace;
      return { key: `user:system:serviceaccount:${home}:${name}`, text: `ServiceAccount "${name}/${home}"` };
    }
  }
};

/** Of exactly these groups. */
export const toUserKeys = (user: string, groups: readonly string[]): readonly string[] => [
  `user:${user}`,
  ...groups.map((group) => `group:${group}`),
];

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
