/** Connections as a matrix: rows call, columns are called. Only cells in sight are in the page; arrow keys walk through it. */

import { useEffect, useMemo, useState, type KeyboardEvent } from 'react';
import { moveInGrid, type GridPlace } from '../../graph/move-in-grid.ts';
import { sliceWindow } from '../../graph/slice-window.ts';
import { useSight } from '../../graph/use-sight.ts';
import { MatrixHead } from './matrix-head.tsx';
import { MatrixRow } from './matrix-row.tsx';
import { cellHeight, headHeight, layOutMatrix } from './lay-out-matrix.ts';
import type { ShownEdge, ShownNetwork } from './shown-network.ts';
import './matrix.css';

export interface MatrixProps {
  readonly network: ShownNetwork;
  readonly chosen: ShownEdge | undefined;
  readonly pick: (edge: ShownEdge) => void;
}

export const Matrix = ({ network, chosen, pick }: MatrixProps) => {
  const [host, { across, down }, read] = useSight<HTMLDivElement>();
  const [place, setPlace] = useState<GridPlace>({ row: 0, column: 0 });
  const matrix = useMemo(() => layOutMatrix(network), [network]);
  const { sources, targets, edgeAt, cellWidth, labelWidth } = matrix;
  const room = across.room > 0 && across.room < 500 ? Math.min(labelWidth, 120) : labelWidth;
  const rows = sliceWindow(down, cellHeight, sources.length);
  const columns = sliceWindow(across, cellWidth, targets.length);
  const active = { row: Math.min(place.row, sources.length - 1), column: Math.min(place.column, targets.length - 1) };
  useEffect(() => {
    const { current } = host;
    if (current === null || document.activeElement !== current) return;
    scrollTo(current, room + active.column * cellWidth, headHeight + active.row * cellHeight, room, cellWidth);
  }, [host, active.row, active.column, room, cellWidth]);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.target !== event.currentTarget) return;
    const to = moveInGrid(active, event.key, { rows: sources.length, columns: targets.length });
    const edge = edgeAt(sources[active.row]?.id ?? '', targets[active.column]?.id ?? '');
    if (to !== null) setPlace(to);
    else if ((event.key === 'Enter' || event.key === ' ') && edge !== undefined) pick(edge);
    else return;
    event.preventDefault();
  };
  return (
    <div
      ref={host}
      className="matrix"
      role="grid"
      tabIndex={0}
      aria-label="Who may call whom: rows call, columns are called"
      aria-rowcount={sources.length + 1}
      aria-colcount={targets.length + 1}
      aria-activedescendant={`cell-${active.row}-${active.column}`}
      onScroll={read}
      onKeyDown={onKeyDown}
    >
      <div
        role="presentation"
        className="matrix-ground"
        style={{ width: room + targets.length * cellWidth, height: headHeight + sources.length * cellHeight }}
      >
        <MatrixHead targets={targets} slice={columns} cellWidth={cellWidth} labelWidth={room} />
        {sources.slice(rows.first, rows.end).map((source, index) => (
          <MatrixRow
            key={source.id}
            matrix={matrix}
            source={source}
            row={rows.first + index}
            first={columns.first}
            end={columns.end}
            labelWidth={room}
            active={active.row === rows.first + index ? active.column : -1}
            chosen={chosen}
            pick={pick}
          />
        ))}
      </div>
    </div>
  );
};

/** Brings a cell out from under the headings and the edges. */
const scrollTo = (host: HTMLElement, x: number, y: number, label: number, cellWidth: number): void => {
  const { scrollLeft, scrollTop, clientWidth, clientHeight } = host;
  host.scrollTo({
    left: Math.max(x + cellWidth - clientWidth, Math.min(scrollLeft, x - label)),
    top: Math.max(y + cellHeight - clientHeight, Math.min(scrollTop, y - headHeight)),
  });
};
