/** One row of the matrix: who calls, and a cell for each it may call. */

import { memo } from 'react';
import { cellHeight, headHeight, type LaidMatrix } from './lay-out-matrix.ts';
import { NodeName } from './node-name.tsx';
import { shortenPorts } from './shorten-ports.ts';
import type { ShownEdge, ShownNode } from './shown-network.ts';
import { tellEdge } from './tell-edge.ts';

export interface MatrixRowProps {
  readonly matrix: LaidMatrix;
  readonly source: ShownNode;
  readonly row: number;
  /** Columns in sight. */
  readonly first: number;
  readonly end: number;
  readonly labelWidth: number;
  /** The column where the keys are; below zero where they are in another row. */
  readonly active: number;
  readonly chosen: ShownEdge | undefined;
  readonly pick: (edge: ShownEdge) => void;
}

/** Not drawn again while it scrolls along. */
export const MatrixRow = memo(
  ({ matrix, source, row, first, end, labelWidth, active, chosen, pick }: MatrixRowProps) => {
    const { sources, targets, edgeAt, cellWidth, isRoomy } = matrix;
    const before = sources[row - 1];
    const isFirst = before !== undefined && before.namespace !== source.namespace;
    return (
      <div
        role="row"
        aria-rowindex={row + 2}
        className={`matrix-row${isFirst ? ' first' : ''}`}
        style={{ top: headHeight + row * cellHeight, height: cellHeight }}
      >
        <div role="rowheader" aria-colindex={1} className="matrix-label" style={{ width: labelWidth }}>
          <NodeName node={source} before={before} />
        </div>
        {targets.slice(first, end).map(({ id: to }, index) => {
          const column = first + index;
          const edge = edgeAt(source.id, to);
          const isActive = active === column;
          // Most pairs have no connection: a cell is there where one is, and where the keys are.
          if (edge === undefined && !isActive) return null;
          return (
            <div
              key={to}
              id={`cell-${row}-${column}`}
              role="gridcell"
              aria-colindex={column + 2}
              aria-selected={edge !== undefined && edge === chosen}
              title={edge === undefined ? undefined : tellEdge(edge)}
              className={`matrix-cell${isActive ? ' active' : ''}`}
              style={{ left: labelWidth + column * cellWidth, width: cellWidth }}
              {...(edge === undefined ? {} : { onClick: () => pick(edge) })}
            >
              <span className="hidden">{edge === undefined ? `${source.id} to ${to}: nothing` : tellEdge(edge)}</span>
              {edge === undefined ? null : (
                <span
                  aria-hidden="true"
                  className={`cell ${edge.because} needed-${edge.needed}${edge === chosen ? ' chosen' : ''}`}
                >
                  {!isRoomy ? '' : edge.edges.length > 1 ? `×${edge.edges.length}` : shortenPorts(edge.ports)}
                </span>
              )}
            </div>
          );
        })}
      </div>
    );
  },
);
