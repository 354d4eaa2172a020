/** Everything about one workload: who reaches it and how, what it runs and as whom, what it may, what is wrong with it. */

import type { WorkloadEntry } from '../../../../src/hosts/console/api/workloads.ts';
import { Link } from '../../router/link.tsx';
import { changeQuery, toHref, useRoute } from '../../router/route.ts';
import { AboutAccount } from './about-account.tsx';
import { AboutContainers } from './about-containers.tsx';
import { AboutFindings } from './about-findings.tsx';
import { AboutReach } from './about-reach.tsx';
import { AboutWays } from './about-ways.tsx';
import { TellWalls } from './tell-walls.tsx';

export interface AboutProps {
  readonly workload: WorkloadEntry;
  readonly estate: string;
}

export const OneWorkload = ({ workload, estate }: AboutProps) => {
  const route = useRoute();
  const { id, kind, namespace, name, place, depth, exposed, podSecurity } = workload;
  return (
    <article className="one-workload" aria-label="Workload">
      <header>
        <Link to={changeQuery(route, { workload: null })}>← all workloads</Link>
        <h1>
          <bdi>
            {namespace}/{name}
          </bdi>{' '}
          <span className="soft">{kind}</span>
        </h1>
        <p className="soft facts">
          <span>
            <TellWalls depth={depth} />
            {depth === 0 ? ' to the internet' : depth === null ? '' : ' before it'}
          </span>
          {exposed ? <span>published to the outside</span> : null}
          <span>
            Pod Security of its namespace:{' '}
            <Link to={toHref(estate, 'policies', { kind: 'Pod Security', text: namespace })}>{podSecurity}</Link>
          </span>
          {place === '' ? null : <code>{place}</code>}
        </p>
      </header>
      <div className="about">
        <div>
          <AboutWays workload={workload} estate={estate} />
          <AboutAccount workload={workload} estate={estate} />
        </div>
        <div>
          <AboutContainers workload={workload} />
          <AboutReach workload={workload} estate={estate} />
        </div>
        <AboutFindings id={id} estate={estate} />
      </div>
    </article>
  );
};
