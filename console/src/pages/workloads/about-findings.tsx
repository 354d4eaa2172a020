/** What is wrong with a workload, the worst first. */

import type { ListedFindings } from '../../../../src/hosts/console/api/findings.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { Severity } from '../../parts/severity.tsx';
import { StateOf } from '../../parts/state-of.tsx';
import { Link } from '../../router/link.tsx';
import { toHref } from '../../router/route.ts';

const mostTold = 30;

export const AboutFindings = ({ id, estate }: { readonly id: string; readonly estate: string }) => {
  const answer = useAnswer<ListedFindings>(
    `estates/${estate}/findings?about=${encodeURIComponent(id)}&most=${mostTold}`,
  );
  return (
    <section className="band wide">
      <h2>Findings</h2>
      <StateOf answer={answer}>
        {({ findings, total, atLeast }) => (
          <>
            {findings.length === 0 ? <p className="soft">Nothing open is known of it.</p> : null}
            <ul className="list">
              {findings.map(({ finding, place }) => (
                <li key={finding.id}>
                  <Link
                    to={toHref(estate, 'findings', { about: id, view: 'list', finding: finding.id })}
                    className="pick found"
                  >
                    <Severity word={finding.severity} />
                    <bdi className="clamp">{finding.message}</bdi>
                    <code className="soft">
                      {place === null ? '' : `${place.file.split('/').at(-1) ?? ''}:${place.line ?? ''}`}
                    </code>
                  </Link>
                </li>
              ))}
            </ul>
            {total > findings.length ? (
              <p>
                <Link to={toHref(estate, 'findings', { about: id, view: 'list' })}>
                  all {atLeast ? 'of at least ' : ''}
                  {total.toLocaleString('en-GB')}
                </Link>
              </p>
            ) : null}
          </>
        )}
      </StateOf>
    </section>
  );
};
