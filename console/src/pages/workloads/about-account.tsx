/** As whom a workload runs, what that may do that is dangerous, and the Secrets it is given. */

import { Link } from '../../router/link.tsx';
import { toHref } from '../../router/route.ts';
import type { AboutProps } from './one-workload.tsx';

export const AboutAccount = ({ workload, estate }: AboutProps) => {
  const { namespace, account, tokenMounted, rights, secrets } = workload;
  return (
    <section className="band">
      <h2>Account and Secrets</h2>
      <p>
        {account === null ? (
          'It has no account'
        ) : (
          <>
            Runs as{' '}
            <Link to={toHref(estate, 'rbac', { subject: `serviceaccount:${namespace}:${account}` })}>{account}</Link>
          </>
        )}
        {tokenMounted ? ', its token is mounted.' : ', no token is mounted.'}
      </p>
      {rights.length === 0 ? (
        <p className="soft">Nothing dangerous is known that the account may do.</p>
      ) : (
        <ul className="rights-list">
          {rights.map((text) => (
            <li key={text}>
              <bdi>{text}</bdi>
            </li>
          ))}
        </ul>
      )}
      {secrets.length === 0 ? (
        <p className="soft">It is given no Secret.</p>
      ) : (
        <p>
          Given the Secrets{' '}
          {secrets.map((name, index) => (
            <span key={name}>
              {index > 0 ? ', ' : ''}
              <Link to={toHref(estate, 'findings', { about: `Secret/${namespace}/${name}`, view: 'list' })}>
                {name}
              </Link>
            </span>
          ))}
        </p>
      )}
    </section>
  );
};
