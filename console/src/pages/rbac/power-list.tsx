/** Dangerous rights, the worst first, each with everybody who holds it and through what. */

import type { RbacPower } from '../../../../src/hosts/console/api/rbac.ts';
import { CopyLine } from '../../parts/copy-line.tsx';
import { Severity } from '../../parts/severity.tsx';
import { Link } from '../../router/link.tsx';
import { changeQuery, useRoute } from '../../router/route.ts';

export interface PowerListProps {
  readonly held: readonly RbacPower[];
  readonly free: readonly RbacPower[];
  readonly isSearch: boolean;
}

export const PowerList = ({ held, free, isSearch }: PowerListProps) => (
  <section className="band powers" aria-label="Dangerous rights">
    <h2>Dangerous rights</h2>
    {held.length === 0 ? (
      <p className="soft">{isSearch ? 'None fits the search.' : 'Nobody but the built-in subjects holds any.'}</p>
    ) : null}
    {held.map((power) => (
      <Power key={power.title} power={power} />
    ))}
    {free.length === 0 || isSearch ? null : (
      <p className="soft">Held by nobody: {free.map(({ title }) => title).join('; ')}.</p>
    )}
  </section>
);

/** More holders than this are found by searching. */
const mostTold = 40;

const Power = ({ power: { title, severity, holders, command } }: { readonly power: RbacPower }) => {
  const route = useRoute();
  return (
    <details className="power" open={holders.length <= 6}>
      <summary>
        <Severity word={severity} />
        <b>{title}</b>
        <span className="soft">
          {holders.length.toLocaleString('en-GB')} {holders.length === 1 ? 'holder' : 'holders'}
        </span>
      </summary>
      <div className="power-body">
        <ul className="holders">
          {holders.slice(0, mostTold).map(({ subject, where, through }) => (
            <li key={JSON.stringify([subject, where, through])}>
              <Link to={changeQuery(route, { subject })}>
                <bdi>{subject}</bdi>
              </Link>{' '}
              <span className="soft">
                in {where}, through <bdi>{through}</bdi>
              </span>
            </li>
          ))}
          {holders.length <= mostTold ? null : (
            <li className="soft">
              and {(holders.length - mostTold).toLocaleString('en-GB')} more: a search narrows them
            </li>
          )}
        </ul>
        <CopyLine text={command} />
      </div>
    </details>
  );
};
