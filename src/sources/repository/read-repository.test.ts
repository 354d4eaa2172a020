/** What is found in a repository beside its manifests, from whichever of its folders one starts. */

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { test, type TestContext } from 'node:test';
import { createNodeDisk } from '../../hosts/assemble/node-disk.ts';
import { policyMark, readRepository } from './read-repository.ts';

const nodeDisk = createNodeDisk();

const makeRepository = (context: TestContext, files: Readonly<Record<string, string>>): string => {
  const root = mkdtempSync(join(tmpdir(), 'vauban-repository-'));
  context.after(() => rmSync(root, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
};

const find = async (root: string, path = ''): Promise<readonly string[]> =>
  (await readRepository([join(root, path)], nodeDisk))
    .map(({ kind, source, value }) => {
      const { builds, canFail } = value as { readonly builds?: boolean; readonly canFail?: boolean };
      const where = relative(root, source);
      return kind === 'ci/workflow'
        ? `${where}${builds === true ? ' builds' : ''}${canFail === true ? ' scans' : ''}`
        : `${where} ${kind}`;
    })
    .sort();

const workflow = 'jobs: {b: {steps: [{run: docker build .}, {run: trivy image --exit-code 1 web}]}}\n';
const policy = 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n  - level: Metadata\n';

test('from a folder of manifests the whole repository around it is looked at, and what is around that is not', async (context) => {
  const root = makeRepository(context, {
    '.gitlab-ci.yml': 'build: {script: [docker build .]}\n',
    'shop/.git/HEAD': 'ref: refs/heads/main\n',
    'shop/.github/workflows/build.yaml': workflow,
    'shop/deploy/prod/web.yaml': 'kind: Deployment\n',
    'shop/docs/security.md': `# Policy\n${policyMark}\n`,
    'shop/docs/other.md': '# Other\n',
    'shop/cluster/audit-policy.yaml': policy,
    'shop/cluster/audit-none.yaml': policy.replace('Metadata', 'None'),
  });
  assert.deepEqual(await find(root, 'shop/deploy/prod'), [
    'shop/.github/workflows/build.yaml:1 builds scans',
    'shop/cluster/audit-policy.yaml document/audit-policy',
    'shop/docs/security.md document/policy',
  ]);
});

test('without a repository the folder itself is looked at', async (context) => {
  const root = makeRepository(context, { '.github/workflows/build.yaml': workflow });
  assert.deepEqual(await find(root), ['.github/workflows/build.yaml:1 builds scans']);
});

test('a link leads nowhere', async (context) => {
  const root = makeRepository(context, {
    'outside/workflows/build.yaml': workflow,
    'outside/policy.md': policyMark,
    'in/.git/HEAD': '',
  });
  symlinkSync(join(root, 'outside'), join(root, 'in/.github'));
  symlinkSync(join(root, 'outside'), join(root, 'in/docs'));
  symlinkSync(join(root, 'outside/policy.md'), join(root, 'in/policy.md'));
  assert.deepEqual(await find(root, 'in'), []);
});

test('a scan in another workflow of the repository counts where it is called', async (context) => {
  const call = (what: string): string => `jobs: {b: {steps: [{run: docker build .}]}, s: {uses: ${what}}}\n`;
  const root = makeRepository(context, {
    '.git/HEAD': '',
    '.github/workflows/a.yaml': call('./.github/workflows/scan.yaml'),
    '.github/workflows/b.yaml': call('./.github/workflows/gone.yaml'),
    '.github/workflows/scan.yaml': 'on: workflow_call\njobs: {s: {steps: [{run: trivy image --exit-code 1 web}]}}\n',
  });
  assert.deepEqual(await find(root), [
    '.github/workflows/a.yaml builds scans',
    '.github/workflows/b.yaml builds',
    '.github/workflows/scan.yaml:2 scans',
  ]);
});

test('a pipeline of Tekton is judged with the tasks it names, wherever they lie beside it', async (context) => {
  const task = (name: string, args: string): string =>
    `apiVersion: tekton.dev/v1\nkind: Task\nmetadata: {name: ${name}}\nspec: {steps: [{name: ${name}, ${args}}]}\n`;
  const root = makeRepository(context, {
    '.git/HEAD': '',
    '.tekton/pipeline.yaml':
      'apiVersion: tekton.dev/v1\nkind: Pipeline\nmetadata: {name: ci}\nspec: {tasks: [{name: build, taskRef: {name: build}}, {name: scan, taskRef: {name: scan}}]}\n',
    '.tekton/tasks.yaml': `${task('build', 'image: "gcr.io/kaniko-project/executor:v1.23.2"')}---\n${task('scan', 'image: "aquasec/trivy:0.65.0", command: [trivy], args: [image, --exit-code, "1", web]')}`,
    '.tekton/alone.yaml': task('alone', 'image: "quay.io/buildah/stable:v1"'),
  });
  assert.deepEqual(await find(root), ['.tekton/alone.yaml builds', '.tekton/pipeline.yaml:1 builds scans']);
});

test('what is not there, and what is no folder, tells nothing', async (context) => {
  const root = makeRepository(context, { 'a.yaml': 'kind: Pod\n' });
  assert.deepEqual(await find(root, 'gone'), []);
  assert.deepEqual(await find(root, 'a.yaml'), []);
  assert.deepEqual(await readRepository(['-'], nodeDisk), []);
});
