/** What the check of the library's form finds, on a folder of its own. */

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { checkLibrary } from './check-library.ts';
import { readPolicyFolders } from './policy-folders.ts';

const check = (test: TestContext, files: Readonly<Record<string, string>>): readonly string[] => {
  const root = mkdtempSync(join(tmpdir(), 'vauban-policies-'));
  test.after(() => rmSync(root, { recursive: true, force: true }));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return checkLibrary(readPolicyFolders(root));
};

const policy = (id: string, changes: Readonly<Record<string, string>> = {}): string => {
  const annotations = {
    id,
    title: `Title of ${id}`,
    severity: 'high',
    layer: 'runtime',
    control: 'a-control',
    what: 'What must be so, in a sentence.',
    why: 'Why it must be so, in a sentence.',
    fine: 'When it need not be so, in a sentence.',
    remediation: 'Set the field, in a sentence: so.',
    references: 'https://kubernetes.io/docs/',
    since: '1.0',
    action: 'warn',
    ...changes,
  };
  const named = Object.entries(annotations).map(([key, text]) => [`policies.vauban.dev/${key}`, text]);
  return JSON.stringify({
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: `vauban-${id.replace('/', '-')}`, annotations: Object.fromEntries(named) },
    spec: { validations: [{ expression: 'true', message: 'never said' }] },
  });
};

const fixtures = (id: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    ['pass/a', 'pass/b', 'fail/a', 'fail/b', 'fail/c'].map((name) => [`${id}/${name}.yaml`, 'kind: Pod\n']),
  );

test('a policy with all that belongs to it is fine', (test) => {
  assert.deepEqual(check(test, { 'pods/one/policy.yaml': policy('pods/one'), ...fixtures('pods/one') }), []);
});

test('an annotation that is missing, wrong or unknown is told', (test) => {
  const text = policy('pods/one', { severity: 'awful', action: 'refuse', mood: 'grim' }).replace('dev/why', 'dev/wy');
  assert.deepEqual(check(test, { 'pods/one/policy.yaml': text, ...fixtures('pods/one') }), [
    'pods/one/policy.yaml: the annotation severity is not a severity',
    'pods/one/policy.yaml: has no annotation why',
    'pods/one/policy.yaml: the annotation action is not deny, warn, audit or none',
    'pods/one/policy.yaml: has an annotation that nothing reads, policies.vauban.dev/wy',
    'pods/one/policy.yaml: has an annotation that nothing reads, policies.vauban.dev/mood',
  ]);
});

test('a remediation that no report can cut after its first clause is told', (test) => {
  const text = policy('pods/one', { remediation: 'Bind it (as the guide says: carefully).' });
  assert.deepEqual(check(test, { 'pods/one/policy.yaml': text, ...fixtures('pods/one') }), [
    'pods/one/policy.yaml: the annotation remediation is not sentences whose first clause says what to do, and to what',
  ]);
});

test('an id that is not the folder, and a title given twice, are told', (test) => {
  const files = {
    'pods/one/policy.yaml': policy('pods/one', { title: 'The same title' }),
    'pods/two/policy.yaml': policy('pods/three', { title: 'The same title' }),
    ...fixtures('pods/one'),
    ...fixtures('pods/two'),
  };
  assert.deepEqual(check(test, files), [
    'pods/two/policy.yaml: is named vauban-pods-three, where its folder says vauban-pods-two',
    'pods/two/policy.yaml: says its id is pods/three',
    'pods/two/policy.yaml: has the title of pods/one',
  ]);
});

test('too few fixtures, stray files and documents that cannot be read are told', (test) => {
  const files = {
    'pods/notes.txt': '',
    'pods/one/policy.yaml': policy('pods/one'),
    'pods/one/README.md': '',
    'pods/one/pass/Good.yaml': 'kind: Pod\n',
    'pods/one/fail/list.yaml': '- a\n',
    'pods/one/fail/two.yaml': 'kind: Pod\n---\nkind: Pod\n',
    'pods/two/fail/a.yaml': 'kind: Pod\n',
  };
  assert.deepEqual(check(test, files), [
    'pods/notes.txt: a stray file; a group holds a folder a policy',
    "pods/one/README.md: stray; a policy's folder holds policy.yaml, pass/ and fail/",
    'pods/one/pass/Good.yaml: a stray file; fixtures are kebab-case .yaml files',
    'pods/one/fail/list.yaml: holds a document that is no object',
    'pods/one/fail/list.yaml: holds no object',
    'pods/two: has no policy.yaml',
    'pods/one/pass: has 0 fixtures, where at least 2 are expected',
    'pods/one/fail: has 1 fixtures, where at least 3 are expected',
  ]);
});
