/** What narrows the policies; all of it in the URL. */

import type { PolicyEntry } from '../../../../src/hosts/console/api/policies.ts';
import { SearchBox } from '../../parts/search-box.tsx';
import { changeQuery, go, useRoute } from '../../router/route.ts';
import { enforcements, enforcementWords } from './narrow-policies.ts';

export const PolicyBar = ({ policies }: { readonly policies: readonly PolicyEntry[] }) => {
  const route = useRoute();
  const change = (name: string, value: string): void => go(changeQuery(route, { [name]: value }));
  const kinds = [...new Set(policies.map(({ kind }) => kind))].sort();
  const namespaces = [...new Set(policies.flatMap(({ namespace }) => namespace ?? []))].sort();
  return (
    <div className="bar">
      <SearchBox label="Search policies" />
      <select
        aria-label="Enforcement"
        value={route.query.get('enforcement') ?? ''}
        onChange={({ target }) => change('enforcement', target.value)}
      >
        <option value="">enforced or not</option>
        {enforcements.map((value) => (
          <option key={value} value={value}>
            {enforcementWords[value]}
          </option>
        ))}
      </select>
      <select
        aria-label="Kind"
        value={route.query.get('kind') ?? ''}
        onChange={({ target }) => change('kind', target.value)}
      >
        <option value="">every kind</option>
        {kinds.map((kind) => (
          <option key={kind}>{kind}</option>
        ))}
      </select>
      <select
        aria-label="Namespace"
        value={route.query.get('namespace') ?? ''}
        onChange={({ target }) => change('namespace', target.value)}
      >
        <option value="">every namespace</option>
        {namespaces.map((namespace) => (
          <option key={namespace}>{namespace}</option>
        ))}
      </select>
    </div>
  );
};
