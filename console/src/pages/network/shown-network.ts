/** A network as it is drawn: workloads or whole namespaces, and between two of them all their connections as one. */

import type { NetworkEdge, NetworkNode } from '../../../../src/hosts/console/api/network.ts';

export interface ShownNode {
  /** Of a folded namespace `shop/*`. */
  readonly id: string;
  readonly title: string;
  readonly kind: NetworkNode['kind'];
  readonly namespace: string | null;
  /** Workloads it stands for. */
  readonly members: number;
  readonly guarded: NetworkNode['guarded'];
}

export interface ShownEdge {
  readonly from: string;
  readonly to: string;
  /** At least one. */
  readonly edges: readonly NetworkEdge[];
  /** Of several the worst: that one is guarded guards no other. */
  readonly because: NetworkEdge['because'];
  readonly needed: 'all' | 'some' | 'none';
  readonly ports: string;
}

export interface ShownNetwork {
  readonly nodes: readonly ShownNode[];
  readonly edges: readonly ShownEdge[];
}

export const toShownEdge = (from: string, to: string, edges: readonly NetworkEdge[]): ShownEdge => {
  const ports = new Set(edges.map((edge) => edge.ports));
  const needed = edges.filter((edge) => edge.needed).length;
  const [only] = ports;
  return {
    from,
    to,
    edges,
    because: edges.some(({ because }) => because === 'no-policy') ? 'no-policy' : 'allowed',
    needed: needed === 0 ? 'none' : needed === edges.length ? 'all' : 'some',
    ports: ports.size === 1 && only !== undefined ? only : `${ports.size} kinds of ports`,
  };
};

export const toShownNode = ({ id, title, kind, namespace, guarded }: NetworkNode): ShownNode => ({
  id,
  title,
  kind,
  namespace,
  members: 1,
  guarded,
});
