/** Findings by what would mend them: the thing to do first, then how much it closes. */

import type { FixGroup } from '../../../../src/stores/findings-query.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { Severity } from '../../parts/severity.tsx';
import { StateOf } from '../../parts/state-of.tsx';
import { Link } from '../../router/link.tsx';
import { changeQuery, useRoute } from '../../router/route.ts';

export const FixGroups = ({ estate, filter }: { readonly estate: string; readonly filter: string }) => {
  const answer = useAnswer<readonly FixGroup[]>(`estates/${estate}/findings/fixes?${filter}`);
  const route = useRoute();
  return (
    <StateOf answer={answer}>
      {(groups) =>
        groups.length === 0 ? (
          <p className="soft">Nothing to fix fits here.</p>
        ) : (
          <ul className="list fixes">
            {groups.map(({ key, title, findings, subjects, worst }) => (
              <li key={key}>
                <Link to={changeQuery(route, { fix: key, view: 'list', finding: null })} className="row">
                  <Severity word={worst} />
                  <span className="row-text">
                    <span className="row-message">{title.replaceAll('`', '')}</span>
                    <span className="soft row-place">
                      in {subjects.toLocaleString('en-GB')} {subjects === 1 ? 'object' : 'objects'}
                    </span>
                  </span>
                  <span className="count">closes {findings.toLocaleString('en-GB')}</span>
                </Link>
              </li>
            ))}
          </ul>
        )
      }
    </StateOf>
  );
};
