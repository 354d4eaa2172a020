/** What narrows the network, and how it is shown; all of it in the URL. */

import type { Network } from '../../../../src/hosts/console/api/network.ts';
import { SearchBox } from '../../parts/search-box.tsx';
import { Link } from '../../router/link.tsx';
import { changeQuery, go, useRoute } from '../../router/route.ts';

const filters = [
  ['', 'every connection'],
  ['not-needed', 'allowed but not needed'],
  ['no-policy', 'by no policy'],
  ['needed', 'needed'],
] as const;

export const views = ['matrix', 'graph', 'list'] as const;

export type NetworkView = (typeof views)[number];

export const NetworkBar = ({ network, view }: { readonly network: Network; readonly view: NetworkView }) => {
  const route = useRoute();
  const { query } = route;
  const namespaces = [...new Set(network.nodes.flatMap(({ namespace }) => namespace ?? []))].sort();
  const change = (name: string, value: string): void =>
    go(changeQuery(route, { [name]: value, from: null, to: null, node: null }));
  return (
    <div className="bar">
      <SearchBox label="Search names" />
      <select
        aria-label="Connections"
        value={query.get('only') ?? ''}
        onChange={({ target }) => change('only', target.value)}
      >
        {filters.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
      <select
        aria-label="Namespace"
        value={query.get('namespace') ?? ''}
        onChange={({ target }) => change('namespace', target.value)}
      >
        <option value="">every namespace</option>
        {namespaces.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
      <span className="tabs" role="group" aria-label="Shown as">
        {views.map((each) => (
          <Link key={each} to={changeQuery(route, { view: each === 'matrix' ? null : each })} current={each === view}>
            {each}
          </Link>
        ))}
      </span>
    </div>
  );
};
