/** Policies of every dialect: what each asks, whether it is enforced and why not, and what it finds. */

import { useMemo } from 'react';
import type { Policies } from '../../../../src/hosts/console/api/policies.ts';
import { useAnswer, type Viewed } from '../../api/use-answer.ts';
import type { PageProps } from '../../page.ts';
import { CopyLine } from '../../parts/copy-line.tsx';
import { Incomplete } from '../../parts/incomplete.tsx';
import { LongTable } from '../../parts/long-table.tsx';
import { StateOf } from '../../parts/state-of.tsx';
import { useRoute } from '../../router/route.ts';
import { countEnforcements, enforcementWords, narrowPolicies } from './narrow-policies.ts';
import { toPolicyColumns } from './policy-columns.tsx';
import { PolicyBar } from './policy-bar.tsx';
import './policies.css';

export const Page = ({ estate }: PageProps) => {
  const answer = useAnswer<Viewed<Policies>>(`estates/${estate.id}/policies`);
  return <StateOf answer={answer}>{({ body }) => <List answer={body} estate={estate.id} />}</StateOf>;
};

const List = ({ answer: { policies, complete }, estate }: { readonly answer: Policies; readonly estate: string }) => {
  const asked = useRoute().query.toString();
  const fitting = useMemo(() => {
    const query = new URLSearchParams(asked);
    const of = (name: string): string => query.get(name) ?? '';
    return narrowPolicies(policies, {
      text: of('text'),
      enforcement: of('enforcement'),
      kind: of('kind'),
      namespace: of('namespace'),
    });
  }, [policies, asked]);
  return (
    <div className="policies">
      <h1>
        {policies.length.toLocaleString('en-GB')} {policies.length === 1 ? 'policy' : 'policies'}
        {policies.length === 0
          ? ''
          : `: ${countEnforcements(policies)
              .map(([enforcement, count]) => `${count.toLocaleString('en-GB')} ${enforcementWords[enforcement]}`)
              .join(', ')}`}
      </h1>
      {complete ? null : <Incomplete title="Policies may be missing: not everything could be read" texts={[]} />}
      {policies.length === 0 ? (
        <section className="band">
          <p>No policy of any kind was read: nothing is refused by rule. This writes the built-in ones as files:</p>
          <CopyLine text="vauban policies export --write ./policies" />
        </section>
      ) : (
        <>
          <PolicyBar policies={policies} />
          {fitting.length === 0 ? (
            <p className="soft" role="status">
              No policy fits: take a filter away.
            </p>
          ) : (
            <LongTable
              caption="Policies"
              columns={toPolicyColumns(estate)}
              rows={fitting}
              keyOf={(each) => JSON.stringify([each.kind, each.namespace, each.name, each.place])}
            />
          )}
        </>
      )}
    </div>
  );
};
