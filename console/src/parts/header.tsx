/** The top of every page: estates, pages, how fresh what is shown is, light or dark. */

import type { EstateState } from '../../../src/hosts/console/api/estate-state.ts';
import { pages } from '../pages/registry.ts';
import { Link } from '../router/link.tsx';
import { go, toHref } from '../router/route.ts';
import { Freshness } from './freshness.tsx';
import { ThemeSwitch } from './theme-switch.tsx';

export interface HeaderProps {
  readonly estates: readonly EstateState[];
  readonly estate: EstateState | null;
  readonly page: string;
}

export const Header = ({ estates, estate, page }: HeaderProps) => (
  <header className="top">
    <div className="top-row">
      <Link to={estates.length > 1 ? '/' : estate === null ? '/' : toHref(estate.id, 'overview')} className="brand">
        <Mark /> Vauban
      </Link>
      {estates.length > 1 ? (
        <select
          className="estate"
          aria-label="Estate"
          value={estate?.id ?? ''}
          onChange={({ target }) => go(target.value === '' ? '/' : toHref(target.value, page || 'overview'))}
        >
          <option value="">all, side by side</option>
          {estates.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      ) : (
        <span className="estate one" title={estate?.title}>
          {estate?.title}
        </span>
      )}
      {estate === null ? null : <Freshness estate={estate} />}
      <ThemeSwitch />
    </div>
    {estate === null ? null : (
      <nav aria-label="Pages">
        {pages.map(({ id, title }) => (
          <Link key={id} to={toHref(estate.id, id)} current={id === page}>
            {title}
          </Link>
        ))}
      </nav>
    )}
  </header>
);

/** A bastion seen from above. */
const Mark = () => (
  <svg className="brand-mark" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
    <path d="M12 1l3.2 6.2L22 5l-2.6 6.6L23 17l-7-.4L12 23l-4-6.4-7 .4 3.6-5.4L2 5l6.8 2.2z" fill="currentColor" />
  </svg>
);
