/** The same folder as policies and as what they judge: nothing is counted twice, and bad input is an answer. */

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { runCli } from './test-context.ts';

const folderOf = (context: TestContext, files: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'vauban-estate-'));
  context.after(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
};

const limit = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: limit}
spec:
  paramKind: {apiVersion: v1, kind: ConfigMap}
  matchConstraints:
    resourceRules:
    - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}
  validations: [{expression: "object.spec.replicas <= int(params.data.most)"}]
---
apiVersion: v1
kind: ConfigMap
metadata: {name: most, namespace: default}
data: {most: "3"}
`;

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: default}
spec:
  replicas: 9
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: a}]}}
`;

test('a parameter that is read with the policies and again among the subjects is one', async (context) => {
  const folder = folderOf(context, { 'policy.yaml': limit, 'web.yaml': deployment });
  const { output } = await runCli(
    ['scan', '.', '--policy', '.', '--library', 'none', '--only', 'admission-policy/*', '-o', 'json'],
    { folder },
  );
  const { findings } = JSON.parse(output) as { findings: readonly { rule: string; status: string }[] };
  assert.deepEqual(
    findings.map(({ rule, status }) => `${rule} ${status}`),
    ['admission-policy/limit fail'],
  );
});

test('a number that JSON writers do not know is named where a word belongs', async (context) => {
  const folder = folderOf(context, {
    'policy.yaml': limit.replace('spec:\n', 'spec:\n  failurePolicy: 12345678901234567890\n'),
    'web.yaml': deployment,
  });
  const { code, output, error } = await runCli(['policies', 'run', 'policy.yaml', 'web.yaml'], { folder });
  assert.equal(code, 2);
  assert.equal(error, '');
  assert.match(output, /policy\.yaml:5:3: spec\.failurePolicy: 12345678901234567890 is none of Fail, Ignore/);
});
