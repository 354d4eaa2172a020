/** The published package as a stranger meets it: what is in it, that it installs without a registry, and under which Node it runs. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { buildPackage } from './build-package.ts';
import { findOldNode, majorOf } from './other-node.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const door = join(root, 'bin/vauban.mjs');
const version = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;
const refusal = /^vauban needs Node 24 or newer; this is Node \d+\.\d+\.\d+\n$/;

const temporary = mkdtempSync(join(tmpdir(), 'vauban-build-'));
const folder = join(temporary, 'dist');

before(() => buildPackage({ root, folder }));
after(() => rmSync(temporary, { recursive: true }));

test('the same clone gives the same bytes', async () => {
  const again = join(temporary, 'again');
  const files = await buildPackage({ root, folder: again });
  assert.deepEqual(textsOf(again), textsOf(folder));
  assert.deepEqual(files.map(({ name }) => name).toSorted(), [...textsOf(folder).keys()].toSorted());
});

test('the package asks for nothing, runs nothing on install, and says which Node it needs', () => {
  const manifest = JSON.parse(read('package.json')) as Record<string, unknown>;
  assert.deepEqual(Object.keys(manifest), [
    'name',
    'version',
    'description',
    'license',
    'type',
    'private',
    'bin',
    'engines',
  ]);
  assert.deepEqual(manifest['bin'], { vauban: 'bin/vauban.mjs' });
  assert.deepEqual(manifest['engines'], { node: '>=24' });
  assert.equal(manifest['version'], version);
});

test('the package holds what a person looks for, and nothing of the machine it was made on', () => {
  const texts = textsOf(folder);
  for (const name of ['README.md', 'LICENSE', 'LICENSES.txt', 'sbom.cdx.json', 'vauban.mjs', 'bin/vauban.mjs']) {
    assert.ok((texts.get(name) ?? '').length > 0, name);
  }
  for (const name of ['docs/report.schema.json', 'docs/vauban.schema.json']) {
    assert.equal(texts.get(name), readFileSync(join(root, name), 'utf8'));
  }
  for (const [name, text] of texts) assert.ok(!text.includes(root) && !text.includes(temporary), name);
});

test('the bill of materials and the notices name the same packages, as the lockfile pins them', () => {
  const { components, dependencies } = JSON.parse(read('sbom.cdx.json')) as {
    components: { name: string; version: string; hashes: { alg: string; content: string }[] }[];
    dependencies: { ref: string; dependsOn: string[] }[];
  };
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { version: string; integrity?: string }>;
  };
  const names = new Set(components.map(({ name }) => name));
  for (const name of ['@kubernetes/client-node', 'commander', 'js-yaml']) assert.ok(names.has(name), name);
  const notices = read('LICENSES.txt');
  for (const { name, version: bundled, hashes } of components) {
    const locked = Object.entries(packages).find(
      ([path, one]) => path.endsWith(`node_modules/${name}`) && one.version === bundled,
    );
    const digest = Buffer.from(locked?.[1].integrity?.slice('sha512-'.length) ?? '', 'base64').toString('hex');
    assert.deepEqual(hashes, [{ alg: 'SHA-512', content: digest }], name);
    assert.ok(notices.includes(`\n  ${name} ${bundled}: `), name);
  }
  assert.equal(new Set(dependencies.map(({ ref }) => ref)).size, components.length + 1);
});

test('installed without a registry it reports what the source reports, and an old Node is told which one it needs', async (context) => {
  const home = mkdtempSync(join(temporary, 'home-'));
  const packed = await run('npm', ['pack', '--silent', '--pack-destination', home, folder], home);
  if (packed.code === null) return context.skip('there is no npm on the PATH');
  assert.equal(packed.code, 0, packed.error);
  writeFileSync(join(home, 'package.json'), '{}');
  const flags = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund'];
  const install = await run('npm', ['install', ...flags, join(home, packed.output.trim())], home);
  assert.equal(install.code, 0, install.error);
  assert.deepEqual(
    readdirSync(join(home, 'node_modules')).filter((name) => !name.startsWith('.')),
    ['vauban'],
  );
  const installed = join(home, 'node_modules/vauban/bin/vauban.mjs');
  assert.deepEqual(await scanWith(process.execPath, installed), await scanWith(process.execPath, door));
  const old = findOldNode(process.env['PATH'] ?? '');
  if (old === undefined) return context.diagnostic('no Node older than 24 on the PATH: its refusal was not tried');
  for (const words of [['--version'], ['scan', '.']]) {
    const { code, output, error } = await run(old, [installed, ...words], home);
    assert.deepEqual({ code, output }, { code: 2, output: '' });
    assert.match(error, refusal);
  }
});

test('the package knows the roadmap, and tells it as the source does', async () => {
  const words = ['roadmap', join(root, 'examples/estate/week-0'), '-o', 'json', '--as-of', '2026-11-23'];
  const [bundled, source] = await Promise.all([
    run(process.execPath, [join(folder, 'bin/vauban.mjs'), ...words], temporary),
    run(process.execPath, [door, ...words], temporary),
  ]);
  // What a person types to run it differs.
  assert.deepEqual(bundled, { ...source, output: source.output.replaceAll('npx vauban', 'vauban') });
  const { phases } = JSON.parse(bundled.output) as { phases: readonly unknown[] };
  assert.equal(phases.length, 8);
});

test('what only some kubeconfigs need works from the bundle too: a proxy, and a login of OpenID Connect', async () => {
  const kubeconfig = join(temporary, 'kubeconfig');
  writeFileSync(
    kubeconfig,
    `apiVersion: v1
kind: Config
clusters:
- {name: far, cluster: {server: "https://127.0.0.1:1", proxy-url: "socks5://127.0.0.1:2"}}
- {name: near, cluster: {server: "http://127.0.0.1:1"}}
users:
- {name: token, user: {token: t}}
- {name: login, user: {auth-provider: {name: oidc, config: {id-token: e30.eyJleHAiOjF9.c2ln}}}}
contexts:
- {name: proxy, context: {cluster: far, user: token}}
- {name: login, context: {cluster: near, user: login}}
`,
  );
  const words = ['scan', '--context', 'proxy', '--context', 'login', '-o', 'json'];
  const { output, error } = await run(process.execPath, [join(folder, 'bin/vauban.mjs'), ...words], temporary, {
    KUBECONFIG: kubeconfig,
  });
  const { problems } = JSON.parse(output) as { problems: { message: string }[] };
  assert.deepEqual(
    problems.map(({ message }) => message),
    [
      'of several clusters nothing was judged by the admission policies that are in them: scan one context at a time for that',
      'context "proxy" (https://127.0.0.1:1) cannot be reached: connect ECONNREFUSED 127.0.0.1:2',
      'context "login" (http://127.0.0.1:1): the token of the auth provider "oidc" has expired and cannot be refreshed; log in again',
    ],
  );
  assert.equal(error, 'vauban: nothing could be read, so nothing can be said; see the problems above\n');
});

test('in a clone an old Node on the PATH is no hindrance: the door goes through the Node of the clone', async (context) => {
  const old = findOldNode(process.env['PATH'] ?? '');
  if (old === undefined) return context.skip('no Node older than 24 on the PATH');
  const asked = await run(old, [door, '--version'], temporary);
  if (refusal.test(asked.error)) return context.skip('this clone was installed without its optional Node');
  assert.deepEqual(asked, { code: 0, output: `${version}\n`, error: '' });
  assert.deepEqual(await scanWith(old, door), await scanWith(process.execPath, door));
});

test('Node 24 reports what the Node of the clone reports, from the source and from the package', async (context) => {
  const node = process.env['VAUBAN_NODE_24'];
  if (node === undefined) return context.skip('VAUBAN_NODE_24 names no Node 24');
  assert.equal(majorOf(node), 24);
  const expected = await scanWith(process.execPath, door);
  assert.deepEqual(await scanWith(node, door), expected);
  assert.deepEqual(await scanWith(node, join(folder, 'bin/vauban.mjs')), expected);
});

const scanWith = async (node: string, program: string): Promise<Ran> => {
  const words = ['scan', join(root, 'examples/guide'), '-o', 'json', '--as-of', '2026-11-23'];
  const ran = await run(node, [program, ...words], temporary);
  const { findings } = JSON.parse(ran.output) as { findings: readonly unknown[] };
  assert.ok(findings.length > 0);
  return ran;
};

interface Ran {
  /** `null` where there is no such program. */
  readonly code: number | null;
  readonly output: string;
  readonly error: string;
}

const run = (
  program: string,
  words: readonly string[],
  cwd: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Ran> =>
  new Promise((resolve, reject) => {
    const { PATH, SystemRoot } = process.env;
    const child = spawn(program, words, {
      cwd,
      env: { PATH, SystemRoot, HOME: temporary, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32' && program === 'npm',
    });
    let output = '';
    let error = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (error += text));
    child.on('error', (cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT') resolve({ code: null, output: '', error: '' });
      else reject(cause);
    });
    child.on('close', (code) => resolve({ code: code ?? -1, output, error }));
  });

const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

const textsOf = (place: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(place, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return [path.slice(place.length + 1).replaceAll('\\', '/'), readFileSync(path, 'utf8')] as const;
      }),
  );
