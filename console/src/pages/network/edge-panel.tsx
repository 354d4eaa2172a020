/** One connection, or all between two namespaces: ports, whether anything needs them, and the policies that let them through. */

import type { EstateState } from '../../../../src/hosts/console/api/estate-state.ts';
import type { NetworkEdge } from '../../../../src/hosts/console/api/network.ts';
import { CopyLine } from '../../parts/copy-line.tsx';
import { renderCommand } from '../../parts/render-command.ts';
import { Link } from '../../router/link.tsx';
import { changeQuery, useRoute } from '../../router/route.ts';
import { NodeLink } from './node-link.tsx';
import type { ShownEdge } from './shown-network.ts';

/** More are told one by one in the list. */
const mostTold = 40;

export const EdgePanel = ({ edge, estate }: { readonly edge: ShownEdge; readonly estate: EstateState }) => {
  const route = useRoute();
  const { from, to, edges } = edge;
  return (
    <aside className="panel" aria-label="Connection">
      <Link to={changeQuery(route, { from: null, to: null })} className="close">
        close
      </Link>
      <h2 className="ends">
        <NodeLink id={from} estate={estate.id} /> → <NodeLink id={to} estate={estate.id} />
      </h2>
      {edges.slice(0, mostTold).map((each) => (
        <OneEdge key={JSON.stringify([each.from, each.to])} edge={each} estate={estate} isAlone={edges.length === 1} />
      ))}
      {edges.length <= mostTold ? null : (
        <p className="soft">
          and {(edges.length - mostTold).toLocaleString('en-GB')} more: unfold the namespaces, or see the list
        </p>
      )}
    </aside>
  );
};

interface OneEdgeProps {
  readonly edge: NetworkEdge;
  readonly estate: EstateState;
  readonly isAlone: boolean;
}

const OneEdge = ({ edge, estate, isAlone }: OneEdgeProps) => {
  const { from, to, ports, because, needed, why } = edge;
  return (
    <section className="one-edge">
      {isAlone ? null : (
        <p>
          <bdi>{from}</bdi> → <bdi>{to}</bdi>
        </p>
      )}
      <dl>
        <dt>Ports</dt>
        <dd>{ports}</dd>
        <dt>Allowed</dt>
        <dd>
          {because === 'allowed' ? (
            'by a rule of a policy'
          ) : (
            <b className="open-word">because no policy restricts it</b>
          )}
        </dd>
        <dt>Needed</dt>
        <dd>{needed ? 'yes, as workloads are configured' : 'by nothing that is known'}</dd>
      </dl>
      <ul>
        {why.map((line) => (
          <li key={line}>
            <bdi>{line}</bdi>
          </li>
        ))}
      </ul>
      {isAlone ? (
        <CopyLine text={renderCommand(['network', 'reach', '--from', from, '--to', to, '--why'], estate)} />
      ) : null}
    </section>
  );
};
