/** All workloads in one table that sorts by its headings. */

import { useMemo } from 'react';
import type { WorkloadEntry } from '../../../../src/hosts/console/api/workloads.ts';
import { severities } from '../../../../src/model/severity.ts';
import { LongTable, type LongColumn } from '../../parts/long-table.tsx';
import { Link } from '../../router/link.tsx';
import { changeQuery, useRoute, type Route } from '../../router/route.ts';
import { narrowWorkloads, orders, type WorkloadOrder } from './narrow-workloads.ts';
import { TellWalls } from './tell-walls.tsx';
import { WorkloadBar } from './workload-bar.tsx';

export interface WorkloadListProps {
  readonly workloads: readonly WorkloadEntry[];
  readonly left: number;
}

export const WorkloadList = ({ workloads, left }: WorkloadListProps) => {
  const route = useRoute();
  const asked = route.query.toString();
  const order = orders.find((each) => each === route.query.get('order')) ?? 'worst';
  const isReversed = route.query.get('reversed') === 'yes';
  const fitting = useMemo(() => {
    const query = new URLSearchParams(asked);
    const of = (name: string): string => query.get(name) ?? '';
    return narrowWorkloads(workloads, {
      text: of('text'),
      namespace: of('namespace'),
      kind: of('kind'),
      only: of('only'),
      order,
      isReversed,
    });
  }, [workloads, asked, order, isReversed]);
  const open = workloads.filter(({ depth }) => depth === 0).length;
  return (
    <section aria-label="Workloads" className="workloads">
      <h1>
        {(workloads.length + left).toLocaleString('en-GB')} {workloads.length + left === 1 ? 'workload' : 'workloads'}
        {open === 0 ? '' : `, ${open.toLocaleString('en-GB')} open to the internet`}
      </h1>
      {workloads.length === 0 ? (
        <p className="soft">No workload was read in this estate.</p>
      ) : (
        <>
          <WorkloadBar workloads={workloads} shown={fitting.length} />
          {fitting.length === 0 ? (
            <p className="soft">No workload fits: take a filter away.</p>
          ) : (
            <LongTable
              caption="Workloads"
              columns={toColumns(route, order, isReversed)}
              rows={fitting}
              keyOf={({ id }) => id}
            />
          )}
        </>
      )}
      {left === 0 ? null : (
        <p className="soft">{left.toLocaleString('en-GB')} more are not listed: name paths or namespaces to look at.</p>
      )}
    </section>
  );
};

const toColumns = (route: Route, order: WorkloadOrder, isReversed: boolean): readonly LongColumn<WorkloadEntry>[] => {
  const sort = (by: WorkloadOrder): NonNullable<LongColumn<WorkloadEntry>['sort']> => ({
    to: changeQuery(route, { order: by, reversed: order === by && !isReversed ? 'yes' : null }),
    // The worst first is the most first.
    now: order !== by ? 'none' : isReversed !== (by === 'worst') ? 'descending' : 'ascending',
  });
  return [
    {
      title: 'Workload',
      width: 'minmax(0, 3fr)',
      sort: sort('name'),
      cell: ({ id, kind, namespace, name }) => (
        <Link to={changeQuery(route, { workload: id })}>
          <bdi>
            {namespace}/<b>{name}</b>
          </bdi>{' '}
          <span className="soft">{kind}</span>
        </Link>
      ),
    },
    { title: 'Before it', width: '9rem', sort: sort('walls'), cell: ({ depth }) => <TellWalls depth={depth} /> },
    {
      title: 'Open findings',
      width: '15rem',
      sort: sort('worst'),
      className: 'number',
      cell: ({ open }) => <OpenFindings open={open} />,
    },
    {
      title: 'Account',
      width: 'minmax(0, 2fr)',
      sort: sort('account'),
      cell: ({ account, tokenMounted, rights }) => (
        <>
          <bdi>{account ?? 'none'}</bdi>
          <span className="soft">{tokenMounted ? '' : ', no token'}</span>
          {rights.length === 0 ? null : <span className="chip open rights">dangerous rights</span>}
        </>
      ),
    },
    { title: 'Pod Security', width: '7rem', sort: sort('pod-security'), cell: ({ podSecurity }) => podSecurity },
  ];
};

const OpenFindings = ({ open }: { readonly open: WorkloadEntry['open'] }) => {
  const told = severities.slice(0, 3).filter((severity) => open[severity] > 0);
  if (told.length === 0) return <span className="soft">none of weight</span>;
  return told.map((severity) => (
    <span key={severity} className={`severity ${severity} counted`} title={`${open[severity]} ${severity}`}>
      {open[severity]} {severity}
    </span>
  ));
};
