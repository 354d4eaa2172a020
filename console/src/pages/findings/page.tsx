/** Findings: by what mends them or one by one, narrowed by facets and words, each with everything about it beside the list. */

import type { PageProps } from '../../page.ts';
import { SearchBox } from '../../parts/search-box.tsx';
import { changeQuery, useRoute } from '../../router/route.ts';
import { Link } from '../../router/link.tsx';
import { Facets } from './facets.tsx';
import { FindingPanel } from './finding-panel.tsx';
import { FindingsList } from './findings-list.tsx';
import { FixGroups } from './fix-groups.tsx';
import { toFilterQuery } from './filter-query.ts';
import './findings.css';

export const Page = ({ estate }: PageProps) => {
  const route = useRoute();
  const { query } = route;
  const filter = toFilterQuery(query);
  const chosen = query.get('finding');
  const isList = query.get('view') === 'list' || query.has('fix');
  return (
    <div className={chosen === null ? 'findings' : 'findings with-panel'}>
      <aside className="facets" aria-label="Filter">
        <Facets estate={estate.id} filter={filter} />
      </aside>
      <section aria-label="Findings">
        <div className="bar">
          <SearchBox label="Search findings" />
          <span className="tabs" role="group" aria-label="Arrangement">
            <Link to={changeQuery(route, { view: null, fix: null, finding: null })} current={!isList}>
              by fix
            </Link>
            <Link to={changeQuery(route, { view: 'list', finding: null })} current={isList}>
              one by one
            </Link>
          </span>
          {query.has('fix') ? (
            <Link to={changeQuery(route, { fix: null })} className="chip">
              one fix ✕
            </Link>
          ) : null}
        </div>
        {isList ? (
          <FindingsList key={filter} estate={estate.id} filter={filter} chosen={chosen} />
        ) : (
          <FixGroups estate={estate.id} filter={filter} />
        )}
      </section>
      {chosen === null ? null : <FindingPanel estate={estate.id} id={chosen} />}
    </div>
  );
};
