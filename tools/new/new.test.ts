/** `npm run new` on a copy of the tree: what it writes is sound TypeScript, stands in the registry, and fails until written. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { families } from './families.ts';

const root = join(import.meta.dirname, '../..');

/** What changes in each registry, as `diff` would show it. */
const added: Readonly<Record<string, readonly string[]>> = {
  'pod-security': ["import { moat4 } from './checks/moat-4.ts';", '  moat4,'],
  reports: ["import { moat4Report } from './moat-4/index.ts';", '  moat4Report,'],
  exceptions: ["import { moat4Format } from './moat-4/index.ts';", '  moat4Format,'],
  sources: ["import { moat4Source } from './moat-4/index.ts';", '  moat4Source,'],
  dialects: [
    "import { moat4Dialect } from './moat-4/index.ts';",
    'export const dialects: readonly Dialect[] = toRegistry([admissionPolicyDialect, kyvernoDialect, moat4Dialect]);',
  ],
  analysers: ["import { moat4Analyser } from './moat-4/index.ts';", '  moat4Analyser,'],
};

test('every family gets files that compile and a registry line, and its test fails until it is written', (context) => {
  const tree = copyTree(context);
  const written = families.flatMap((family) => {
    const { name, registry } = family;
    const before = tree.read(registry).split('\n');
    const paths = family.files('moat-4').map(({ path }) => path);
    const { status, stdout } = tree.run(process.execPath, 'tools/new/main.ts', name, 'moat-4');
    assert.equal(status, 0);
    assert.deepEqual(stdout.split('\n').slice(0, -2), [...paths.map((path) => `wrote  ${path}`), `edited ${registry}`]);
    const after = tree.read(registry).split('\n');
    assert.deepEqual(
      after.filter((line) => !before.includes(line)),
      added[name],
    );
    return [registry, ...paths];
  });
  assert.equal(tree.compile(written), '');
  assert.equal(tree.tool('oxfmt', '--check', ...written).status, 0);
  for (const path of written.filter((each) => each.endsWith('.test.ts'))) {
    assert.equal(tree.run(process.execPath, '--test', path).status, 1, path);
  }
});

const refused: readonly (readonly [string, readonly string[], string])[] = [
  [
    'no family',
    [],
    'new: there is no family (none given); one of pod-security, reports, exceptions, sources, dialects, analysers\n',
  ],
  ['an id in another case', ['reports', 'MyReport'], 'new: an id is kebab-case, such as my-report; not MyReport\n'],
  ['an id that begins no name', ['sources', '3d'], 'new: an id is kebab-case, such as my-source; not 3d\n'],
  [
    'what is there already',
    ['pod-security', 'host-ports'],
    'new: src/kube/pod-security/checks/host-ports.ts is there already; nothing was written\n',
  ],
];

test('what cannot be meant is refused, and nothing is written', async (context) => {
  const tree = copyTree(context);
  for (const [name, words, message] of refused) {
    await context.test(name, () => {
      const { status, stdout, stderr } = tree.run(process.execPath, 'tools/new/main.ts', ...words);
      assert.deepEqual({ status, stdout, stderr }, { status: 2, stdout: '', stderr: message });
    });
  }
  assert.equal(existsSync(join(tree.folder, 'src/sources/3d')), false);
});

const copyTree = (context: TestContext) => {
  const folder = mkdtempSync(join(tmpdir(), 'vauban-new-'));
  context.after(() => rmSync(folder, { recursive: true }));
  for (const part of ['src', 'tools/new', 'package.json', 'tsconfig.json', '.oxfmtrc.json'])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const run = (program: string, ...words: readonly string[]) =>
    spawnSync(program, words, { cwd: folder, encoding: 'utf8', env: { PATH: process.env['PATH'] } });
  const tool = (name: string, ...words: readonly string[]) => run(join(folder, 'node_modules/.bin', name), ...words);
  return {
    folder,
    run,
    tool,
    read: (path: string) => readFileSync(join(folder, path), 'utf8'),
    /** What the compiler says of these files; the rest of the tree is for `npm run ready`. */
    compile: (files: readonly string[]): string => {
      const config = { extends: './tsconfig.json', include: [], files };
      writeFileSync(join(folder, 'tsconfig.new.json'), JSON.stringify(config));
      const { stdout } = tool('tsc', '-p', 'tsconfig.new.json');
      return stdout
        .split('\n')
        .filter((line) => files.some((file) => line.startsWith(`${file}(`)))
        .join('\n');
    },
  };
};
