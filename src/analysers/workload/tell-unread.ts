/** Why ways in may be missing: kinds that could not be read, and what this chart reads in them. */

import type { Snapshot } from '../../model/snapshot.ts';
import { podTemplatePath } from '../../kube/workload/pod-template.ts';

export const tellUnread = (snapshot: Snapshot): readonly string[] =>
  snapshot.unread.flatMap(({ kind, group, namespace, reason }): readonly string[] => {
    const what = group === null ? undefined : whatOf(group, kind);
    if (what === undefined) return [];
    return [`${kind} could not be read${namespace === null ? '' : ` in ${namespace}`} (${reason}), so ${what}`];
  });

const whatOf = (group: string, kind: string): string | undefined => {
  if (podTemplatePath({ apiVersion: group === '' ? 'v1' : `${group}/v1`, kind }) !== undefined)
    return 'containers and what they lead to may be missing';
  return group === '' ? others.get(kind) : undefined;
};

const others: ReadonlyMap<string, string> = new Map([
  ['Node', 'which nodes hold the control plane may be missing'],
  ['Namespace', 'namespaces and what Pod Security refuses in them may be missing'],
  ['ServiceAccount', 'which containers are given no token is not known'],
  ['PersistentVolume', 'paths of the node that are mounted by claims may be missing'],
  ['PersistentVolumeClaim', 'paths of the node that are mounted by claims may be missing'],
]);
