/** One box of the network's drawing, a link to what is known of it. */

import type { ShownNode } from '../pages/network/shown-network.ts';
import { Link } from '../router/link.tsx';
import { changeQuery, useRoute } from '../router/route.ts';
import type { Box } from './lay-out-network.ts';

export interface GraphNodeProps {
  readonly node: ShownNode;
  readonly box: Box;
  readonly isChosen: boolean;
}

export const GraphNode = ({ node, box, isChosen }: GraphNodeProps) => {
  const route = useRoute();
  const { id, title, kind, namespace, members, guarded } = node;
  const name = namespace !== null && title.startsWith(`${namespace}/`) ? title.slice(namespace.length + 1) : title;
  const said =
    kind === 'outside'
      ? title
      : `${title}: incoming ${guarded.ingress ? 'guarded' : 'open'}, outgoing ${guarded.egress ? 'guarded' : 'open'}`;
  return (
    <foreignObject x={box.x} y={box.y} width={box.width} height={box.height}>
      <Link
        to={changeQuery(route, { node: id, from: null, to: null })}
        className={`graph-node ${kind}${guarded.ingress ? ' guarded' : ''}${isChosen ? ' chosen' : ''}`}
        title={said}
      >
        <span>{kind === 'group' ? `${title} (${members})` : name}</span>
      </Link>
    </foreignObject>
  );
};
