/** What a baseline knows, what it misses, and what cannot be one. */

import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import type { Finding } from '../../model/finding.ts';
import type { ScanScope } from './scan-scope.ts';
import { checkBaseline, compareWithBaseline, parseBaseline } from './baseline.ts';

const at = (namespace: string, file: string | null, cluster: string | null = null) => ({ namespace, file, cluster });

const scan: ScanScope = {
  paths: ['./k8s'],
  contexts: [],
  namespaces: [],
  rules: new Set(['x/y', 'x/z']),
  rulesLeftOut: [],
  isPart: false,
  complete: true,
};

const report = JSON.stringify({
  policySet: 'abc',
  findings: [
    { id: 'a', rule: 'x/y', status: 'fail', subject: at('shop', 'k8s/web.yaml'), also: [{ id: 'b', rule: 'x/z' }] },
    { id: 'c', rule: 'x/y', status: 'error', subject: at('bank', 'k8s/db.yaml'), also: [] },
    { id: 'd', status: 'pass', also: null },
  ],
});

const read = (text: string) => {
  const result = parseBaseline(text, 'baseline.json');
  assert.equal(result.kind, 'baseline');
  if (result.kind !== 'baseline') throw new Error('unreachable');
  return result.baseline;
};

test('a report is read with its failures, errors and those they stand for', () => {
  assert.deepEqual([...read(report).findings.keys()], ['a', 'b', 'c']);
});

test('a list of ids is a baseline', () => assert.deepEqual([...read('- a\n- b\n').findings.keys()], ['a', 'b']));

const finding = (id: string, more: Partial<Finding> = {}, cluster: string | null = null): Finding => ({
  id,
  rule: 'x/y',
  status: 'fail',
  reason: null,
  severity: 'high',
  action: 'none',
  enforcement: 'unknown',
  message: 'm',
  path: 'spec.hostPID',
  subject: {
    apiVersion: 'v1',
    kind: 'Pod',
    namespace: 'shop',
    name: 'web',
    origin:
      cluster === null
        ? { kind: 'file', file: 'k8s/pod.yaml', document: 0, item: null, start: 0, end: 1 }
        : { kind: 'cluster', cluster, uid: 'u' },
  },
  owner: null,
  responsible: 'you',
  fix: null,
  evidence: [],
  ...more,
});

test('known findings are told from new ones, and what is gone is fixed', () => {
  const findings = [
    finding('a'),
    finding('x'),
    finding('b', { status: 'skip', reason: 'excepted' }),
    finding('c', { status: 'pass' }),
  ];
  const { known, fixed } = compareWithBaseline(findings, read(report), scan);
  assert.deepEqual([[...known], fixed], [['a'], ['c']]);
});

const podAt = (file: string | null, cluster: string | null): string => {
  const subject = { kind: 'Pod', namespace: 'shop', name: 'web', file, cluster };
  return JSON.stringify({ findings: [{ id: 'old', rule: 'x/y', status: 'fail', path: 'spec.hostPID', subject }] });
};

test('a finding whose id changed because a namesake is scanned too is known by its place, and not fixed', () => {
  const { known, fixed } = compareWithBaseline([finding('salted')], read(podAt('k8s/pod.yaml', null)), scan);
  assert.deepEqual([[...known], fixed], [['salted'], []]);
});

test('what is known of one cluster says nothing of another', () => {
  const wide = { ...scan, paths: [], contexts: ['staging'] };
  const { known, fixed } = compareWithBaseline([finding('old', {}, 'staging')], read(podAt(null, 'prod')), wide);
  assert.deepEqual([[...known], fixed], [[], []]);
});

const live = JSON.stringify({
  findings: [
    { id: 'p', rule: 'x/y', status: 'fail', subject: at('shop', null, 'prod') },
    { id: 's', rule: 'x/y', status: 'fail', subject: at('shop', null, 'staging') },
  ],
});
const piped = JSON.stringify({ findings: [{ id: 'i', rule: 'x/y', status: 'fail', subject: at('', '-') }] });

const scopes: readonly (readonly [string, string, Partial<ScanScope>, readonly string[]])[] = [
  ['of everything', report, {}, ['a', 'b', 'c']],
  ['of a folder above', report, { paths: ['.'] }, ['a', 'b', 'c']],
  ['of one file', report, { paths: ['k8s/web.yaml'] }, ['a', 'b']],
  ['of a folder with a longer name', report, { paths: ['k8s/web'] }, []],
  ['of another folder', report, { paths: ['../k8s', '/'] }, []],
  ['of one namespace', report, { namespaces: ['bank'] }, ['c']],
  ['by one rule', report, { rules: new Set(['x/z']), rulesLeftOut: ['x/y'] }, ['b']],
  ['that could not read everything', report, { complete: false }, []],
  ['of one context', live, { contexts: ['prod'] }, ['p']],
  ['of the current context', live, { contexts: [''] }, ['p', 's']],
  ['of files, where the baseline is of clusters', live, {}, []],
  ['of a folder, where the baseline is of standard input', piped, { paths: ['.'] }, []],
  ['of standard input', piped, { paths: ['-'] }, ['i']],
  ['of default, which a manifest without a namespace is in', piped, { paths: ['-'], namespaces: ['default'] }, ['i']],
  ['of everything, by ids alone', '["a"]', {}, ['a']],
  ['of one namespace, by ids alone', '["a"]', { namespaces: ['shop'] }, []],
  ['by one rule, by ids alone', '["a"]', { rulesLeftOut: ['x/y'] }, []],
  ['of fewer paths than usual, by ids alone', '["a"]', { isPart: true }, []],
];

for (const [name, text, over, expected] of scopes) {
  test(`a scan ${name} calls fixed what it would have found`, () =>
    assert.deepEqual(compareWithBaseline([], read(text), { ...scan, ...over }).fixed, expected));
}

test('a baseline of other rules is a warning', () => {
  assert.equal(checkBaseline(read(report), 'abc'), null);
  assert.equal(checkBaseline(read('[]'), 'xyz'), null);
  assert.match(checkBaseline(read(report), 'xyz')?.message ?? '', /made with other rules or options/);
});

const refused: readonly (readonly [string, string])[] = [
  ['{"findings": 1}', 'the baseline is neither a JSON report (-o json) nor a list of ids of findings'],
  ['{"findings": [{"no": 1}]}', 'the baseline is neither a JSON report (-o json) nor a list of ids of findings'],
  ['[1]', 'the baseline is neither a JSON report (-o json) nor a list of ids of findings'],
  ['', 'the baseline is neither a JSON report (-o json) nor a list of ids of findings'],
];

for (const [text, message] of refused) {
  test(`${JSON.stringify(text)} is no baseline`, () => {
    const result = parseBaseline(text, 'b.json');
    assert.equal(result.kind === 'problem' ? result.problem.message : result.kind, message);
  });
}

test('no text makes the reader throw', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), (text) => void parseBaseline(text, 'b.json')),
    { numRuns: 300, seed: 11 },
  );
});

test('a report of another form is refused, one without a word about its form is read', () => {
  const read = (version: string) => parseBaseline(`{${version}"findings": []}`, 'b.json');
  assert.equal(read('"schemaVersion": "1", ').kind, 'baseline');
  assert.equal(read('').kind, 'baseline');
  for (const [version, said] of [
    ['"99"', '"99"'],
    ['1', 'no text'],
    ['{}', 'no text'],
  ] as const) {
    const result = read(`"schemaVersion": ${version}, `);
    assert.equal(
      result.kind === 'problem' ? result.problem.message : '',
      `the baseline is a report of another form: its schemaVersion is ${said}, and "1" is what can be read; make it again with -o json`,
    );
  }
});
