/** The twelve weeks as a plan: what is done, by what evidence, and what to do now. */

import type { PhaseAnswer, RoadmapAnswer } from '../../../../src/posture/roadmap-answer.ts';
import { useAnswer, type Viewed } from '../../api/use-answer.ts';
import type { PageProps } from '../../page.ts';
import { StateOf } from '../../parts/state-of.tsx';
import { useRoute } from '../../router/route.ts';
import { Phase } from './phase.tsx';
import './roadmap.css';

export const Page = ({ estate }: PageProps) => {
  const answer = useAnswer<Viewed<RoadmapAnswer>>(`estates/${estate.id}/roadmap`);
  const { query } = useRoute();
  return (
    <StateOf answer={answer}>
      {({ body }) => (
        <div className="roadmap">
          <h1>{tellStanding(body)}</h1>
          <Line phases={body.phases} week={body.week} />
          {body.phases.map((phase) => (
            <Phase
              key={phase.id}
              phase={phase}
              open={phase.id === (query.get('phase') ?? body.current)}
              action={query.get('action')}
              isCurrent={phase.id === body.current}
            />
          ))}
        </div>
      )}
    </StateOf>
  );
};

const tellStanding = ({ phases, week, start }: RoadmapAnswer): string => {
  const actions = phases.flatMap((phase) => phase.actions);
  const done = actions.filter(({ state }) => state === 'done' || state === 'accepted').length;
  const when =
    week === null
      ? start === null
        ? ''
        : `; it begins on ${start}`
      : week > 12
        ? '; the twelve weeks are over'
        : `; this is week ${week}`;
  return `${done} of ${actions.length} actions are done${when}`;
};

/** Twelve weeks in a row, each as far as its phase is. */
const Line = ({ phases, week }: { readonly phases: readonly PhaseAnswer[]; readonly week: number | null }) => (
  <ol className="weeks" aria-label="Weeks">
    {phases.flatMap(({ weeks, state, id, title }) =>
      Array.from({ length: weeks.last - weeks.first + 1 }, (_, index) => (
        <li key={`${id} ${index}`} className={`${state}${week === weeks.first + index ? ' now' : ''}`} title={title}>
          {weeks.first + index}
        </li>
      )),
    )}
  </ol>
);
