/** The URL as state: `/ESTATE/PAGE?filter=…`. Whoever sends somebody the address sends what they see. */

import { useSyncExternalStore } from 'react';

export interface Route {
  /** The empty text for the comparison of all. */
  readonly estate: string;
  readonly page: string;
  readonly query: URLSearchParams;
}

export const useRoute = (): Route => {
  const href = useSyncExternalStore(subscribe, () => location.pathname + location.search);
  return parseRoute(href);
};

export const parseRoute = (href: string): Route => {
  const [path = '', query = ''] = href.split('?', 2);
  const [, estate = '', page = ''] = path.split('/');
  return { estate: decode(estate), page: decode(page) || 'overview', query: new URLSearchParams(query) };
};

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const changed = 'vauban:route';

const subscribe = (tell: () => void): (() => void) => {
  addEventListener('popstate', tell);
  addEventListener(changed, tell);
  return () => {
    removeEventListener('popstate', tell);
    removeEventListener(changed, tell);
  };
};

/** `replace` for what is no step back: a letter more in a search. */
export const go = (href: string, how: 'push' | 'replace' = 'push'): void => {
  if (how === 'push') history.pushState(null, '', href);
  else history.replaceState(null, '', href);
  dispatchEvent(new Event(changed));
};

export const toHref = (estate: string, page: string, query: Readonly<Record<string, Value>> = {}): string =>
  `/${encodeURIComponent(estate)}/${page}${renderQuery(query)}`;

type Value = string | readonly string[] | null | undefined;

const renderQuery = (query: Readonly<Record<string, Value>>): string => {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    for (const one of typeof value === 'string' ? [value] : (value ?? [])) parameters.append(name, one);
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
};

/** This page with some of its query changed; an empty value takes a parameter out. */
export const changeQuery = ({ estate, page, query }: Route, changes: Readonly<Record<string, Value>>): string => {
  const next: Record<string, Value> = {};
  for (const name of new Set(query.keys())) next[name] = query.getAll(name);
  for (const [name, value] of Object.entries(changes)) next[name] = value === '' ? null : value;
  return toHref(estate, page, next);
};
