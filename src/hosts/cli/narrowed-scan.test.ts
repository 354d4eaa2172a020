/** A scan that looks at less says less: nothing it did not look at is called fixed or unused. */

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { runCli } from './test-context.ts';

const toPod = (namespace: string): string => `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: ${namespace}}
spec:
  containers:
  - {name: web, image: nginx, securityContext: {privileged: true}}
`;

const accepted = `exceptions:
  - rule: pod-security/restricted/run-as-non-root
    namespace: bank
    name: web
    reason: a build node
    owner: ops@example.com
    expires: 2027-03-31
`;

const files = {
  'k8s/shop.yaml': toPod('shop'),
  'k8s/bank.yaml': toPod('bank'),
  'k8s/gone.yaml': toPod('gone'),
  'vauban-exceptions.yaml': accepted.replace('bank', 'nowhere'),
};

let folder = '';
let gone: readonly string[] = [];
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vauban-narrowed-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const { output } = await runCli(['scan', 'k8s', '-o', 'json'], { folder });
  writeFileSync(join(folder, 'baseline.json'), output);
  rmSync(join(folder, 'k8s/gone.yaml'));
  gone = rulesOf('gone', output);
});
after(() => rmSync(folder, { recursive: true }));

const rulesOf = (namespace: string, output: string): readonly string[] => {
  interface Found {
    readonly rule: string;
    readonly subject: { readonly namespace: string };
    readonly also: readonly { readonly rule: string }[];
  }
  const { findings } = JSON.parse(output) as { readonly findings: readonly Found[] };
  const mine = findings.filter(({ subject }) => subject.namespace === namespace);
  return mine.flatMap(({ rule, also }) => [rule, ...also.map((one) => one.rule)]);
};

const isOther = (rule: string): boolean => !rule.startsWith('pod-security/');
const isBaseline = (rule: string): boolean => rule.startsWith('pod-security/baseline/');

const cases: readonly (readonly [string, readonly string[], (rule: string) => boolean, string])[] = [
  ['of everything', ['k8s'], () => true, 'unused'],
  ['of other namespaces than the one that went', ['k8s', '-n', 'shop', '-n', 'bank'], () => false, 'active'],
  ['by some of the rules', ['k8s', '--only', 'pod-security/baseline/*'], isBaseline, 'active'],
  ['at a lower level', ['k8s', '--pod-security', 'baseline'], (rule) => isBaseline(rule) || isOther(rule), 'active'],
  ['at no level', ['k8s', '--pod-security', 'privileged'], isOther, 'active'],
  ['without the library', ['k8s', '--library', 'none'], (rule) => !isOther(rule), 'unused'],
  ['of one file', ['k8s/shop.yaml'], () => false, 'unused'],
  ['of a file that is not there', ['k8s', 'nowhere.yaml'], () => false, 'active'],
];

for (const [name, words, isSeen, state] of cases) {
  test(`a scan ${name} calls fixed and unused what it would have seen`, async () => {
    const { output } = await runCli(['scan', ...words, '--baseline', 'baseline.json', '-o', 'json'], { folder });
    const report = JSON.parse(output) as {
      readonly baseline: { readonly fixed: readonly string[] };
      readonly exceptions: readonly { readonly states: readonly string[] }[];
    };
    assert.equal(report.baseline.fixed.length, gone.filter(isSeen).length);
    assert.deepEqual(report.exceptions[0]?.states, [state]);
  });
}

test('a scan of fewer paths than the settings name calls no exception unused', async () => {
  const config = join(folder, 'settings.txt');
  writeFileSync(config, 'paths: [k8s]\n');
  const scan = async (path: string) => {
    const { output } = await runCli(['scan', path, '--config', 'settings.txt', '-o', 'json'], { folder });
    return (JSON.parse(output) as { exceptions: { states: string[] }[] }).exceptions[0]?.states;
  };
  assert.deepEqual(await scan('k8s/shop.yaml'), ['active']);
  assert.deepEqual(await scan('.'), ['unused']);
});

test('an annotation in one folder hides nothing of its namesake in another', async () => {
  const annotated = toPod('shop').replace(
    'namespace: shop}',
    'namespace: shop, annotations: {except.vauban.dev/a: "rule=pod-security/*; reason=why; expires=2027-03-31"}}',
  );
  for (const [name, text] of [
    ['an/dev/web.yaml', annotated],
    ['an/prod/web.yaml', toPod('shop')],
  ] as const) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const { code, output } = await runCli(['scan', 'an/dev', 'an/prod', '-o', 'json', '--library', 'none'], { folder });
  const { findings } = JSON.parse(output) as { findings: { status: string; subject: { file: string } }[] };
  assert.equal(code, 1);
  assert.deepEqual([...new Set(findings.map(({ status, subject }) => `${status} ${subject.file}`))].toSorted(), [
    'fail an/prod/web.yaml',
    'skip an/dev/web.yaml',
  ]);
});
