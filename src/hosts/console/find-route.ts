/** Finds the route of a path: by method and by segments, of which those in braces take any text. */

import { ApiError } from './api-error.ts';
import type { Route } from './route.ts';

export interface FoundRoute {
  readonly route: Route;
  readonly path: ReadonlyMap<string, string>;
}

export type FindRoute = (method: string, path: string) => FoundRoute;

/** Fixed segments win over braces, as OpenAPI has it. What it gives throws ApiError. */
export const createRouter = (routes: readonly Route[]): FindRoute => {
  const known = routes.map((route) => ({ route, segments: route.path.split('/').slice(1) }));
  return (method, path) => {
    const asked = path.split('/').slice(1);
    const fits = known.filter(
      ({ segments }) =>
        segments.length === asked.length &&
        segments.every((segment, at) => segment.startsWith('{') || segment === asked[at]),
    );
    const best = fits.toSorted((a, b) => countBraces(a.segments) - countBraces(b.segments));
    const found = best.find(({ route }) => route.method === method || (method === 'HEAD' && route.method === 'GET'));
    if (found !== undefined) return { route: found.route, path: toValues(found.segments, asked) };
    const [other] = best;
    if (other !== undefined)
      throw new ApiError('method', `${method} does not go here`, `ask with ${other.route.method}`);
    throw new ApiError('not-found', 'there is nothing here', 'see /api/v1/openapi.json');
  };
};

const countBraces = (segments: readonly string[]): number =>
  segments.filter((segment) => segment.startsWith('{')).length;

const toValues = (segments: readonly string[], asked: readonly string[]): ReadonlyMap<string, string> =>
  new Map(
    segments.flatMap((segment, at): readonly (readonly [string, string])[] =>
      segment.startsWith('{') ? [[segment.slice(1, -1), decode(asked[at] ?? '')]] : [],
    ),
  );

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ApiError('bad-request', 'the path is not well encoded', 'encode it as UTF-8 with percent signs');
  }
};
