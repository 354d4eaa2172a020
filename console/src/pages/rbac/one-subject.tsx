/** One subject: the dangerous rights it holds, every grant with its rules, and the workloads that run as it. */

import type { EstateState } from '../../../../src/hosts/console/api/estate-state.ts';
import type { Rbac, RbacGrant, RbacSubject } from '../../../../src/hosts/console/api/rbac.ts';
import { CopyLine } from '../../parts/copy-line.tsx';
import { Incomplete } from '../../parts/incomplete.tsx';
import { renderCommand } from '../../parts/render-command.ts';
import { Severity } from '../../parts/severity.tsx';
import { Link } from '../../router/link.tsx';
import { changeQuery, toHref, useRoute } from '../../router/route.ts';

export interface OneSubjectProps {
  readonly subject: RbacSubject;
  readonly rbac: Rbac;
  readonly estate: EstateState;
}

export const OneSubject = ({ subject, rbac, estate }: OneSubjectProps) => {
  const route = useRoute();
  const { id, builtIn, grants } = subject;
  return (
    <article className="rbac" aria-label="Subject">
      <header>
        <Link to={changeQuery(route, { subject: null })}>← all subjects</Link>
        <h1>
          <bdi>{id}</bdi>
        </h1>
        {builtIn ? <p className="soft">Built into Kubernetes.</p> : null}
      </header>
      {rbac.complete ? null : (
        <Incomplete title="Grants may be missing: not everything could be read" texts={rbac.unknowns} />
      )}
      <div className="subject-facts">
        <Powers rbac={rbac} id={id} />
        <UsedBy subject={subject} estate={estate.id} />
      </div>
      <section className="band">
        <h2>
          Grants <small>{grants.length}</small>
        </h2>
        {grants.length === 0 ? <p className="soft">It holds no grant of its own.</p> : null}
        {grants.map((grant) => (
          <Grant key={JSON.stringify([grant.binding, grant.role, grant.where])} grant={grant} />
        ))}
        <CopyLine text={renderCommand(['rbac', 'what-can', id], estate)} />
      </section>
    </article>
  );
};

const Powers = ({ rbac, id }: { readonly rbac: Rbac; readonly id: string }) => {
  const held = rbac.powers.flatMap((power) =>
    power.holders.filter(({ subject }) => subject === id).map((holder) => ({ power, holder })),
  );
  return (
    <section className="band">
      <h2>Dangerous rights</h2>
      {held.length === 0 ? <p className="soft">None is known.</p> : null}
      <ul className="holders">
        {held.map(({ power, holder }) => (
          <li key={`${power.title} ${holder.where} ${holder.through}`}>
            <Severity word={power.severity} /> <b>{power.title}</b>{' '}
            <span className="soft">
              in {holder.where}, through <bdi>{holder.through}</bdi>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
};

const UsedBy = ({
  subject: { kind, workloads },
  estate,
}: {
  readonly subject: RbacSubject;
  readonly estate: string;
}) =>
  kind !== 'service-account' ? null : (
    <section className="band">
      <h2>
        Runs as it <small>{workloads.length === 0 ? 'nothing that is known' : workloads.length}</small>
      </h2>
      <ul className="holders">
        {workloads.map((name) => (
          <li key={name}>
            <Link to={toHref(estate, 'workloads', { workload: name })}>
              <bdi>{name}</bdi>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );

const Grant = ({ grant: { where, role, binding, rules, place } }: { readonly grant: RbacGrant }) => (
  <section className="grant">
    <p>
      <b>
        <bdi>{role}</bdi>
      </b>{' '}
      in <bdi>{where}</bdi>{' '}
      <span className="soft">
        by <bdi>{binding}</bdi> {place === '' ? null : <code>{place}</code>}
      </span>
    </p>
    <ul>
      {rules.map((rule) => (
        <li key={rule} className={/(?:^|[\s,])\*(?:[\s,]|$)/.test(rule) ? 'wild' : ''}>
          <code>{rule}</code>
        </li>
      ))}
    </ul>
  </section>
);
