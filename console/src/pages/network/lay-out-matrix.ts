/** Rows, columns and cells of a matrix: whoever calls is a row, whoever is called a column. */

import type { ShownEdge, ShownNetwork, ShownNode } from './shown-network.ts';

export interface LaidMatrix {
  readonly sources: readonly ShownNode[];
  readonly targets: readonly ShownNode[];
  readonly edgeAt: (from: string, to: string) => ShownEdge | undefined;
  readonly cellWidth: number;
  readonly labelWidth: number;
  /** Whether cells have room for ports. */
  readonly isRoomy: boolean;
}

export const cellHeight = 26;
export const headHeight = 148;
/** With more columns than this, a wide window would show only half of them in words. */
const mostRoomy = 18;

export const layOutMatrix = ({ nodes, edges }: ShownNetwork): LaidMatrix => {
  const byFrom = new Map<string, Map<string, ShownEdge>>();
  for (const edge of edges) {
    const row = byFrom.get(edge.from) ?? new Map<string, ShownEdge>();
    byFrom.set(edge.from, row.set(edge.to, edge));
  }
  const called = new Set(edges.map(({ to }) => to));
  const targets = nodes.filter(({ id }) => called.has(id));
  const isRoomy = targets.length <= mostRoomy;
  return {
    sources: nodes.filter(({ id }) => byFrom.has(id)),
    targets,
    edgeAt: (from, to) => byFrom.get(from)?.get(to),
    cellWidth: isRoomy ? 54 : 26,
    labelWidth: 210,
    isRoomy,
  };
};
