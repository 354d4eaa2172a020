/** `vauban next` as a person meets it: what each wall buys, and the component whose files build what was promised. */

import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { folderOf, privileged, published, reader, web } from './example-attacked.ts';
import { runCli } from './test-context.ts';

interface Next {
  readonly from: string;
  readonly complete: boolean;
  readonly controls: readonly {
    readonly control: string;
    readonly layer: string;
    readonly scope: string;
    readonly gain: number;
    readonly tight: number;
    readonly after: readonly {
      readonly asset: string;
      readonly before: number | null;
      readonly after: number | null;
    }[];
    readonly files: readonly string[];
  }[];
}

interface Walls {
  readonly assets: readonly { readonly asset: string; readonly depth: number | null }[];
}

const depthsOf = async (
  folder: string,
  ...words: readonly string[]
): Promise<Readonly<Record<string, number | null>>> => {
  const { output, error } = await runCli(['walls', ...words, '-o', 'json'], { folder });
  assert.notEqual(output, '', error);
  return Object.fromEntries((JSON.parse(output) as Walls).assets.map(({ asset, depth }) => [asset, depth]));
};

test('each wall is told with what it buys, what it changes and the file that does it', async (context) => {
  const folder = folderOf(context, { 'tools.yaml': privileged });
  const { code, output } = await runCli(['next', 'tools.yaml', '--most', '1'], { folder });
  assert.equal(code, 0);
  assert.match(
    output,
    /^What to build next against the internet, each wall counted alone:\n\n gain {2}tight {2}wall\n {3}80 {6}3 {2}Run without privileges Deployment ops\/tools \[runtime\/drop-privileged\/ops\/tools\]\n {14}runtime, Deployment ops\/tools: closes every known way to node\/\/\*\n {14}to do: set spec\.template\.spec\.containers\[name=app\]\.securityContext\.privileged to false in\n {14}Deployment ops\/tools \(tools\.yaml:1\)\n {14}files: ops_deployment_tools\.patch\.yaml\n\n\d+ more walls?: --all tells them\.\n/,
  );
});

test('the JSON tells for each wall what changes before which asset', async (context) => {
  const folder = folderOf(context, { 'all.yaml': [web, published, privileged].join('---\n') });
  const { code, output } = await runCli(['next', 'all.yaml', '-o', 'json'], { folder });
  const { from, complete, controls } = JSON.parse(output) as Next;
  assert.deepEqual([code, from, complete], [0, 'internet', true]);
  const wall = controls.find(({ control }) => control === 'runtime/drop-privileged/ops/tools');
  assert.deepEqual(
    { ...wall, title: '', effect: '', remedy: '' },
    {
      control: 'runtime/drop-privileged/ops/tools',
      layer: 'runtime',
      scope: 'Deployment ops/tools',
      gain: 80,
      tight: 3,
      title: '',
      effect: '',
      remedy: '',
      after: [{ asset: 'node//*', before: 0, after: null }],
      files: ['ops_deployment_tools.patch.yaml'],
    },
  );
});

test('the component has a patch an object, one that takes it back, and says how to use them', async (context) => {
  const folder = folderOf(context, { 'all.yaml': [web, reader].join('---\n') });
  const words = ['next', 'all.yaml', '--from', 'identity:serviceaccount:shop:reader', '--write', 'walls'];
  const { code, error } = await runCli(words, { folder });
  assert.deepEqual(
    { code, error },
    {
      code: 0,
      error:
        'vauban: a component of 1 file for 1 wall written to walls; walls/README.md says how to see it first, apply it and take it back\n',
    },
  );
  const read = (name: string): string => readFileSync(join(folder, 'walls', name), 'utf8');
  assert.equal(
    read('kustomization.yaml'),
    `# Made by vauban next. README.md says how to use it.
apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
patches:
- path: shop_role_reader.patch.yaml
`,
  );
  assert.equal(
    read('shop_role_reader.patch.yaml'),
    `# Made by vauban next. identity/narrow/Role/shop/reader/secrets
# Take the right to read Secrets out of Role shop/reader
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: reader
  namespace: shop
rules:
- apiGroups:
  - ""
  resources:
  - configmaps
  verbs:
  - get
  - list
`,
  );
  assert.match(read('shop_role_reader.patch.undo'), /\n {2}resources:\n {2}- configmaps\n {2}- secrets\n/);
  const guide = read('README.md');
  assert.match(guide, /^<!-- Made by vauban next\. -->\n# Walls to build\n/);
  assert.match(guide, /\n {3}- buys: closes every known way to secret\/shop\/database \(gain 32, /);
  assert.match(
    guide,
    /\n {4}kubectl patch role\.rbac\.authorization\.k8s\.io reader -n shop --patch-file shop_role_reader\.patch\.yaml\n/,
  );
  assert.match(guide, /--patch-file shop_role_reader\.patch\.undo\n/);
});

test('nothing is written over what a person wrote, and a later run replaces its own', async (context) => {
  const folder = folderOf(context, { 'tools.yaml': privileged, 'walls/README.md': '# Our walls\n' });
  const words = ['next', 'tools.yaml', '--plan', '--write', 'walls'];
  const refused = await runCli(words, { folder });
  assert.deepEqual(
    [refused.code, refused.error],
    [
      2,
      'vauban: walls/README.md was not made by this command, so nothing is written; choose another folder, or --force\n',
    ],
  );
  assert.deepEqual(readdirSync(join(folder, 'walls')), ['README.md']);
  assert.equal((await runCli([...words, '--force'], { folder })).code, 0);
  assert.equal((await runCli(words, { folder })).code, 0);
});

test('--dry-run writes nothing and says what it would', async (context) => {
  const folder = folderOf(context, { 'tools.yaml': privileged });
  const { code, error } = await runCli(['next', 'tools.yaml', '--plan', '--write', 'walls', '--dry-run'], { folder });
  assert.equal(code, 0);
  assert.match(error, /^vauban: would write walls\/ops_deployment_tools\.patch\.yaml, .*walls\/kustomization\.yaml\n$/);
  assert.equal(existsSync(join(folder, 'walls')), false);
});

test('from half a picture nothing is written, unless somebody allows that', async (context) => {
  const folder = folderOf(context, { 'tools.yaml': privileged, 'broken.yaml': 'apiVersion: v1\nkind: [Role\n' });
  const words = ['next', 'tools.yaml', 'broken.yaml', '--write', 'walls'];
  const { code, error } = await runCli(words, { folder });
  assert.equal(code, 1);
  assert.match(error, /\nvauban: nothing is written: walls built from half a picture may cut what was not read\. /);
  assert.equal(existsSync(join(folder, 'walls')), false);
  assert.equal((await runCli([...words, '--allow-partial'], { folder })).code, 0);
  assert.equal(existsSync(join(folder, 'walls/kustomization.yaml')), true);
});

test('a component inside the estate is no part of what is read there', async (context) => {
  const folder = folderOf(context, {
    'estate/tools.yaml': privileged,
    'estate/web.yaml': web,
    'estate/x.yaml': published,
  });
  const before = await depthsOf(folder, 'estate');
  assert.equal((await runCli(['next', 'estate', '--all', '--write', 'estate/a-walls'], { folder })).code, 0);
  assert.deepEqual(await depthsOf(folder, 'estate'), before);
});

test('where nothing can be had the answer says so', async (context) => {
  const folder = folderOf(context, {
    'map.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: shop}\n',
  });
  const { code, output } = await runCli(['next', 'map.yaml', '--plan', '--write', 'walls'], { folder });
  assert.equal(code, 0);
  assert.equal(
    output,
    'No wall that can be had would bring what matters another wall against any workload of the cluster.\n',
  );
  assert.equal(existsSync(join(folder, 'walls')), false);
});

const week0 = join(import.meta.dirname, '../../../examples/estate/week-0');

/** Without a kustomize on this machine there is nothing to hold the files to. */
test('with the component in place the walls stand where the plan said they would', async (context) => {
  const folder = folderOf(context, {});
  cpSync(week0, join(folder, 'estate'), { recursive: true });
  const manifests = readdirSync(join(folder, 'estate'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
    .map(({ parentPath, name }) => relative(join(folder, 'estate'), join(parentPath, name)))
    .toSorted();
  writeFileSync(
    join(folder, 'estate/kustomization.yaml'),
    `resources:\n${manifests.map((name) => `- ${name}\n`).join('')}`,
  );
  const probe = await runCli(['walls', 'estate'], { folder });
  if (/neither kustomize nor kubectl is on the PATH/.test(probe.error))
    return context.skip('there is no kustomize here');
  for (const [words, name] of [
    [['--plan'], 'planned'],
    [['--all'], 'all'],
  ] as const) {
    const before = await depthsOf(folder, 'estate');
    const next = await runCli(['next', 'estate', ...words, '--write', name, '-o', 'json'], { folder });
    assert.equal(next.code, 0, next.error);
    const { controls } = JSON.parse(next.output) as Next;
    assert.ok(controls.length > 3);
    mkdirSync(join(folder, `with-${name}`));
    writeFileSync(
      join(folder, `with-${name}/kustomization.yaml`),
      `resources: [../estate]\ncomponents: [../${name}]\n`,
    );
    const after = await depthsOf(folder, `with-${name}`);
    if (name === 'planned') {
      const promised = { ...before };
      for (const control of controls) for (const change of control.after) promised[change.asset] = change.after;
      assert.deepEqual(after, promised);
      assert.notDeepEqual(after, before);
    } else
      for (const [asset, depth] of Object.entries(after))
        assert.ok((depth ?? Infinity) >= (before[asset] ?? Infinity), `${asset} has fewer walls than before`);
    rmSync(join(folder, `with-${name}`), { recursive: true });
  }
});
