/** `vauban exceptions import`, as a person meets it. */

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { runCli, type Ran } from './test-context.ts';

const importIn = (folder: string, file: string): Promise<Ran> =>
  runCli(['exceptions', 'import', file, '--owner', 'ops', '--expires', '2027-03-31'], { folder });

const folderOf = (context: TestContext, file: string, text: string | Uint8Array): string => {
  const folder = mkdtempSync(join(tmpdir(), 'vauban-import-'));
  context.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, file), text);
  return folder;
};

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
  annotations:
    checkov.io/skip1: CKV_K8S_16=needs the host
    ignore-check.kube-linter.io/run-as-non-root: until the image is rebuilt
`;

test('annotations of a manifest become exceptions from its object', async (context) => {
  const folder = folderOf(context, 'web.yaml', deployment);
  assert.deepEqual(await importIn(folder, 'web.yaml'), {
    code: 0,
    output: '',
    error: 'vauban: 2 exceptions of annotation written to vauban-exceptions.yaml\n',
  });
  const written = readFileSync(join(folder, 'vauban-exceptions.yaml'), 'utf8');
  assert.match(
    written,
    /- rule: pod-security\/baseline\/privileged\n\s+kind: Deployment\n\s+namespace: shop\n\s+name: web\n\s+reason: needs the host\n\s+owner: ops\n\s+expires: "?2027-03-31/,
  );
  assert.deepEqual(await importIn(folder, 'web.yaml'), {
    code: 0,
    output: '',
    error: 'vauban: web.yaml has nothing that is not in vauban-exceptions.yaml already\n',
  });
});

const refused: readonly (readonly [name: string, file: string, text: string | Uint8Array, error: RegExp])[] = [
  [
    'an unknown file',
    'notes.txt',
    'hello\n',
    /^vauban: notes\.txt: no known format of exceptions; these are read: .*\n$/,
  ],
  [
    'a binary file',
    'skips.yaml',
    Uint8Array.of(0x50, 0x4b, 3, 4, 0),
    /^vauban: skips\.yaml: this is no text in UTF-8\n$/,
  ],
  ['broken YAML', 'skips.yaml', 'a: b\nskip: [one\n', /^vauban: skips\.yaml:2: (?!no known format).*\n$/],
];

for (const [name, file, text, error] of refused) {
  test(`${name} is one line and exit code 2, and nothing is written`, async (context) => {
    const folder = folderOf(context, file, text);
    const ran = await importIn(folder, file);
    assert.match(ran.error, error);
    assert.deepEqual({ code: ran.code, output: ran.output }, { code: 2, output: '' });
    assert.deepEqual(readdirSync(folder), [file]);
  });
}

test('a file that says nothing of the kind has no exceptions', async (context) => {
  const folder = folderOf(context, '.checkov.yaml', 'compact: true\n');
  const { code, error } = await importIn(folder, '.checkov.yaml');
  assert.deepEqual({ code, error }, { code: 0, error: 'vauban: .checkov.yaml has no exceptions\n' });
});
