/** `openapi.json`: the routes as OpenAPI 3.1, made from the table that serves them. */

import type { JsonObject } from '../../model/json.ts';
import { version } from '../assemble/version.ts';
import { apiSchemas } from './api-schemas.ts';
import type { Parameter, Route } from './route.ts';

export const renderOpenApi = (routes: readonly Route[]): JsonObject => {
  const paths: Record<string, Record<string, JsonObject>> = {};
  for (const route of routes) {
    const path = `/api/v1${route.path}`;
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: toOperation(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Vauban console',
      version,
      description: 'What `vauban serve` answers its pages with. Only on the machine it runs on; see docs/console.md.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ session: [] }],
    paths,
    components: {
      schemas: apiSchemas(),
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'vauban-PORT',
          description: 'Given for the one-time token that `vauban serve` prints.',
        },
      },
    },
  };
};

const toOperation = ({ summary, parameters, body, answer }: Route): JsonObject => ({
  summary,
  parameters: parameters.map(toParameter),
  ...(body === undefined ? {} : { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
  responses: {
    [String(answer.status)]: {
      description: answer.summary,
      content: { [answer.type]: { schema: answer.schema } },
    },
    default: {
      description: 'what went wrong, and what to do',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
    },
  },
});

const toParameter = ({ name, in: place, summary, schema, repeats, required }: Parameter): JsonObject => ({
  name,
  in: place,
  description: summary,
  required: place === 'path' || required === true,
  schema: repeats === true ? { type: 'array', items: schema } : schema,
  ...(repeats === true ? { explode: true } : {}),
});
