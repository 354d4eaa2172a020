/** Who may call a workload, and whom it may call; each leads to why. */

import { Link } from '../../router/link.tsx';
import { toHref } from '../../router/route.ts';
import type { AboutProps } from './one-workload.tsx';

export const AboutReach = ({ workload, estate }: AboutProps) => {
  const { namespace, name, reaches, reachedBy } = workload;
  const own = `${namespace}/${name}`;
  return (
    <section className="band">
      <h2>
        Network{' '}
        <small>
          <Link to={toHref(estate, 'network', { node: own })}>in the matrix</Link>
        </small>
      </h2>
      <div className="reach">
        <Ends
          title="May be called by"
          ends={reachedBy.map((other) => [other, toHref(estate, 'network', { from: toEnd(other), to: own })])}
        />
        <Ends
          title="May call"
          ends={reaches.map((other) => [other, toHref(estate, 'network', { from: own, to: toEnd(other) })])}
        />
      </div>
    </section>
  );
};

/** What a workload is told to reach by its title, the network names by its id. */
const toEnd = (name: string): string => (name === 'the internet' ? 'internet' : name);

interface EndsProps {
  readonly title: string;
  readonly ends: readonly (readonly [name: string, href: string])[];
}

const mostShown = 12;

const Ends = ({ title, ends }: EndsProps) => (
  <div>
    <h3>
      {title} <span className="soft">{ends.length === 0 ? 'nobody' : ends.length}</span>
    </h3>
    <EndList ends={ends.slice(0, mostShown)} />
    {ends.length <= mostShown ? null : (
      <details>
        <summary className="soft">{ends.length - mostShown} more</summary>
        <EndList ends={ends.slice(mostShown)} />
      </details>
    )}
  </div>
);

const EndList = ({ ends }: Pick<EndsProps, 'ends'>) => (
  <ul className="ends">
    {ends.map(([name, href]) => (
      <li key={name}>
        <Link to={href}>{name}</Link>
      </li>
    ))}
  </ul>
);
