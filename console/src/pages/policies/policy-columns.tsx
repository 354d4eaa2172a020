/** What is told of each policy, column by column. */

import type { PolicyEntry } from '../../../../src/hosts/console/api/policies.ts';
import type { LongColumn } from '../../parts/long-table.tsx';
import { Link } from '../../router/link.tsx';
import { toHref } from '../../router/route.ts';
import { enforcementWords } from './narrow-policies.ts';
import { toFindingsHref } from './to-findings-href.ts';

export const toPolicyColumns = (estate: string): readonly LongColumn<PolicyEntry>[] => [
  {
    title: 'Policy',
    width: 'minmax(0, 3fr)',
    cell: ({ name, namespace, kind, dialect, place }) => (
      <>
        <b>
          <bdi>{namespace === null || namespace === name ? name : `${namespace}/${name}`}</bdi>
        </b>
        <span className="policy-of soft">
          {kind}
          {dialect === kind || dialect === 'Kubernetes' ? '' : `, ${dialect}`}
          {place === '' ? null : <code> {place}</code>}
        </span>
      </>
    ),
  },
  {
    title: 'Asks',
    width: 'minmax(0, 2fr)',
    cell: ({ title, name, kind, action }) => (
      <>
        {title === name ? '' : <bdi>{title.startsWith('what ') ? `guards ${title}` : title}</bdi>}
        {saysAll.has(kind) || action === 'none' ? '' : <span className="soft"> {actions[action]}</span>}
      </>
    ),
  },
  {
    title: 'In force',
    width: 'minmax(0, 3fr)',
    cell: ({ enforcement, why }) => (
      <>
        <span className={`chip ${enforcement}`}>{enforcementWords[enforcement]}</span> <bdi className="soft">{why}</bdi>
      </>
    ),
  },
  {
    title: 'Findings',
    width: '9rem',
    className: 'number',
    cell: (each) =>
      each.fails === 0 && each.excepted === 0 ? (
        <PolicyPage estate={estate} policy={each} />
      ) : (
        <>
          {each.fails === 0 ? null : (
            <Link to={toFindingsHref(estate, each, 'fail')}>{each.fails.toLocaleString('en-GB')} open</Link>
          )}
          {each.excepted === 0 ? null : (
            <>
              {' '}
              <Link to={toFindingsHref(estate, each, 'accepted')}>
                {each.excepted.toLocaleString('en-GB')} accepted
              </Link>
            </>
          )}
        </>
      ),
  },
];

/** Kinds whose titles tell what they do. */
const saysAll: ReadonlySet<string> = new Set(['Pod Security', 'NetworkPolicy']);

const actions: Readonly<Record<PolicyEntry['action'], string>> = {
  deny: 'refuses',
  warn: 'warns',
  audit: 'notes',
  mutate: 'changes',
  none: 'does nothing',
};

/** A network policy finds nothing; what it lets through is told elsewhere. */
const PolicyPage = ({
  estate,
  policy: { kind, namespace },
}: {
  readonly estate: string;
  readonly policy: PolicyEntry;
}) =>
  kind === 'NetworkPolicy' && namespace !== null ? (
    <Link to={toHref(estate, 'network', { namespace })}>what it lets through</Link>
  ) : (
    <span className="soft">none</span>
  );
