/** How many findings there are by each value of each facet; a click narrows the list by it, another takes that back. */

import { facetNames, type Facets as FacetCounts, type FacetName } from '../../../../src/stores/findings-query.ts';
import { severities } from '../../../../src/model/severity.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { StateOf } from '../../parts/state-of.tsx';
import { Link } from '../../router/link.tsx';
import { changeQuery, useRoute, type Route } from '../../router/route.ts';

const titles: Readonly<Record<FacetName, string>> = {
  severity: 'Severity',
  group: 'Group',
  status: 'Status',
  namespace: 'Namespace',
  kind: 'Kind',
  rule: 'Rule',
};

export const Facets = ({ estate, filter }: { readonly estate: string; readonly filter: string }) => {
  const answer = useAnswer<FacetCounts>(`estates/${estate}/findings/facets?${filter}`);
  const route = useRoute();
  return (
    <>
      <Facet
        title="Seen"
        values={seen.map(({ value, shown }) => ({ value, shown, count: null }))}
        name="seen"
        route={route}
        single
      />
      <StateOf answer={answer}>
        {(facets) => (
          <>
            {facetNames.map((name) => (
              <Facet
                key={name}
                title={titles[name]}
                name={name}
                route={route}
                values={inOrder(name, facets[name]).map(({ value, count }) => ({
                  value,
                  count,
                  shown: value === '' ? 'none' : value,
                }))}
              />
            ))}
          </>
        )}
      </StateOf>
    </>
  );
};

/** Severities by how bad they are; the rest by how many there are. */
const inOrder = (name: FacetName, values: FacetCounts[FacetName]): FacetCounts[FacetName] =>
  name === 'severity' ? severities.flatMap((severity) => values.filter(({ value }) => value === severity)) : values;

const seen = [
  { value: '', shown: 'open' },
  { value: 'resolved', shown: 'resolved' },
  { value: 'all', shown: 'all' },
] as const;

interface FacetProps {
  readonly title: string;
  readonly name: string;
  readonly route: Route;
  readonly values: readonly { readonly value: string; readonly shown: string; readonly count: number | null }[];
  readonly single?: boolean;
}

const mostShown = 8;

const Facet = ({ title, name, route, values, single = false }: FacetProps) => {
  const chosen = route.query.getAll(name);
  if (values.length === 0) return null;
  const row = ({ value, shown, count }: FacetProps['values'][number]) => {
    const isChosen = single ? (chosen[0] ?? '') === value : chosen.includes(value);
    const next = single ? value : isChosen ? chosen.filter((each) => each !== value) : [...chosen, value];
    return (
      <li key={value}>
        <Link
          to={changeQuery(route, { [name]: next, finding: null })}
          current={isChosen}
          className="facet"
          title={shown}
        >
          <span>{shown}</span>
          {count === null ? null : <span className="count">{count.toLocaleString('en-GB')}</span>}
        </Link>
      </li>
    );
  };
  return (
    <details open={name !== 'rule' && name !== 'kind' ? true : chosen.length > 0}>
      <summary>{title}</summary>
      <ul className="list">
        {values.slice(0, mostShown).map(row)}
        {values.length > mostShown ? (
          <li>
            <details>
              <summary className="soft">{values.length - mostShown} more</summary>
              <ul className="list">{values.slice(mostShown, 200).map(row)}</ul>
            </details>
          </li>
        ) : null}
      </ul>
    </details>
  );
};
