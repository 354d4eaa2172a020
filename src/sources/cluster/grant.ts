/** The grant that would let a kind be read, in the words a person would ask the cluster's administrators with. */

import type { ServedKind } from '../../kube/client/discover-kinds.ts';

/** `get, list on pods (core) in all namespaces: {apiGroups: [""], …}`; what stands after the colon is a rule of a Role. */
export const toGrant = ({ group, plural, namespaced }: ServedKind, namespace: string | null): string => {
  const where = !namespaced ? '' : namespace === null ? ' in all namespaces' : ` in namespace ${namespace}`;
  const rule = `{apiGroups: ["${group}"], resources: ["${plural}"], verbs: ["get", "list"]}`;
  return `get, list on ${plural} (${group === '' ? 'core' : group})${where}: ${rule}`;
};
