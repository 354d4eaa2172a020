/** The name of a row or column: a link to everything about it, and where a namespace begins one to fold or unfold it. */

import { Link } from '../../router/link.tsx';
import { changeQuery, useRoute } from '../../router/route.ts';
import { toggleFold } from './toggle-fold.ts';
import type { ShownNode } from './shown-network.ts';

export const NodeName = ({ node, before }: { readonly node: ShownNode; readonly before: ShownNode | undefined }) => {
  const route = useRoute();
  const { id, title, kind, namespace, members, guarded } = node;
  const isBegin = namespace !== null && before?.namespace !== namespace;
  const isOpen = kind === 'workload' && !guarded.ingress;
  const name = namespace !== null && title.startsWith(`${namespace}/`) ? title.slice(namespace.length + 1) : title;
  return (
    <>
      {isBegin ? (
        <Link
          to={changeQuery(route, toggleFold(route.query, namespace, kind === 'group'))}
          className="fold"
          title={kind === 'group' ? `Show the workloads of ${namespace}` : `Fold ${namespace}`}
        >
          <span aria-hidden="true">{kind === 'group' ? '▸' : '▾'}</span>
          <span className="hidden">{kind === 'group' ? `unfold ${namespace}` : `fold ${namespace}`}</span>
        </Link>
      ) : (
        <span className="fold" />
      )}
      <Link
        to={changeQuery(route, { node: id, from: null, to: null })}
        className={`node-name${isOpen ? ' unguarded' : ''}`}
        title={`${title}${isOpen ? ': no policy guards what comes in' : ''}`}
      >
        {kind === 'workload' ? <span className="soft">{namespace}/</span> : null}
        {kind === 'group' ? `${title} (${members})` : name}
      </Link>
    </>
  );
};
