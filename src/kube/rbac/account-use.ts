/** Whether a service account is there, and whether a workload runs as it: a grant to nobody is one that can go. */

import { textAt } from '../../model/read-object.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { podKinds, podTemplatePath } from '../workload/pod-template.ts';

export interface AccountUse {
  readonly exists: boolean;
  readonly isUsed: boolean;
}

export type FindAccountUse = (namespace: string, name: string) => AccountUse;

/** The account `default` is in every namespace. */
export const createAccountUse = (snapshot: Snapshot): FindAccountUse => {
  const used = new Set<string>();
  for (const { groups, kind } of podKinds)
    for (const group of groups)
      for (const { ref, object } of snapshot.list(group, kind)) {
        const prefix = podTemplatePath(ref) ?? [];
        const name =
          textAt(object, ...prefix, 'spec', 'serviceAccountName') ||
          textAt(object, ...prefix, 'spec', 'serviceAccount');
        used.add(`${ref.namespace === null || ref.namespace === '' ? 'default' : ref.namespace}/${name || 'default'}`);
      }
  return (namespace, name) => ({
    exists: name === 'default' || snapshot.find('', 'ServiceAccount', namespace, name) !== undefined,
    isUsed: used.has(`${namespace}/${name}`),
  });
};
