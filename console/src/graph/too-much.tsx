/** In the place of a drawing that nobody could follow: the namespaces to draw one by one, the busiest first. */

import type { ShownNetwork } from '../pages/network/shown-network.ts';
import { Link } from '../router/link.tsx';
import { changeQuery, useRoute } from '../router/route.ts';

const mostTold = 60;

export const TooMuch = ({ network: { nodes, edges } }: { readonly network: ShownNetwork }) => {
  const route = useRoute();
  const busy = new Map<string, number>();
  for (const { from, to, edges: same } of edges)
    for (const id of new Set([from, to])) busy.set(id, (busy.get(id) ?? 0) + same.length);
  const namespaces = [...Map.groupBy(nodes, ({ namespace }) => namespace)]
    .flatMap(([namespace, members]) =>
      namespace === null ? [] : [{ namespace, lines: members.reduce((sum, { id }) => sum + (busy.get(id) ?? 0), 0) }],
    )
    .toSorted((a, b) => b.lines - a.lines);
  return (
    <section className="band too-much">
      <p>
        {edges.length.toLocaleString('en-GB')} lines between {nodes.length.toLocaleString('en-GB')} boxes would show
        nothing. The matrix has them all; drawn one by one, the busiest first:
      </p>
      <ul className="list">
        {namespaces.slice(0, mostTold).map(({ namespace, lines }) => (
          <li key={namespace}>
            <Link to={changeQuery(route, { namespace, only: route.query.get('only') })} className="pick">
              <bdi>{namespace}</bdi> <span className="soft">{lines.toLocaleString('en-GB')}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
};
