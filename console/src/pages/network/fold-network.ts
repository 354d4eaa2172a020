/** Folds workloads into their namespaces, so that a network of thousands can be seen, and unfolds those asked for. */

import type { Network, NetworkEdge, NetworkNode } from '../../../../src/hosts/console/api/network.ts';
import { toShownEdge, toShownNode, type ShownNetwork, type ShownNode } from './shown-network.ts';

/** Outsiders first, then by namespace and name: rows and columns of one namespace stand together. */
export const foldNetwork = (
  { nodes, edges }: Pick<Network, 'nodes' | 'edges'>,
  isFolded: (namespace: string) => boolean,
): ShownNetwork => {
  const shownIds = new Map<string, string>();
  const shown = new Map<string, ShownNode>();
  for (const node of nodes) {
    const { namespace } = node;
    const next = namespace !== null && isFolded(namespace) ? toGroup(node, namespace) : toShownNode(node);
    const known = shown.get(next.id);
    shownIds.set(node.id, next.id);
    shown.set(next.id, known === undefined ? next : join(known, next));
  }
  const joined = new Map<string, [from: string, to: string, edges: NetworkEdge[]]>();
  for (const edge of edges) {
    const [from, to] = [shownIds.get(edge.from), shownIds.get(edge.to)];
    if (from === undefined || to === undefined) continue;
    const key = JSON.stringify([from, to]);
    const known = joined.get(key);
    if (known === undefined) joined.set(key, [from, to, [edge]]);
    else known[2].push(edge);
  }
  return {
    nodes: [...shown.values()].toSorted(inOrder),
    edges: [...joined.values()].map(([from, to, same]) => toShownEdge(from, to, same)),
  };
};

const toGroup = ({ guarded }: NetworkNode, namespace: string): ShownNode => ({
  id: `${namespace}/*`,
  title: namespace,
  kind: 'group',
  namespace,
  members: 1,
  guarded,
});

/** A namespace is guarded where each of its workloads is. */
const join = (known: ShownNode, next: ShownNode): ShownNode => ({
  ...known,
  members: known.members + 1,
  guarded: {
    ingress: known.guarded.ingress && next.guarded.ingress,
    egress: known.guarded.egress && next.guarded.egress,
  },
});

const inOrder = (a: ShownNode, b: ShownNode): number =>
  Number(a.namespace !== null) - Number(b.namespace !== null) ||
  compare(a.namespace ?? '', b.namespace ?? '') ||
  compare(a.id, b.id);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
