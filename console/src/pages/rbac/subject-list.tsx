/** Every subject with its worst right; built-in ones when asked for. */

import { useMemo } from 'react';
import type { RbacSubject } from '../../../../src/hosts/console/api/rbac.ts';
import { LongTable, type LongColumn } from '../../parts/long-table.tsx';
import { Severity } from '../../parts/severity.tsx';
import { Link } from '../../router/link.tsx';
import { changeQuery, go, useRoute, type Route } from '../../router/route.ts';
import { narrowSubjects } from './narrow-subjects.ts';

export interface SubjectListProps {
  readonly subjects: readonly RbacSubject[];
  readonly text: string;
}

export const SubjectList = ({ subjects, text }: SubjectListProps) => {
  const route = useRoute();
  const kind = route.query.get('kind') ?? '';
  const withBuiltIn = route.query.get('built-in') === 'yes';
  const fitting = useMemo(
    () => narrowSubjects(subjects, { text, kind, withBuiltIn }),
    [subjects, text, kind, withBuiltIn],
  );
  const builtIn = subjects.filter((each) => each.builtIn).length;
  return (
    <section aria-label="Subjects">
      <div className="bar subjects-bar">
        <h2>
          Subjects <small>{fitting.length.toLocaleString('en-GB')}</small>
        </h2>
        <select
          aria-label="Kind of subject"
          value={kind}
          onChange={({ target }) => go(changeQuery(route, { kind: target.value }))}
        >
          <option value="">every kind</option>
          <option value="service-account">service accounts</option>
          <option value="group">groups</option>
          <option value="user">users</option>
        </select>
        {builtIn === 0 ? null : (
          <Link to={changeQuery(route, { 'built-in': withBuiltIn ? null : 'yes' })}>
            {withBuiltIn ? 'hide' : 'show'} {builtIn} built-in
          </Link>
        )}
      </div>
      {fitting.length === 0 ? (
        <p className="soft">No subject fits: take a filter away.</p>
      ) : (
        <LongTable caption="Subjects" columns={toColumns(route)} rows={fitting} keyOf={({ id }) => id} />
      )}
    </section>
  );
};

const toColumns = (route: Route): readonly LongColumn<RbacSubject>[] => [
  {
    title: 'Subject',
    width: 'minmax(0, 3fr)',
    cell: ({ id, builtIn }) => (
      <>
        <Link to={changeQuery(route, { subject: id })}>
          <bdi>{id}</bdi>
        </Link>
        {builtIn ? <span className="soft"> built in</span> : null}
      </>
    ),
  },
  {
    title: 'Worst right',
    width: '7rem',
    cell: ({ worst }) => (worst === null ? <span className="soft">none known</span> : <Severity word={worst} />),
  },
  {
    title: 'Roles',
    width: 'minmax(0, 3fr)',
    cell: ({ grants }) => (
      <bdi>
        {[...new Set(grants.map(({ role }) => role))].slice(0, 3).join(', ')}
        {grants.length > 3 ? ` and ${grants.length - 3} more` : ''}
      </bdi>
    ),
  },
  {
    title: 'Used by',
    width: 'minmax(0, 2fr)',
    cell: ({ workloads }) => (
      <bdi>
        {workloads.slice(0, 2).join(', ')}
        {workloads.length > 2 ? ` and ${workloads.length - 2} more` : ''}
      </bdi>
    ),
  },
];
