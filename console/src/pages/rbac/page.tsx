/** Who can what: dangerous rights with everybody who holds them, every subject, and everything about one. */

import { useMemo } from 'react';
import type { EstateState } from '../../../../src/hosts/console/api/estate-state.ts';
import type { Rbac } from '../../../../src/hosts/console/api/rbac.ts';
import { useAnswer, type Viewed } from '../../api/use-answer.ts';
import type { PageProps } from '../../page.ts';
import { Incomplete } from '../../parts/incomplete.tsx';
import { Notice } from '../../parts/notice.tsx';
import { SearchBox } from '../../parts/search-box.tsx';
import { StateOf } from '../../parts/state-of.tsx';
import { useRoute } from '../../router/route.ts';
import { narrowPowers } from './narrow-subjects.ts';
import { OneSubject } from './one-subject.tsx';
import { PowerList } from './power-list.tsx';
import { SubjectList } from './subject-list.tsx';
import './rbac.css';

export const Page = ({ estate }: PageProps) => {
  const answer = useAnswer<Viewed<Rbac>>(`estates/${estate.id}/rbac`);
  return <StateOf answer={answer}>{({ body }) => <Access rbac={body} estate={estate} />}</StateOf>;
};

const Access = ({ rbac, estate }: { readonly rbac: Rbac; readonly estate: EstateState }) => {
  const { query } = useRoute();
  const text = query.get('text') ?? '';
  const wanted = query.get('subject');
  const chosen = rbac.subjects.find(({ id }) => id === wanted);
  const { held, free } = useMemo(() => narrowPowers(rbac, { text }), [rbac, text]);
  const holders = new Set(rbac.powers.flatMap((power) => power.holders.map(({ subject }) => subject))).size;
  if (chosen !== undefined) return <OneSubject subject={chosen} rbac={rbac} estate={estate} />;
  return (
    <div className="rbac">
      {wanted === null ? null : (
        <Notice
          title={`Nothing is granted to ${wanted.slice(0, 200)}`}
          text="No binding that was read names it; below is everybody else."
        />
      )}
      <h1>
        {rbac.subjects.length === 0
          ? 'Who can what'
          : holders === 0
            ? 'Nobody but the built-in subjects holds a dangerous right'
            : `${holders.toLocaleString('en-GB')} ${holders === 1 ? 'subject holds' : 'subjects hold'} dangerous rights`}
      </h1>
      {rbac.complete ? null : (
        <Incomplete title="Grants may be missing: not everything could be read" texts={rbac.unknowns} />
      )}
      {rbac.subjects.length === 0 ? (
        <p className="soft">No binding was read in this estate.</p>
      ) : (
        <>
          <div className="bar">
            <SearchBox label="Search subjects, roles, rules" />
          </div>
          <PowerList held={held} free={free} isSearch={text !== ''} />
          <SubjectList subjects={rbac.subjects} text={text} />
        </>
      )}
    </div>
  );
};
