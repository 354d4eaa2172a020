/** The headings of a matrix' columns, written upwards. */

import type { Slice } from '../../graph/slice-window.ts';
import { headHeight } from './lay-out-matrix.ts';
import { NodeName } from './node-name.tsx';
import type { ShownNode } from './shown-network.ts';

export interface MatrixHeadProps {
  readonly targets: readonly ShownNode[];
  readonly slice: Slice;
  readonly cellWidth: number;
  readonly labelWidth: number;
}

export const MatrixHead = ({ targets, slice, cellWidth, labelWidth }: MatrixHeadProps) => (
  <div role="row" aria-rowindex={1} className="matrix-head" style={{ height: headHeight }}>
    <div role="columnheader" aria-colindex={1} className="matrix-corner" style={{ width: labelWidth }}>
      from ↓ to →
    </div>
    {targets.slice(slice.first, slice.end).map((node, index) => {
      const column = slice.first + index;
      return (
        <div
          key={node.id}
          role="columnheader"
          aria-colindex={column + 2}
          className="matrix-column"
          style={{ left: labelWidth + column * cellWidth, width: cellWidth, height: headHeight - 4 }}
        >
          <NodeName node={node} before={targets[column - 1]} />
        </div>
      );
    })}
  </div>
);
