/** Who talks to whom: a matrix, a graph and a list of the connections that are allowed, and why each is. */

import { useMemo } from 'react';
import type { EstateState } from '../../../../src/hosts/console/api/estate-state.ts';
import type { Network } from '../../../../src/hosts/console/api/network.ts';
import { useAnswer, type Viewed } from '../../api/use-answer.ts';
import type { PageProps } from '../../page.ts';
import { Incomplete } from '../../parts/incomplete.tsx';
import { StateOf } from '../../parts/state-of.tsx';
import { useRoute } from '../../router/route.ts';
import { Connections } from './connections.tsx';
import { narrowNetwork } from './narrow-network.ts';
import { NetworkBar, views } from './network-bar.tsx';
import { NetworkHead } from './network-head.tsx';
import './network.css';

export const Page = ({ estate }: PageProps) => {
  const answer = useAnswer<Viewed<Network>>(`estates/${estate.id}/network`);
  return <StateOf answer={answer}>{({ body }) => <Shown network={body} estate={estate} />}</StateOf>;
};

const Shown = ({ network, estate }: { readonly network: Network; readonly estate: EstateState }) => {
  const { query } = useRoute();
  const only = query.get('only') ?? '';
  const namespace = query.get('namespace') ?? '';
  const text = query.get('text') ?? '';
  const narrowed = useMemo(() => narrowNetwork(network, { only, namespace, text }), [network, only, namespace, text]);
  const view = views.find((each) => each === query.get('view')) ?? 'matrix';
  return (
    <div className="network">
      <NetworkHead network={network} />
      {network.complete ? null : (
        <Incomplete title="Not everything about the network could be told" texts={network.doubts} />
      )}
      <NetworkBar network={network} view={view} />
      {narrowed.edges.length === 0 ? (
        <p className="soft" role="status">
          {network.edges.length === 0
            ? 'No connection between workloads is allowed, or no workload was read.'
            : 'No connection fits: take a filter away.'}
        </p>
      ) : (
        <Connections network={narrowed} view={view} estate={estate} />
      )}
      {network.left > 0 ? (
        <p className="soft">
          {network.left.toLocaleString('en-GB')} more are not shown: vauban network reach tells all.
        </p>
      ) : null}
    </div>
  );
};
