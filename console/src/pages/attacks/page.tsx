/** The ways in: one drawn and told step by step, the rest as a list, worst first. */

import type { Attacks, AttackWay } from '../../../../src/hosts/console/api/attacks.ts';
import { useAnswer, type Viewed } from '../../api/use-answer.ts';
import { Incomplete } from '../../parts/incomplete.tsx';
import type { PageProps } from '../../page.ts';
import { SearchBox } from '../../parts/search-box.tsx';
import { StateOf } from '../../parts/state-of.tsx';
import { useRoute } from '../../router/route.ts';
import { MoveList } from './move-list.tsx';
import { narrowWays } from './narrow-ways.ts';
import { WayDrawing } from './way-drawing.tsx';
import { WayHead } from './way-head.tsx';
import { WayList } from './way-list.tsx';
import './attacks.css';

export const Page = ({ estate }: PageProps) => {
  const answer = useAnswer<Viewed<Attacks>>(`estates/${estate.id}/attacks`);
  return <StateOf answer={answer}>{({ body }) => <Ways attacks={body} estate={estate.id} />}</StateOf>;
};

const Ways = ({ attacks, estate }: { readonly attacks: Attacks; readonly estate: string }) => {
  const { query } = useRoute();
  const { ways, safe, complete, unknowns, notes, left, from } = attacks;
  const fitting = narrowWays(ways, query.get('text') ?? '');
  const chosen = ways.find(({ to }) => to.id === query.get('to')) ?? fitting[0];
  return (
    <div className="attacks">
      {complete && notes.length === 0 ? null : (
        <div className="said">
          {complete ? null : <Incomplete title="Ways may be missing: not everything could be read" texts={unknowns} />}
          {notes.map((text) => (
            <p key={text} className="soft">
              <bdi>{text}</bdi>
            </p>
          ))}
        </div>
      )}
      {chosen === undefined ? (
        <NoWay from={from.title} safe={safe.length} complete={complete} isSearch={ways.length > 0} />
      ) : (
        <OneWay way={chosen} estate={estate} step={Number(query.get('step') ?? 0)} />
      )}
      <aside aria-label="All ways">
        {ways.length === 0 ? null : <SearchBox label="Search ways" />}
        <WayList ways={fitting} safe={safe} left={left} chosen={chosen} />
      </aside>
    </div>
  );
};

interface OneWayProps {
  readonly way: AttackWay;
  readonly estate: string;
  readonly step: number;
}

const OneWay = ({ way, estate, step }: OneWayProps) => (
  <article aria-label="One way in">
    <WayHead way={way} />
    <WayDrawing way={way} estate={estate} step={step} />
    <MoveList moves={way.moves} step={step} />
  </article>
);

interface NoWayProps {
  readonly from: string;
  readonly safe: number;
  readonly complete: boolean;
  readonly isSearch: boolean;
}

const NoWay = ({ from, safe, complete, isSearch }: NoWayProps) => (
  <article>
    <h1>{isSearch ? 'No way fits the search' : `No way is known from ${from} to anything that matters`}</h1>
    {isSearch ? null : (
      <p className="soft">
        {safe === 0
          ? 'Nothing that matters was found either: is the whole estate read?'
          : `${safe.toLocaleString('en-GB')} ${safe === 1 ? 'thing that matters was' : 'things that matter were'} looked for${complete ? '' : ', in what could be read'}.`}
      </p>
    )}
  </article>
);
