/** The source `kustomize` with scripted programs: what is run, what is refused, and what is left to another folder. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createScriptedContext } from '../scripted-context.ts';
import type { RunResult, SourceItem } from '../source.ts';
import { kustomizeSource } from './index.ts';
import { findReferences } from './references.ts';
import { selectRoots } from './select-roots.ts';

const web = 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\n';

const read = async (files: Readonly<Record<string, string>>, programs: Readonly<Record<string, RunResult>>) => {
  const runs: unknown[] = [];
  const items: SourceItem[] = [];
  const context = createScriptedContext({
    files,
    run: (program, parameters, { folder }) => {
      runs.push([program, ...parameters, folder]);
      return programs[program];
    },
  });
  for await (const item of kustomizeSource.read('prod', context)) items.push(item);
  return { items, runs };
};

const printed: RunResult = { code: 0, output: Buffer.from(`${web}---\n${web}`), error: '' };

test('kustomize renders, and kubectl where there is no kustomize', async () => {
  const files = { 'prod/kustomization.yaml': 'resources: [web.yaml]', 'prod/web.yaml': web };
  const first = await read(files, { kustomize: printed, kubectl: printed });
  assert.deepEqual(first.runs, [['kustomize', 'build', '.', 'prod']]);
  assert.deepEqual(
    first.items.map((item) => item.kind === 'resource' && item.resource.origin),
    [0, 1].map((document) => ({
      kind: 'rendered',
      by: 'kustomize',
      folder: 'prod',
      template: null,
      document,
      item: null,
    })),
  );
  const second = await read(files, { kubectl: printed });
  assert.deepEqual(second.runs.at(-1), ['kubectl', 'kustomize', '.', 'prod']);
  assert.equal(second.items.length, 2);
});

test('neither of them is one line that says what to do', async () => {
  const { items } = await read({ 'prod/kustomization.yaml': '{}' }, {});
  assert.deepEqual(items, [
    {
      kind: 'unread',
      unread: {
        kind: 'prod',
        group: null,
        cluster: null,
        namespace: null,
        grant: null,
        reason: 'not scanned: neither kustomize nor kubectl is on the PATH; run kubectl kustomize prod | vauban scan -',
      },
    },
  ]);
});

test('what kustomize complains about is one line', async () => {
  const { items } = await read(
    { 'prod/kustomization.yml': '{}' },
    { kustomize: { code: 1, output: Buffer.from(''), error: 'Error: accumulating resources:\nmore\n' } },
  );
  assert.deepEqual(items, [
    {
      kind: 'problem',
      problem: {
        severity: 'error',
        message: 'kustomize cannot render this folder: accumulating resources:',
        span: { file: 'prod/kustomization.yml', line: null, column: null },
        policy: null,
      },
    },
  ]);
});

test('a Component cannot be built by itself: counted, not an error, and nothing is run', async () => {
  const { items, runs } = await read({ 'prod/kustomization.yaml': 'kind: Component' }, { kustomize: printed });
  assert.deepEqual(items, [{ kind: 'other-document', file: 'prod/kustomization.yaml', document: 0 }]);
  assert.deepEqual(runs, []);
});

const remote: readonly (readonly [string, string, string])[] = [
  [
    'a repository without a scheme',
    'resources: [github.com/acme/base//k8s?ref=v1]',
    'github.com/acme/base//k8s?ref=v1',
  ],
  ['an address', 'resources: ["https://acme.io/web.yaml"]', 'https://acme.io/web.yaml'],
  ['a repository over ssh', 'bases: ["git@github.com:acme/base.git"]', 'git@github.com:acme/base.git'],
  ['a go-getter address', 'components: ["git::https://acme.io/x"]', 'git::https://acme.io/x'],
  ['a patch at an address', 'patches: [{path: "https://acme.io/p.yaml"}]', 'https://acme.io/p.yaml'],
  [
    'a file of a ConfigMap at an address',
    'configMapGenerator: [{name: a, files: ["k=https://acme.io/x"]}]',
    'https://acme.io/x',
  ],
  ['a file that is not there, which would be taken for a repository', 'resources: [web.yml]', 'web.yml'],
  ['something remote two folders down', 'resources: [../base]', 'github.com/acme/deep'],
];

for (const [name, kustomization, entry] of remote) {
  test(`${name} is not fetched: the folder is named as not scanned`, async () => {
    const files = {
      'prod/kustomization.yaml': kustomization,
      'base/kustomization.yaml': 'resources: [../deep]',
      'deep/kustomization.yaml': 'resources: [github.com/acme/deep]',
    };
    const { items, runs } = await read(files, { kustomize: printed, kubectl: printed });
    assert.deepEqual(runs, []);
    assert.equal(items.length, 1);
    assert.ok(items[0]?.kind === 'unread');
    assert.equal(
      items[0].unread.reason,
      `not scanned: it builds on ${entry}, which is not on this disk, and Vauban fetches nothing; run kubectl kustomize prod | vauban scan -`,
    );
  });
}

test('inline patches and transformers are no addresses', async () => {
  const kustomization =
    'patches:\n- patch: |\n    url: https://acme.io\ntransformers:\n- |\n  apiVersion: builtin\n  x: https://acme.io\nresources: []\n';
  const { items } = await read({ 'prod/kustomization.yaml': kustomization }, { kustomize: printed });
  assert.equal(items.length, 2);
});

test('folders that build on one another in a circle come to an end', async () => {
  const { disk } = createScriptedContext({
    files: { 'a/kustomization.yaml': 'resources: [../b]', 'b/kustomization.yaml': 'resources: [../a, ../b]' },
  });
  assert.deepEqual(await findReferences('a', disk), { folders: ['b'], remote: [] });
});

test('a base is rendered with its overlays and not by itself; folders that stand alone stay', async () => {
  const files = {
    'app/base/kustomization.yaml': 'resources: []',
    'app/part/kustomization.yaml': 'kind: Component',
    'app/prod/kustomization.yaml': 'resources: [../base]\ncomponents: [../part]',
    'app/stage/kustomization.yaml': 'bases: [../base/]',
    'other/kustomization.yaml': 'resources: []',
  };
  const { disk } = createScriptedContext({ files });
  const folders = ['app/base', 'app/part', './app/prod', 'app/stage', 'other'];
  assert.deepEqual(await selectRoots(folders, disk), ['./app/prod', 'app/stage', 'other']);
});

test('of folders that build on one another in a circle all stay, to be refused by name', async () => {
  const { disk } = createScriptedContext({
    files: { 'a/kustomization.yaml': 'resources: [../b]', 'b/kustomization.yaml': 'resources: [../a]' },
  });
  assert.deepEqual(await selectRoots(['a', 'b'], disk), ['a', 'b']);
});
