/** A table of however many rows: beyond a few hundred only what is in sight is in the page; at 360 px each row becomes a card. */

import { useLayoutEffect, useRef, useState, type CSSProperties, type ReactNode } from 'react';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { Link } from '../router/link.tsx';
import './long-table.css';

export interface LongColumn<Row> {
  readonly title: string;
  /** As grid tracks are written: `minmax(0, 2fr)`, `6rem`. */
  readonly width: string;
  readonly cell: (row: Row) => ReactNode;
  readonly className?: string;
  /** Where its heading leads to sort by it, and whether and how it is sorted by now. */
  readonly sort?: { readonly to: string; readonly now: 'ascending' | 'descending' | 'none' };
}

export interface LongTableProps<Row> {
  readonly caption: string;
  readonly columns: readonly LongColumn<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly isChosen?: (row: Row) => boolean;
}

/** As many a browser lays out at once without being felt; then all of them can be printed. */
const mostWhole = 250;

export const LongTable = <Row,>(props: LongTableProps<Row>) => {
  const { caption, columns, rows } = props;
  return (
    <div
      className="long-table"
      role="table"
      aria-label={caption}
      aria-rowcount={rows.length + 1}
      style={{ '--columns': columns.map(({ width }) => width).join(' ') } as CSSProperties}
    >
      <div role="rowgroup" className="long-head">
        <div role="row" className="long-row" aria-rowindex={1}>
          {columns.map(({ title, sort }) => (
            <div key={title} role="columnheader" aria-sort={sort?.now}>
              {sort === undefined ? (
                title
              ) : (
                <Link to={sort.to}>
                  {title}
                  <span aria-hidden="true">{sort.now === 'none' ? '' : sort.now === 'ascending' ? ' ↑' : ' ↓'}</span>
                </Link>
              )}
            </div>
          ))}
        </div>
      </div>
      {rows.length <= mostWhole ? (
        <div role="rowgroup">
          {rows.map((row, index) => (
            <LongRow key={props.keyOf(row)} {...props} row={row} index={index} />
          ))}
        </div>
      ) : (
        <InSight {...props} />
      )}
    </div>
  );
};

const usualHeight = 38;

const InSight = <Row,>(props: LongTableProps<Row>) => {
  const { rows, keyOf } = props;
  const group = useRef<HTMLDivElement>(null);
  const [scrollMargin, setMargin] = useState(0);
  useLayoutEffect(() => {
    const { current } = group;
    if (current !== null) setMargin(current.getBoundingClientRect().top + scrollY);
  }, []);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => usualHeight,
    overscan: 10,
    scrollMargin,
  });
  return (
    <div role="rowgroup" ref={group} className="in-sight" style={{ height: virtual.getTotalSize() }}>
      {virtual.getVirtualItems().map(({ index, start }) => {
        const row = rows[index];
        return row === undefined ? null : (
          <div
            key={keyOf(row)}
            role="presentation"
            data-index={index}
            ref={virtual.measureElement}
            style={{ transform: `translateY(${start - scrollMargin}px)` }}
          >
            <LongRow {...props} row={row} index={index} />
          </div>
        );
      })}
    </div>
  );
};

const LongRow = <Row,>({
  columns,
  row,
  index,
  isChosen,
}: LongTableProps<Row> & { readonly row: Row; readonly index: number }) => (
  <div role="row" className={`long-row${isChosen?.(row) === true ? ' chosen' : ''}`} aria-rowindex={index + 2}>
    {columns.map(({ title, cell, className }) => (
      <div key={title} role="cell" data-title={title} className={className}>
        {cell(row)}
      </div>
    ))}
  </div>
);
