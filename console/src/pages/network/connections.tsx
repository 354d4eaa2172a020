/** The connections as asked for, and beside them the one that was chosen. */

import { lazy, Suspense, useMemo } from 'react';
import type { EstateState } from '../../../../src/hosts/console/api/estate-state.ts';
import type { Network } from '../../../../src/hosts/console/api/network.ts';
import { changeQuery, go, useRoute } from '../../router/route.ts';
import { decideFolding } from './decide-folding.ts';
import { EdgePanel } from './edge-panel.tsx';
import { foldNetwork } from './fold-network.ts';
import { Legend } from './legend.tsx';
import { Matrix } from './matrix.tsx';
import type { NetworkView } from './network-bar.tsx';
import { NetworkList } from './network-list.tsx';
import { NodePanel } from './node-panel.tsx';
import { toShownEdge, type ShownEdge } from './shown-network.ts';

/** The layout is loaded by whoever asks for the picture. */
const NetworkGraph = lazy(async () => ({ default: (await import('../../graph/network-graph.tsx')).NetworkGraph }));

export interface ConnectionsProps {
  readonly network: Network;
  readonly view: NetworkView;
  readonly estate: EstateState;
}

export const Connections = ({ network, view, estate }: ConnectionsProps) => {
  const route = useRoute();
  const { query } = route;
  const asked = query.toString();
  const shown = useMemo(() => {
    const parameters = new URLSearchParams(asked);
    const { isFolded } = decideFolding(network, {
      isGraph: view === 'graph',
      namespace: parameters.get('namespace') ?? '',
      fold: parameters.getAll('fold'),
      unfold: parameters.getAll('unfold'),
    });
    return foldNetwork(network, isFolded);
  }, [network, view, asked]);
  const [from, to] = [query.get('from'), query.get('to')];
  const node = shown.nodes.find(({ id }) => id === query.get('node'));
  const chosen =
    shown.edges.find((edge) => edge.from === from && edge.to === to) ??
    network.edges
      .filter((edge) => edge.from === from && edge.to === to)
      .map((edge) => toShownEdge(edge.from, edge.to, [edge]))[0];
  const pick = (edge: ShownEdge): void =>
    go(changeQuery(route, { from: edge.from, to: edge.to, node: null }), 'replace');
  return (
    <div className={chosen === undefined && node === undefined ? '' : 'split'}>
      <div className="shown">
        {view === 'list' ? (
          <NetworkList edges={network.edges} from={from} to={to} />
        ) : (
          <>
            <Legend isGraph={view === 'graph'} />
            {view === 'matrix' ? (
              <Matrix network={shown} chosen={chosen} pick={pick} />
            ) : (
              <Suspense fallback={<p className="loading">Drawing …</p>}>
                <NetworkGraph network={shown} chosen={chosen} node={node} pick={pick} />
              </Suspense>
            )}
          </>
        )}
      </div>
      {chosen !== undefined ? (
        <EdgePanel edge={chosen} estate={estate} />
      ) : node !== undefined ? (
        <NodePanel node={node} network={shown} estate={estate.id} />
      ) : null}
    </div>
  );
};
