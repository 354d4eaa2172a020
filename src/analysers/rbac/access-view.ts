/** Grants as they are judged: who holds what beyond what Kubernetes itself made. */

import { createSnapshotBuilder } from '../../kube/snapshot/build-snapshot.ts';
import type { AccessIndex, IndexedBinding, IndexedRole } from '../../kube/rbac/access.ts';
import { createAccessIndex } from '../../kube/rbac/create-access-index.ts';
import { toSubjectKey } from '../../kube/rbac/role-binding.ts';
import type { AccessSubject } from '../../kube/rbac/subject.ts';
import type { Resource } from '../../model/resource.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { textAt } from '../../model/read-object.ts';

export interface AccessView {
  readonly snapshot: Snapshot;
  readonly index: AccessIndex;
  /** Bindings that people wrote, and those of Kubernetes to whom people added somebody. */
  readonly given: readonly Given[];
  /** True for a role every API server makes, as far as its name and label say. */
  isMade(role: IndexedRole): boolean;
}

export interface Given {
  readonly binding: IndexedBinding;
  /** Without those of Kubernetes itself. */
  readonly subjects: readonly AccessSubject[];
  readonly isMade: boolean;
}

export const toAccessView = (snapshot: Snapshot): AccessView => {
  const index = createAccessIndex(snapshot);
  const own = createAccessIndex(createSnapshotBuilder('manifests').build({ evidence: [], unread: [] }));
  const roles = new Set(own.roles.map(({ resource }) => toKey(resource)));
  const subjectsOf = new Map(
    own.bindings.map(({ resource, subjects }) => [toKey(resource), new Set(subjects.map(toSubjectKey))]),
  );
  const given = index.bindings.flatMap((binding): readonly Given[] => {
    const made = isLabelled(binding.resource) ? subjectsOf.get(toKey(binding.resource)) : undefined;
    const subjects = binding.subjects.filter(
      (subject) => !isOfKubernetes(subject) && !(made?.has(toSubjectKey(subject)) ?? false),
    );
    return made !== undefined && subjects.length === 0 ? [] : [{ binding, subjects, isMade: made !== undefined }];
  });
  return {
    snapshot,
    index,
    given,
    isMade: ({ resource }) => roles.has(toKey(resource)) && isLabelled(resource),
  };
};

const toKey = ({ ref: { kind, namespace, name } }: Resource): string => `${kind}/${namespace ?? ''}/${name}`;

/** Where somebody else made an object of such a name, it has no label. */
const isLabelled = ({ object, origin }: Resource): boolean =>
  origin.kind === 'built-in' || textAt(object, 'metadata', 'labels', 'kubernetes.io/bootstrapping') === 'rbac-defaults';

/** Its own components, the nodes, and the groups that installers make for the first administrators. */
const isOfKubernetes = (subject: AccessSubject): boolean =>
  subject.kind !== 'serviceaccount' &&
  (subject.name === 'kubeadm:cluster-admins' ||
    (subject.name.startsWith('system:') &&
      !subject.name.startsWith('system:serviceaccounts:') &&
      toCrowd(subject) === null));

/** Whom nobody can name: `strangers` need not even log in. */
export const toCrowd = (subject: AccessSubject): 'strangers' | 'everybody' | null => {
  if (subject.kind === 'user') return subject.name === 'system:anonymous' ? 'strangers' : null;
  if (subject.kind !== 'group') return null;
  if (subject.name === 'system:unauthenticated') return 'strangers';
  return subject.name === 'system:authenticated' || subject.name === 'system:serviceaccounts' ? 'everybody' : null;
};
