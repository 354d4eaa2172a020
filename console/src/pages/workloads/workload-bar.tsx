/** What narrows the workloads; all of it in the URL. */

import type { WorkloadEntry } from '../../../../src/hosts/console/api/workloads.ts';
import { SearchBox } from '../../parts/search-box.tsx';
import { changeQuery, go, useRoute } from '../../router/route.ts';

export interface WorkloadBarProps {
  readonly workloads: readonly WorkloadEntry[];
  readonly shown: number;
}

export const WorkloadBar = ({ workloads, shown }: WorkloadBarProps) => {
  const distinct = (of: (each: WorkloadEntry) => string): readonly string[] => [...new Set(workloads.map(of))].sort();
  return (
    <div className="bar">
      <SearchBox label="Search workloads" />
      <Choice name="only" all="every workload" options={onlys} />
      <Choice name="namespace" all="every namespace" options={distinct(({ namespace }) => namespace).map(toOption)} />
      <Choice name="kind" all="every kind" options={distinct(({ kind }) => kind).map(toOption)} />
      <span className="soft spring" role="status">
        {shown === workloads.length ? '' : `${shown.toLocaleString('en-GB')} of these`}
      </span>
    </div>
  );
};

type Option = readonly [value: string, words: string];

const onlys: readonly Option[] = [
  ['open', 'open to the internet'],
  ['exposed', 'published to the outside'],
  ['rights', 'with dangerous rights'],
];

const toOption = (value: string): Option => [value, value];

interface ChoiceProps {
  readonly name: string;
  readonly all: string;
  readonly options: readonly Option[];
}

const Choice = ({ name, all, options }: ChoiceProps) => {
  const route = useRoute();
  return (
    <select
      aria-label={name}
      value={route.query.get(name) ?? ''}
      onChange={({ target }) => go(changeQuery(route, { [name]: target.value, workload: null }))}
    >
      <option value="">{all}</option>
      {options.map(([value, words]) => (
        <option key={value} value={value}>
          {words}
        </option>
      ))}
    </select>
  );
};
