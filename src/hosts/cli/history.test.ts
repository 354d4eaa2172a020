/** `vauban history`: day by day from a real store, what is not comparable, two days finding by finding, and JSON. */

import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { nameEstate } from '../assemble/inspect/name-estate.ts';
import { makeFinding, makeLook } from '../../stores/made-up-looks.ts';
import { openStore } from '../../stores/registry.ts';
import type { Look } from '../../stores/store.ts';
import { runCli } from './test-context.ts';

const folderOf = (context: TestContext): string => {
  const folder = mkdtempSync(join(tmpdir(), 'vauban-history-'));
  context.after(() => rmSync(folder, { recursive: true }));
  return folder;
};

const made = (...ids: readonly string[]) => ids.map((id) => makeFinding(id, { severity: 'high' }));
const depth = (title: string, walls: number | null) => ({ place: title, title, depth: walls, proven: 0 });

const record = (folder: string, looks: readonly Look[], paths: readonly string[] = ['manifests']): string => {
  const file = join(folder, 'history.db');
  const store = openStore(file, { now: () => '2026-11-24T00:00:00Z', keepDays: 400, patience: 0 });
  const estate = nameEstate({ kind: 'manifests', paths, workingFolder: folder });
  for (const look of looks) store.looks.record({ ...look, estate });
  store.close();
  return file;
};

const week = (folder: string): string =>
  record(folder, [
    makeLook('2026-11-18', made('a', 'b', 'c'), { depths: [depth('node one', 0)] }),
    makeLook('2026-11-19', made('a', 'b'), {
      policySet: 'set-2',
      depths: [depth('node one', 0), depth('secret shop/db', 2)],
    }),
    makeLook('2026-11-20', made('a', 'b'), {
      policySet: 'set-2',
      complete: false,
      missing: ['Pods'],
      depths: [depth('node one', 1)],
    }),
    makeLook('2026-11-21', [...made('b', 'd'), makeFinding('e', { severity: 'low' })], {
      policySet: 'set-2',
      depths: [depth('node one', 2), depth('secret shop/db', null)],
    }),
    makeLook(
      '2026-11-22',
      [...made('d'), makeFinding('e', { severity: 'low', accepted: { reason: 'r', owner: 'ann', until: null } })],
      {
        policySet: 'set-2',
        depths: [depth('node one', 2), depth('secret shop/db', null)],
      },
    ),
  ]);

const weekText = `manifests

day         critical  high  medium  low  info  accepted  new  gone  walls a  walls b
2026-11-22  0         1     0       0    0     1         +0   -1    2        no way
2026-11-21  0         2     0       1    0     0                    2        no way
    not comparable with the day below: not all could be read on 2026-11-20
2026-11-20  0         2     0       0    0     0                    1                 partial
    not comparable with the day below: not all could be read on 2026-11-20
2026-11-19  0         2     0       0    0     0                    open     2
    not comparable with the days below: judged by different policies since
2026-11-18  0         3     0       0    0     0                    open

walls a: before node one
walls b: before secret shop/db
vauban history … --from 2026-11-21 --to 2026-11-22 lists what changed.
`;

test('the days of the only estate are told, the newest first, with a line where days cannot be compared', async (context) => {
  const folder = folderOf(context);
  const file = week(folder);
  assert.deepEqual(await runCli(['history', '--store', file], { folder }), { code: 0, output: weekText, error: '' });
  assert.equal((await runCli(['history', 'manifests', '--store', `sqlite:${file}`], { folder })).output, weekText);
  const { output } = await runCli(['history', '--store', file, '--days', '1'], { folder });
  assert.deepEqual(output.match(/^2026-\S+/gm), ['2026-11-22']);
});

test('two days are told finding by finding', async (context) => {
  const folder = folderOf(context);
  const file = week(folder);
  assert.deepEqual(
    await runCli(['history', '--store', file, '--from', '2026-11-19', '--to', '2026-11-21'], { folder }),
    {
      code: 0,
      output: `manifests, from 2026-11-19 to 2026-11-21

2 findings appeared
  high      Deployment shop/web-d: container web-d is privileged
  low       Deployment shop/web-e: container web-e is privileged

1 finding resolved
  high      Deployment shop/web-a: container web-a is privileged

walls
  node one: open → 2
  secret shop/db: 2 → no way
`,
      error: '',
    },
  );
  assert.equal(
    (await runCli(['history', '--store', file, '--from', '2026-11-18', '--to', '2026-11-19'], { folder })).output,
    'manifests: not comparable: 2026-11-18 and 2026-11-19 were judged by different policies, so a difference may be\ntheirs\n',
  );
});

test('several estates are listed, and one is asked for by its paths', async (context) => {
  const folder = folderOf(context);
  week(folder);
  const file = record(folder, [makeLook('2026-11-20', made('x'))], ['a', 'b']);
  assert.deepEqual(await runCli(['history', '--store', file], { folder }), {
    code: 0,
    output: `estate     kind       last look         findings
a b        manifests  2026-11-20 12:00  1 open
manifests  manifests  2026-11-22 12:00  1 open
`,
    error: '',
  });
  assert.match((await runCli(['history', 'b', 'a', '--store', file], { folder })).output, /^a b\n\nday/);
  assert.deepEqual(await runCli(['history', 'c', '--store', file], { folder }), {
    code: 2,
    output: '',
    error: 'vauban: nothing was kept of c; there is a b, manifests: vauban serve --once c looks at it\n',
  });
});

test('JSON is what the store answers', async (context) => {
  const folder = folderOf(context);
  const file = week(folder);
  const parse = async (...words: readonly string[]) =>
    JSON.parse((await runCli(['history', '--store', file, '-o', 'json', ...words], { folder })).output) as Record<
      string,
      never
    >;
  const days = await parse('--days', '2');
  assert.equal(days['kind'], 'History');
  assert.deepEqual(days['days'], [
    {
      day: '2026-11-22',
      at: '2026-11-22T12:00:00Z',
      policySet: 'set-2',
      digest: 'digest',
      complete: true,
      looks: 1,
      open: { critical: 0, high: 1, medium: 0, low: 0, info: 0 },
      accepted: 1,
      appeared: 0,
      resolved: 1,
      depths: [depth('node one', 2), depth('secret shop/db', null)],
    },
    {
      day: '2026-11-21',
      at: '2026-11-21T12:00:00Z',
      policySet: 'set-2',
      digest: 'digest',
      complete: true,
      looks: 1,
      open: { critical: 0, high: 2, medium: 0, low: 1, info: 0 },
      accepted: 0,
      appeared: null,
      resolved: null,
      depths: [depth('node one', 2), depth('secret shop/db', null)],
    },
  ]);
  const { compared } = await parse('--from', '2026-11-21', '--to', '2026-11-22');
  assert.deepEqual((compared as unknown as { counts: unknown }).counts, { appeared: 0, resolved: 1 });
});

test('the store is where the option says, else the settings, else the folder for what programs know; nobody else may read it', async (context) => {
  const folder = folderOf(context);
  const nothing =
    'Nothing was kept yet: vauban serve --once PATH keeps a look, vauban serve PATH one whenever something has\nchanged.\n';
  const home = { HOME: join(folder, 'home') };
  const run = async (words: readonly string[], environment: Readonly<Record<string, string>>) => {
    const ran = await runCli(['history', ...words], { folder, environment });
    assert.deepEqual(ran, { code: 0, output: nothing, error: '' });
  };
  const places: readonly (readonly [
    words: readonly string[],
    environment: Readonly<Record<string, string>>,
    file: string,
  ])[] = [
    [[], home, 'home/.local/state/vauban/history.db'],
    [[], { ...home, XDG_STATE_HOME: join(folder, 'state') }, 'state/vauban/history.db'],
    [[], { XDG_STATE_HOME: 'relative', HOME: join(folder, 'other') }, 'other/.local/state/vauban/history.db'],
    [['--store', 'own/h.db'], home, 'own/h.db'],
    [['--store', 'sqlite:own/i.db'], home, 'own/i.db'],
  ];
  for (const [words, environment, file] of places) {
    assert.ok(!existsSync(join(folder, file)));
    await run(words, environment);
    assert.equal(statSync(join(folder, file)).mode & 0o777, 0o600, file);
    assert.equal(statSync(join(folder, file, '..')).mode & 0o777, 0o700, file);
  }
  writeFileSync(join(folder, 'vauban.yaml'), 'store: set/h.db\n');
  await run([], home);
  assert.ok(existsSync(join(folder, 'set', 'h.db')));
});

test('what cannot be is said with what to do', async (context) => {
  const folder = folderOf(context);
  const file = week(folder);
  writeFileSync(join(folder, 'text'), 'no database at all, whatever it is called');
  for (const [words, error] of [
    [['--days', '0'], '--days 0: a number from 1 to 4000'],
    [['--days', 'x'], '--days x: a number from 1 to 4000'],
    [['--from', '2026-11-20'], '--from and --to compare two days: give both'],
    [['--from', '2026-11-31', '--to', '2026-12-01'], '--from 2026-11-31 is no day; write 2026-11-30'],
    [['a', '--context', 'b'], 'history is that of one estate: name one context, or paths'],
  ] as const)
    assert.deepEqual(await runCli(['history', '--store', file, ...words], { folder }), {
      code: 2,
      output: '',
      error: `vauban: ${error}\n`,
    });
  const { code, error } = await runCli(['history', '--store', 'text'], { folder });
  assert.equal(code, 2);
  assert.match(error, /^vauban: \S+text is no store of Vauban; name another file with --store \(.*\)\n$/);
});
