/** Every route of the API, in the order the documentation tells them. */

import type { Route } from './route.ts';
import { estateRoutes } from './routes/estate-routes.ts';
import { findingsRoutes } from './routes/findings-routes.ts';
import { historyRoutes } from './routes/history-routes.ts';
import { named } from './schemas.ts';
import { renderOpenApi } from './open-api.ts';

export const apiRoot = '/api/v1';

export const createRoutes = (): readonly Route[] => {
  const routes: readonly Route[] = [
    ...estateRoutes(),
    ...findingsRoutes(),
    ...historyRoutes(),
    {
      method: 'GET',
      path: '/events',
      summary: 'server-sent events: what has changed and should be asked again',
      parameters: [],
      answer: {
        status: 200,
        type: 'text/event-stream',
        summary: 'one LiveEvent an event',
        schema: named('LiveEvent'),
      },
      handle: () => ({ kind: 'events' }),
    },
    {
      method: 'GET',
      path: '/openapi.json',
      summary: 'this API as OpenAPI 3.1',
      parameters: [],
      answer: { status: 200, type: 'application/json', summary: 'the document', schema: { type: 'object' } },
      handle: () => ({ kind: 'json', value: renderOpenApi(routes) }),
    },
  ];
  return routes;
};
