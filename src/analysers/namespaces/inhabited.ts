/** The namespaces worth judging: those that are declared, are not the cluster's own, and have workloads in them. */

import { podKinds } from '../../kube/workload/pod-template.ts';
import type { Resource } from '../../model/resource.ts';
import type { Snapshot } from '../../model/snapshot.ts';

/**
 * A namespace without workloads risks nothing yet, and the cluster's own are run by other rules. A namespace that
 * manifests use without declaring it is judged where it is declared.
 */
export const listInhabited = (snapshot: Snapshot): readonly Resource[] => {
  const inhabited = new Set<string>();
  for (const { groups, kind } of podKinds)
    for (const group of groups)
      for (const { ref } of snapshot.list(group, kind))
        inhabited.add(ref.namespace === '' ? 'default' : (ref.namespace ?? ''));
  return snapshot.list('', 'Namespace').filter(({ ref }) => inhabited.has(ref.name) && !systemNamespaces.has(ref.name));
};

const systemNamespaces: ReadonlySet<string> = new Set(['kube-system', 'kube-public', 'kube-node-lease']);
