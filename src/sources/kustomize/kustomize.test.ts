/** The source `kustomize` with scripted programs: what is run, what is refused, and what is left to another folder. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { quotePath, toComplaint } from '../renderer-run.ts';
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
  assert.deepEqual(second.runs.at(-1), ['kubectl', 'kustomize', '--kubeconfig=kustomization.yaml/none', '.', 'prod']);
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
        message: 'kustomize cannot render this folder: accumulating resources: more',
        span: { file: 'prod/kustomization.yml', line: null, column: null },
        policy: null,
      },
    },
  ]);
});

const warning = (file: string, message: string): SourceItem => ({
  kind: 'problem',
  problem: { severity: 'warning', message, span: { file, line: null, column: null }, policy: null },
});

test('a Component cannot be built by itself: said and counted, not an error, and nothing is run', async () => {
  const { items, runs } = await read({ 'prod/kustomization.yaml': 'kind: Component' }, { kustomize: printed });
  assert.deepEqual(items, [
    { kind: 'other-document', file: 'prod/kustomization.yaml', document: 0 },
    warning('prod/kustomization.yaml', 'this is a Component, which deploys nothing by itself'),
  ]);
  assert.deepEqual(runs, []);
});

test('a rendering without an object says so', async () => {
  const empty: RunResult = { code: 0, output: Buffer.from(''), error: '' };
  const { items } = await read({ 'prod/kustomization.yaml': 'resources: []' }, { kustomize: empty });
  assert.deepEqual(items, [warning('prod', 'kustomize rendered no Kubernetes object from this')]);
});

test('what Kubernetes would refuse of the rendering is said, and the object is there', async () => {
  const output = Buffer.from('apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: null}\n');
  const { items } = await read({ 'prod/kustomization.yaml': '{}' }, { kustomize: { code: 0, output, error: '' } });
  assert.deepEqual(
    items.map((item) => (item.kind === 'problem' ? item.problem.message : item.kind)),
    [
      'what kustomize rendered is not as meant: this Deployment has an empty `spec.template`, so no pod to judge; the API server refuses it',
      'resource',
    ],
  );
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
  ['a repository on a host of its own', 'resources: [git.acme.io/team/base]', 'git.acme.io/team/base'],
  ['a revision of a repository', 'resources: ["team/base?ref=v1"]', 'team/base?ref=v1'],
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

const messagesOf = (items: readonly SourceItem[]): readonly string[] =>
  items.map((item) =>
    item.kind === 'problem'
      ? `${item.problem.span?.file}: ${item.problem.message}`
      : item.kind === 'unread'
        ? item.unread.reason
        : item.kind,
  );

test('what should be on this disk and is not is named with its file, and nothing is run that would clone it', async () => {
  const files = {
    'prod/kustomization.yaml': 'resources: [web.yml, ../base]\ncomponents: [../nope]',
    'base/kustomization.yaml': 'resources: [/srv/gone, ./a.b/web.yaml]',
  };
  const { items, runs } = await read(files, { kustomize: printed });
  assert.deepEqual(runs, []);
  assert.deepEqual(messagesOf(items), [
    'prod/kustomization.yaml: this builds on web.yml, which is not there, so the folder was not scanned',
    'prod/kustomization.yaml: this builds on ../nope, which is not there, so the folder was not scanned',
    'base/kustomization.yaml: this builds on /srv/gone, which is not there, so the folder was not scanned',
    'base/kustomization.yaml: this builds on ./a.b/web.yaml, which is not there, so the folder was not scanned',
  ]);
});

test('charts to inflate are not inflated: the folder is named as not scanned, with what would do it', async () => {
  const files = {
    'prod/kustomization.yaml': 'resources: [../base]',
    'base/kustomization.yaml': 'helmCharts: [{name: x, repo: "https://acme.io"}]',
  };
  const { items, runs } = await read(files, { kustomize: printed });
  assert.deepEqual(runs, []);
  assert.deepEqual(messagesOf(items), [
    'not scanned: its `helmCharts` in base/kustomization.yaml need Helm, which may fetch them, and Vauban fetches nothing; run kustomize build --enable-helm prod | vauban scan -',
  ]);
});

test('a command to copy has the folder as a shell takes it', async () => {
  const context = createScriptedContext({ files: { "a b's/kustomization.yaml": '{}' } });
  const items: SourceItem[] = [];
  for await (const item of kustomizeSource.read("a b's", context)) items.push(item);
  assert.deepEqual(messagesOf(items), [
    String.raw`not scanned: neither kustomize nor kubectl is on the PATH; run kubectl kustomize 'a b'\''s' | vauban scan -`,
  ]);
  assert.equal(quotePath('-x'), "'./-x'");
});

const complaints: readonly (readonly [name: string, error: string, said: string])[] = [
  [
    'a line of a log, without its time and process',
    'E1123 12:06:21.724934    3804 run.go:72] "command failed" err="invalid Kustomization: json: unknown field \\"foo\\""\n',
    'invalid Kustomization: json: unknown field "foo"',
  ],
  [
    'a log that spans lines',
    'E1123 12:38:21.807208   29959 run.go:72] "command failed" err=<\n\ttrouble configuring builtin X with config: `\n\tname: x\n\t`: must specify --enable-helm\n >\n',
    'trouble configuring builtin X with config: ` name: x `: must specify --enable-helm',
  ],
  ['warnings before the error', "# Warning: 'bases' is deprecated.\nerror: no such file\n", 'no such file'],
  [
    'an error whose reason stands below it',
    'Error: invalid Kustomization: `\n- a\n`: it is a list\n',
    'invalid Kustomization: ` - a `: it is a list',
  ],
  ['only a log line that is no error', 'W1123 12:06:21.7 38 a.go:1] slow\n', 'slow'],
  ['nothing', '', 'it ended with code 1 and said nothing'],
];

for (const [name, error, said] of complaints) {
  test(`of the renderer's complaint one line stays: ${name}`, () =>
    assert.equal(toComplaint({ code: 1, output: Buffer.from(''), error }), said));
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
  assert.deepEqual(await findReferences('a', disk), { folders: ['b'], remote: [], missing: [], inflating: [] });
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
