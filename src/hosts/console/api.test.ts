/** The API over a real look at the example estate: every answer has the shape that `openapi.json` says, and errors say what to do. */

import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { openStore } from '../../stores/registry.ts';
import type { JsonObject } from '../../model/json.ts';
import { nameEstate } from '../assemble/inspect/name-estate.ts';
import { runCli } from '../cli/test-context.ts';
import type { ListedFindings } from './api/findings.ts';
import { createRoutes } from './routes.ts';
import { startTestConsole, toPost, type TestConsole } from './test-console.ts';

const folder = fileURLToPath(new URL('../../../', import.meta.url));
const paths = ['examples/estate/week-0'];
const estate = nameEstate({ kind: 'manifests', paths, workingFolder: folder });

/** One look at the example estate, with a console over it. */
const open = async (context: TestContext): Promise<TestConsole & { readonly cookie: string }> => {
  const place = mkdtempSync(join(tmpdir(), 'vauban-api-'));
  context.after(() => rmSync(place, { recursive: true }));
  const file = join(place, 'history.db');
  const ran = await runCli(['serve', '--once', '--store', file, ...paths], { folder });
  assert.deepEqual([ran.code, ran.error], [0, '']);
  const store = openStore(file, { now: () => '2026-11-24T12:00:00Z', keepDays: 400, patience: 100 });
  const console = await startTestConsole(context, { store, estates: [estate] });
  return { ...console, cookie: await console.signIn() };
};

interface Operation {
  readonly responses: Readonly<
    Record<string, { readonly content: Readonly<Record<string, { readonly schema: JsonObject }>> }>
  >;
}

interface OpenApi {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonObject>> };
}

test('every answer has the shape that openapi.json says', async (context) => {
  const { ask, cookie, port } = await open(context);
  const document = (await ask('/api/v1/openapi.json', { headers: { cookie } })).json() as OpenApi;
  assert.equal(document.openapi, '3.1.0');
  const ajv = new Ajv2020({ strict: false, allErrors: false, formats: { 'date-time': true } });
  ajv.addSchema({ $id: 'api', components: document.components });
  const schemaOf = (path: string, method: string): JsonObject => {
    const [[, response] = ['', undefined]] = Object.entries(document.paths[path]?.[method]?.responses ?? {});
    const text = JSON.stringify(response?.content['application/json']?.schema ?? {});
    return JSON.parse(text.replaceAll('"#/components', '"api#/components')) as JsonObject;
  };
  const first = (
    await ask(`/api/v1/estates/${estate.id}/findings?most=1`, { headers: { cookie } })
  ).json() as ListedFindings;
  const id = first.findings[0]?.finding.id ?? '';
  const checked: string[] = [];
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const method of Object.keys(methods)) {
      if (path.endsWith('/events') || path.endsWith('/draft')) continue;
      const url = path.replace('{estate}', estate.id).replace('{finding}', id);
      const query = path.endsWith('/compare')
        ? '?from=2026-11-22&to=2026-11-23'
        : path.endsWith('/findings')
          ? '?most=1000&seen=all'
          : '';
      const asked = method === 'post' ? toPost(port, {}, { cookie }) : { headers: { cookie } };
      const answer = await ask(`${url}${query}`, asked);
      assert.ok(answer.status === 200 || answer.status === 202, `${path}: ${answer.text.slice(0, 300)}`);
      const validate = ajv.compile(schemaOf(path, method));
      assert.ok(validate(answer.json()), `${path}: ${ajv.errorsText(validate.errors).slice(0, 500)}`);
      checked.push(`${method} ${path}`);
    }
  }
  assert.equal(checked.length, createRoutes().length - 2);
});

test('each schema of openapi.json that is named is there, and each that is there is named', async (context) => {
  const { ask, cookie } = await open(context);
  const { text } = await ask('/api/v1/openapi.json', { headers: { cookie } });
  const named = new Set([...text.matchAll(/#\/components\/schemas\/(\w+)/g)].map((match) => match[1]));
  const { components } = JSON.parse(text) as OpenApi;
  assert.deepEqual(named, new Set(Object.keys(components.schemas)));
});

test('findings come in pages, each once, the same in every order', async (context) => {
  const { ask, cookie } = await open(context);
  const seen: string[] = [];
  let total = 0;
  for (let after: string | null = ''; after !== null;) {
    const more: string = after === '' ? '' : `&after=${encodeURIComponent(after)}`;
    const answer = await ask(`/api/v1/estates/${estate.id}/findings?most=50${more}`, { headers: { cookie } });
    const page = answer.json() as ListedFindings;
    seen.push(...page.findings.map(({ finding }) => finding.id));
    after = page.next;
    total = page.total;
  }
  assert.equal(seen.length, total);
  assert.equal(new Set(seen).size, total);
  assert.ok(total > 200);
});

test('what is asked wrongly is told in a sentence with what to do', async (context) => {
  const { ask, cookie } = await open(context);
  const base = `/api/v1/estates/${estate.id}`;
  const cases: readonly (readonly [string, number, { kind: string; message: string; todo: string }])[] = [
    ['/api/v1/none', 404, { kind: 'not-found', message: 'there is nothing here', todo: 'see /api/v1/openapi.json' }],
    [
      '/api/v1/estates/ffffffffffff/roadmap',
      404,
      { kind: 'not-found', message: 'there is no estate ffffffffffff here', todo: 'see /api/v1/estates' },
    ],
    [`${base}/look`, 405, { kind: 'method', message: 'GET does not go here', todo: 'ask with POST' }],
    [
      `${base}/findings?sevrity=high`,
      400,
      { kind: 'bad-request', message: 'there is no parameter "sevrity"', todo: 'did you mean severity?' },
    ],
    [
      `${base}/findings?severity=bad`,
      400,
      {
        kind: 'bad-request',
        message: 'the parameter severity must be one of critical, high, medium, low, info',
        todo: 'only of these severities',
      },
    ],
    [
      `${base}/findings?most=1001`,
      400,
      {
        kind: 'bad-request',
        message: 'the parameter most must be a whole number from 1 to 1000',
        todo: 'at most so many, 100 where it is not said',
      },
    ],
    [
      `${base}/findings?order=worst&order=newest`,
      400,
      { kind: 'bad-request', message: 'the parameter order is given twice', todo: 'give it once' },
    ],
    [
      `${base}/findings/0000000000000000`,
      404,
      {
        kind: 'not-found',
        message: 'there is no finding 0000000000000000',
        todo: 'it may be resolved and forgotten; see the list',
      },
    ],
    [
      `${base}/compare?from=2026-11-22`,
      400,
      { kind: 'bad-request', message: 'the parameter to is missing', todo: 'a day, YYYY-MM-DD' },
    ],
    [
      `${base}/compare?from=2026-11-23&to=2026-11-22`,
      400,
      { kind: 'bad-request', message: '2026-11-23 is after 2026-11-22', todo: 'swap from and to' },
    ],
  ];
  for (const [path, status, error] of cases) {
    const answer = await ask(path, { headers: { cookie } });
    assert.deepEqual([answer.status, answer.json()], [status, { error }], path);
  }
  const many = Array.from({ length: 65 }, () => 'rule=x').join('&');
  assert.equal((await ask(`${base}/findings?${many}`, { headers: { cookie } })).status, 400);
  const broken = await ask(`${base}/findings?after=nonsense`, { headers: { cookie } });
  assert.deepEqual(
    [broken.status, broken.json()],
    [
      400,
      {
        error: {
          kind: 'store-refused',
          message: 'this page is not one of this list; ask for its first page',
          todo: 'ask otherwise',
        },
      },
    ],
  );
});

test('a view that the browser has already is not sent again, and large answers are packed', async (context) => {
  const { ask, cookie } = await open(context);
  const path = `/api/v1/estates/${estate.id}/roadmap`;
  const plain = await ask(path, { headers: { cookie } });
  const tag = plain.headers.etag ?? '';
  assert.match(tag, /^"[0-9a-f]{12}-roadmap-.+"$/);
  const again = await ask(path, { headers: { cookie, 'if-none-match': tag } });
  assert.deepEqual([again.status, again.bytes.length], [304, 0]);
  const packed = await ask(path, { headers: { cookie, 'accept-encoding': 'gzip, br' } });
  assert.equal(packed.headers['content-encoding'], 'gzip');
  assert.deepEqual(gunzipSync(packed.bytes), plain.bytes);
  assert.ok(packed.bytes.length * 3 < plain.bytes.length);
  const refused = await ask(path, { headers: { cookie, 'accept-encoding': 'gzip;q=0' } });
  assert.equal(refused.headers['content-encoding'], undefined);
  const head = await ask(path, { method: 'HEAD', headers: { cookie } });
  assert.deepEqual([head.status, head.bytes.length], [200, 0]);
});

test('before the first look a view says so', async (context) => {
  const { ask, signIn } = await startTestConsole(context);
  const answer = await ask('/api/v1/estates/0123456789ab/attacks', { headers: { cookie: await signIn() } });
  assert.deepEqual(
    [answer.status, answer.json()],
    [
      404,
      {
        error: {
          kind: 'no-look',
          message: 'nobody has looked at this estate yet',
          todo: 'wait for the first look; `estates` tells how far it is',
        },
      },
    ],
  );
});
