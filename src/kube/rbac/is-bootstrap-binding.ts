/** Whether a binding is one the API server makes at its start, as it makes it: also where it was read from a cluster. */

import type { IndexedBinding } from './access.ts';
import { bootstrapReleases, readBootstrapPolicy } from './bootstrap/read-bootstrap-policy.ts';
import { parseRoleBinding, toSubjectKey } from './role-binding.ts';
import type { AccessSubject } from './subject.ts';

/** One to which somebody added a subject is that somebody's. */
export const isBootstrapBinding = ({ bootstrap, resource, namespace, roleRef, subjects }: IndexedBinding): boolean =>
  bootstrap ||
  // It is asked for every chain of an answer, and one of people may name thousands.
  (subjects.length <= mostSubjects &&
    made().has(toText(resource.ref.kind, namespace, resource.ref.name, roleRef, subjects)));

/** The API server's own name one or two. */
const mostSubjects = 8;

const made = (): ReadonlySet<string> => (known ??= new Set(listMade()));
let known: ReadonlySet<string> | undefined;

const listMade = (): readonly string[] =>
  Array.from({ length: bootstrapReleases.newest - bootstrapReleases.oldest + 1 }, (_, index) =>
    readBootstrapPolicy(`1.${bootstrapReleases.oldest + index}`),
  )
    .flat()
    .filter(({ ref }) => ref.kind.endsWith('Binding'))
    .map(({ ref, object }) => {
      const { roleRef, subjects } = parseRoleBinding(object, ref.namespace);
      return toText(ref.kind, ref.namespace, ref.name, roleRef, subjects);
    });

const toText = (
  kind: string,
  namespace: string | null,
  name: string,
  roleRef: IndexedBinding['roleRef'],
  subjects: readonly AccessSubject[],
): string => JSON.stringify([kind, namespace, name, roleRef.kind, roleRef.name, subjects.map(toSubjectKey).toSorted()]);
