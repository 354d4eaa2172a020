/** Findings one by one, however many: only what is in sight is in the page. */

import { useEffect, useRef } from 'react';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import type { ListedFinding } from '../../../../src/hosts/console/api/findings.ts';
import { Severity } from '../../parts/severity.tsx';
import { StateOf } from '../../parts/state-of.tsx';
import { Link } from '../../router/link.tsx';
import { changeQuery, go, useRoute } from '../../router/route.ts';
import { usePages, type Paged } from './use-pages.ts';

export interface FindingsListProps {
  readonly estate: string;
  readonly filter: string;
  readonly chosen: string | null;
}

export const FindingsList = ({ estate, filter, chosen }: FindingsListProps) => {
  const { answer, loadMore } = usePages(`estates/${estate}/findings?${filter === '' ? '' : `${filter}&`}`);
  return (
    <StateOf answer={answer}>
      {(paged) =>
        paged.total === 0 ? (
          <p className="soft">Nothing fits: take a filter away, or look at what is resolved.</p>
        ) : (
          <Rows paged={paged} chosen={chosen} loadMore={loadMore} />
        )
      }
    </StateOf>
  );
};

const rowHeight = 58;

interface RowsProps {
  readonly paged: Paged;
  readonly chosen: string | null;
  readonly loadMore: () => void;
}

const Rows = ({ paged, chosen, loadMore }: RowsProps) => {
  const { rows, total, atLeast, more } = paged;
  const route = useRoute();
  const list = useRef<HTMLUListElement>(null);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: list.current?.offsetTop ?? 0,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && last > rows.length - 60) loadMore();
  }, [more, last, rows.length, loadMore]);
  useEffect(() => {
    const move = (event: KeyboardEvent): void => {
      if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) return;
      const step = event.key === 'j' ? 1 : event.key === 'k' ? -1 : 0;
      if (event.key === 'Escape' && chosen !== null) go(changeQuery(route, { finding: null }), 'replace');
      if (step === 0) return;
      const at = rows.findIndex(({ finding }) => finding.id === chosen);
      const to = rows[Math.max(0, Math.min(rows.length - 1, at + step))];
      if (to === undefined) return;
      go(changeQuery(route, { finding: to.finding.id }), 'replace');
      virtual.scrollToIndex(rows.indexOf(to), { align: 'auto' });
    };
    addEventListener('keydown', move);
    return () => removeEventListener('keydown', move);
  }, [rows, chosen, route, virtual]);
  return (
    <>
      <p className="soft" role="status">
        {atLeast ? 'at least ' : ''}
        {total.toLocaleString('en-GB')} {total === 1 ? 'finding' : 'findings'}
      </p>
      <ul className="rows" ref={list} style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const row = rows[index];
          return row === undefined ? null : (
            <li
              key={row.finding.id}
              style={{ transform: `translateY(${start - virtual.options.scrollMargin}px)`, height: rowHeight }}
            >
              <Row row={row} to={changeQuery(route, { finding: row.finding.id })} chosen={row.finding.id === chosen} />
            </li>
          );
        })}
      </ul>
    </>
  );
};

const Row = ({ row, to, chosen }: { readonly row: ListedFinding; readonly to: string; readonly chosen: boolean }) => {
  const { finding, place, accepted, exposes, resolved } = row;
  const { subject } = finding;
  return (
    <Link to={to} className={`row${chosen ? ' chosen' : ''}`}>
      <Severity word={finding.severity} />
      <span className="row-text">
        <span className="row-message">{finding.message}</span>
        <span className="soft row-place">
          {subject.kind} {subject.namespace === null || subject.namespace === '' ? '' : `${subject.namespace}/`}
          {subject.name}
          {place === null ? '' : ` · ${place.file}${place.line === null ? '' : `:${place.line}`}`}
        </span>
      </span>
      <span className="row-chips">
        {exposes ? <span className="chip open">on a way in</span> : null}
        {accepted === null ? null : <span className="chip">accepted</span>}
        {resolved === null ? null : <span className="chip resolved">resolved</span>}
        {finding.status === 'error' ? <span className="chip unknown">could not judge</span> : null}
      </span>
    </Link>
  );
};
