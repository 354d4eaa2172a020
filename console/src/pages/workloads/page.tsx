/** Workloads: a list to sort and search, and everything about one. */

import type { Workloads } from '../../../../src/hosts/console/api/workloads.ts';
import { useAnswer, type Viewed } from '../../api/use-answer.ts';
import type { PageProps } from '../../page.ts';
import { Notice } from '../../parts/notice.tsx';
import { StateOf } from '../../parts/state-of.tsx';
import { useRoute } from '../../router/route.ts';
import { findWorkload } from './find-workload.ts';
import { OneWorkload } from './one-workload.tsx';
import { WorkloadList } from './workload-list.tsx';
import './workloads.css';

export const Page = ({ estate }: PageProps) => {
  const answer = useAnswer<Viewed<Workloads>>(`estates/${estate.id}/workloads`);
  const wanted = useRoute().query.get('workload');
  return (
    <StateOf answer={answer}>
      {({ body: { workloads, left } }) => {
        const chosen = findWorkload(workloads, wanted);
        if (chosen !== undefined) return <OneWorkload workload={chosen} estate={estate.id} />;
        if (wanted === null) return <WorkloadList workloads={workloads} left={left} />;
        return (
          <>
            <Notice
              title={`There is no workload ${wanted.slice(0, 200)}`}
              text={left > 0 ? 'It may be among those that are not told.' : 'It may have been deleted since.'}
            />
            <WorkloadList workloads={workloads} left={left} />
          </>
        );
      }}
    </StateOf>
  );
};
