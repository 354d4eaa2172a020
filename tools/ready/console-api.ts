/** `docs/console-api.md`: the routes of the console's API as a table, made from the table that serves them. */

import { createRoutes } from '../../src/hosts/console/routes.ts';
import type { Parameter, Route } from '../../src/hosts/console/route.ts';

export const renderConsoleApi = (): string =>
  [
    '<!-- Made from the code by `npm run docs`; edit the code. -->',
    '',
    "# The console's API",
    '',
    'What `vauban serve` answers below `/api/v1`, for whoever is signed in on this machine; [console.md](console.md) says how. `GET /api/v1/openapi.json` is the same as OpenAPI 3.1, with the shape of every answer.',
    '',
    '| route | answers | what |',
    '| --- | --- | --- |',
    ...createRoutes().map(renderRow),
    '',
    '## Parameters',
    '',
    'Those that repeat may be given several times: `severity=high&severity=critical`. A parameter that is not known is an error, so that a misspelt one does not widen an answer.',
    '',
    '| parameter | of | what |',
    '| --- | --- | --- |',
    ...listParameters().map(
      ({ parameter, paths }) =>
        `| \`${parameter.name}\`${parameter.repeats === true ? ', repeats' : ''} | ${paths.map((path) => `\`${path}\``).join(', ')} | ${parameter.summary} |`,
    ),
    '',
    '## Errors',
    '',
    'Every error is `{"error": {"kind", "message", "todo"}}`: a word for programs, what went wrong, and what to do.',
    '',
  ].join('\n');

const renderRow = ({ method, path, summary, answer }: Route): string => {
  const reference = answer.schema['$ref'];
  const shape = typeof reference === 'string' ? `\`${reference.slice(reference.lastIndexOf('/') + 1)}\`` : '';
  return `| \`${method} ${path}\` | ${answer.status} ${shape === '' ? answer.type : shape} | ${summary} |`;
};

const listParameters = (): readonly { readonly parameter: Parameter; readonly paths: readonly string[] }[] => {
  const told = new Map<string, { parameter: Parameter; paths: string[] }>();
  for (const { path, parameters } of createRoutes()) {
    for (const parameter of parameters) {
      if (parameter.in === 'path') continue;
      const key = `${parameter.name} ${parameter.summary}`;
      const known = told.get(key);
      const short = path.replace('/estates/{estate}/', '');
      if (known === undefined) told.set(key, { parameter, paths: [short] });
      else known.paths.push(short);
    }
  }
  return [...told.values()];
};
