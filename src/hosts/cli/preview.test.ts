/** `vauban preview` as a person meets it: what would be refused, the patch for each, and the files they are written to. */

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { runCli } from './test-context.ts';

const folderOf = (context: TestContext, files: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'vauban-preview-'));
  context.after(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
};

const toWorkload = (apiVersion: string, kind: string, namespace: string, name: string): string => `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: {name: ${name}, namespace: ${namespace}}
spec:
  template:
    spec:
      hostNetwork: true
      containers:
      - {name: log, image: log}
      - name: web
        image: web
        securityContext: {privileged: true}
---`;

test('a custom resource gets a JSON patch, since the server merges none of its lists by name', async (context) => {
  const folder = folderOf(context, { 'web.yaml': toWorkload('argoproj.io/v1alpha1', 'Rollout', 'shop', 'web') });
  const { code, output } = await runCli(['preview', 'pod-security=baseline', 'web.yaml'], { folder });
  assert.equal(code, 1);
  assert.equal(
    output,
    `1 of 1 objects would be refused if baseline:latest were enforced on its namespace.
The API server enforces Pods only: a Deployment is still accepted, but its Pods are not created.

shop/Rollout/web  web.yaml:2
  patch   pod-security/baseline/host-namespaces: The pod sets hostNetwork to true and shares the node's network: it can reach the node's own ports and listen on its addresses.
  patch   pod-security/baseline/privileged: Container "web" sets securityContext.privileged to true: it is root on the node in all but name.

    # kubectl patch --type json
    - op: remove
      path: /spec/template/spec/hostNetwork
    - op: test
      path: /spec/template/spec/containers/1/name
      value: web
    - op: replace
      path: /spec/template/spec/containers/1/securityContext/privileged
      value: false

1 would be admitted with the patch alone, 0 need a decision.
`,
  );
});

test('an edit that no patch can say is left to a person, and the others are still patched', async (context) => {
  const folder = folderOf(context, {
    'web.yaml': `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  hostNetwork: true
  securityContext: {sysctls: [{name: kernel.msgmax, value: "1"}]}
  containers: [{name: web, image: web}]
`,
  });
  const { output } = await runCli(['preview', 'pod-security=baseline', 'web.yaml'], { folder });
  assert.match(output, /^ {2}patch {3}pod-security\/baseline\/host-namespaces: /m);
  assert.match(output, /^ {2}decide {2}pod-security\/baseline\/sysctls: /m);
  assert.match(output, /^ {4}spec:\n {6}hostNetwork: null\n/m);
  assert.match(output, /^0 would be admitted with the patch alone, 1 needs a decision\.$/m);
});

test('each workload gets a file of its own, whatever its name and whichever folder it is in', async (context) => {
  const folder = folderOf(context, {
    'dev/web.yaml': toWorkload('apps/v1', 'Deployment', 'shop', 'web'),
    'prod/web.yaml': toWorkload('apps/v1', 'Deployment', 'shop', 'web'),
    'alike.yaml': ['a-deployment-b', 'a']
      .map((namespace) => toWorkload('apps/v1', 'Deployment', namespace, namespace === 'a' ? 'b-deployment-c' : 'c'))
      .join(''),
  });
  const { code, error } = await runCli(['preview', 'pod-security=baseline', '.', '--write', 'out'], { folder });
  assert.deepEqual(
    { code, error },
    {
      code: 1,
      error: 'vauban: 4 patches written to out; apply one with kubectl patch --patch-file, or as a kustomize patch\n',
    },
  );
  assert.deepEqual(readdirSync(join(folder, 'out')).toSorted(), [
    'a-deployment-b_deployment_c.patch.yaml',
    'a_deployment_b-deployment-c.patch.yaml',
    'shop_deployment_web.patch.yaml',
    'shop_deployment_web_2.patch.yaml',
  ]);
  assert.match(
    readFileSync(join(folder, 'out/shop_deployment_web_2.patch.yaml'), 'utf8'),
    /^# For prod\/web\.yaml:2\n/,
  );
});

test('a patch that cannot be written is one line and exit code 2', async (context) => {
  const folder = folderOf(context, {
    'web.yaml': toWorkload('apps/v1', 'Deployment', 'shop', 'web'),
    out: 'a file',
  });
  const { code, error } = await runCli(['preview', 'pod-security=baseline', 'web.yaml', '--write', 'out'], { folder });
  assert.equal(code, 2);
  assert.match(error, /^vauban: out\/shop_deployment_web\.patch\.yaml could not be written: .*\n$/);
  assert.doesNotMatch(error, /this is a bug/);
});

const configMap = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: shop}\n';
const broken = 'apiVersion: v1\nkind: [Pod\n';

test('no command that enforces a level is offered where nothing was judged, or not everything was read', async (context) => {
  const folder = folderOf(context, { 'map/c.yaml': configMap, 'part/c.yaml': configMap, 'part/broken.yaml': broken });
  const preview = (path: string) => runCli(['preview', 'pod-security=baseline', path, '-n', 'other'], { folder });
  for (const path of ['map', 'part']) assert.doesNotMatch((await preview(path)).output, /kubectl label/);
});

test('the settings may allow a partial preview', async (context) => {
  const folder = folderOf(context, {
    'c.yaml': configMap,
    'broken.yaml': broken,
    'vauban.yaml': 'allowPartial: true\n',
  });
  const preview = () => runCli(['preview', 'pod-security=baseline', 'c.yaml', 'broken.yaml'], { folder });
  assert.equal((await preview()).code, 0);
  rmSync(join(folder, 'vauban.yaml'));
  assert.equal((await preview()).code, 1);
});
