/** Refuses what a page of somebody else's could make a browser send: another name for this machine, or another origin. */

import type { IncomingHttpHeaders } from 'node:http';
import { ApiError } from './api-error.ts';

export interface AskedFrom {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly port: number;
}

/**
 * DNS rebinding: a stranger's page whose name now resolves to 127.0.0.1 is of the same origin for the browser, and the
 * Host header still says the stranger's name. Throws ApiError.
 */
export const refuseForeignHost = ({ headers, port }: AskedFrom): void => {
  if (toHosts(port).includes((headers.host ?? '').toLowerCase())) return;
  throw new ApiError(
    'forbidden',
    'this name is not one of this server',
    `open http://127.0.0.1:${port} with the link that the terminal printed`,
  );
};

/**
 * CSRF: whatever changes something comes from our own pages. Browsers say where a request is from in `Sec-Fetch-Site` and
 * `Origin`; what reads may come without either, from a program, and then carries a session all the same. Another port of
 * this machine is the same site for cookies, so only the same origin counts. Throws ApiError.
 */
export const refuseForeignOrigin = ({ method, headers, port }: AskedFrom): void => {
  const { origin, 'sec-fetch-site': site } = headers;
  const isOwnOrigin =
    origin !== undefined &&
    toHosts(port)
      .map((host) => `http://${host}`)
      .includes(origin.toLowerCase());
  const isForeign =
    (origin !== undefined && !isOwnOrigin) || (site !== undefined && site !== 'same-origin' && site !== 'none');
  const isProved = isOwnOrigin || site === 'same-origin';
  if (!isForeign && (method === 'GET' || method === 'HEAD' || isProved)) return;
  throw new ApiError(
    'forbidden',
    'this was asked by a page of another origin',
    method === 'GET' ? 'open the address in a tab of its own' : `send Origin: http://127.0.0.1:${port}`,
  );
};

/** A tab that a person opened or a link that was followed: shown, and never read by whoever linked. */
export const isNavigation = ({ method, headers }: Pick<AskedFrom, 'method' | 'headers'>): boolean =>
  method === 'GET' && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';

/** The names of the loopback interface with the port: what a browser sends when it was sent here. */
export const toHosts = (port: number): readonly string[] => [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`];
