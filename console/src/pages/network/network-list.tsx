/** Connections one by one, the ones nothing needs and no policy restricts first. */

import { useMemo } from 'react';
import type { NetworkEdge } from '../../../../src/hosts/console/api/network.ts';
import { LongTable, type LongColumn } from '../../parts/long-table.tsx';
import { Link } from '../../router/link.tsx';
import { changeQuery, useRoute, type Route } from '../../router/route.ts';

export interface NetworkListProps {
  readonly edges: readonly NetworkEdge[];
  readonly from: string | null;
  readonly to: string | null;
}

export const NetworkList = ({ edges, from, to }: NetworkListProps) => {
  const route = useRoute();
  const sorted = useMemo(() => edges.toSorted(worstFirst), [edges]);
  return (
    <LongTable
      caption="Connections"
      columns={toColumns(route)}
      rows={sorted}
      keyOf={(edge) => JSON.stringify([edge.from, edge.to])}
      isChosen={(edge) => edge.from === from && edge.to === to}
    />
  );
};

const rank = ({ because, needed }: NetworkEdge): number => (because === 'no-policy' ? 0 : 2) + (needed ? 1 : 0);

const worstFirst = (a: NetworkEdge, b: NetworkEdge): number => rank(a) - rank(b);

const toColumns = (route: Route): readonly LongColumn<NetworkEdge>[] => [
  {
    title: 'From',
    width: 'minmax(0, 3fr)',
    cell: ({ from, to }) => <Link to={changeQuery(route, { from, to, node: null })}>{from}</Link>,
  },
  { title: 'To', width: 'minmax(0, 3fr)', cell: ({ to }) => to },
  { title: 'Ports', width: 'minmax(0, 2fr)', cell: ({ ports }) => ports },
  {
    title: 'Allowed',
    width: '9rem',
    cell: ({ because }) => (because === 'allowed' ? 'by a rule' : <span className="chip open">by no policy</span>),
  },
  { title: 'Needed', width: '5rem', cell: ({ needed }) => (needed ? 'yes' : 'no') },
];
