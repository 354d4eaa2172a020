/** One workload or namespace in the network: what guards it, whom it may call, and who may call it. */

import { Link } from '../../router/link.tsx';
import { changeQuery, toHref, useRoute } from '../../router/route.ts';
import { NodeLink } from './node-link.tsx';
import type { ShownEdge, ShownNetwork, ShownNode } from './shown-network.ts';

export interface NodePanelProps {
  readonly node: ShownNode;
  readonly network: ShownNetwork;
  readonly estate: string;
}

export const NodePanel = ({ node, network, estate }: NodePanelProps) => {
  const route = useRoute();
  const { id, kind, namespace, guarded } = node;
  return (
    <aside className="panel" aria-label="One end">
      <Link to={changeQuery(route, { node: null })} className="close">
        close
      </Link>
      <h2 className="ends">
        <NodeLink id={id} estate={estate} />
      </h2>
      {kind === 'outside' ? null : (
        <dl>
          <dt>Incoming</dt>
          <dd>{guarded.ingress ? 'guarded by a policy' : <b className="open-word">no policy guards it</b>}</dd>
          <dt>Outgoing</dt>
          <dd>{guarded.egress ? 'guarded by a policy' : <b className="open-word">no policy guards it</b>}</dd>
          {namespace === null ? null : (
            <>
              <dt>Policies</dt>
              <dd>
                <Link to={toHref(estate, 'policies', { kind: 'NetworkPolicy', text: namespace })}>
                  of namespace {namespace}
                </Link>
              </dd>
            </>
          )}
        </dl>
      )}
      <Ends title="May call" edges={network.edges.filter(({ from }) => from === id)} end="to" />
      <Ends title="May be called by" edges={network.edges.filter(({ to }) => to === id)} end="from" />
    </aside>
  );
};

interface EndsProps {
  readonly title: string;
  readonly edges: readonly ShownEdge[];
  readonly end: 'from' | 'to';
}

const mostTold = 200;

const Ends = ({ title, edges, end }: EndsProps) => {
  const route = useRoute();
  return (
    <section>
      <h2>
        {title} <small>{edges.length === 0 ? 'nobody' : edges.length}</small>
      </h2>
      <ul className="list">
        {edges.slice(0, mostTold).map((edge) => (
          <li key={edge[end]}>
            <Link to={changeQuery(route, { from: edge.from, to: edge.to, node: null })} className="pick end-pick">
              <bdi>{edge[end]}</bdi>
              <span className="soft">{edge.ports}</span>
              <span className={`cell ${edge.because} needed-${edge.needed}`} aria-hidden="true" />
            </Link>
          </li>
        ))}
      </ul>
      {edges.length > mostTold ? <p className="soft">and {edges.length - mostTold} more</p> : null}
    </section>
  );
};
