/** What a baseline knows, what it misses, and what cannot be one. */

import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import type { Finding } from '../../model/finding.ts';
import { checkBaseline, compareWithBaseline, parseBaseline } from './baseline.ts';

const report = JSON.stringify({
  policySet: 'abc',
  findings: [
    { id: 'a', status: 'fail', also: [{ id: 'b' }] },
    { id: 'c', status: 'error', also: [] },
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
  assert.deepEqual([...read(report).ids], ['a', 'b', 'c']);
});

test('a list of ids is a baseline', () => assert.deepEqual([...read('- a\n- b\n').ids], ['a', 'b']));

test('known findings are told from new ones, and what is gone is fixed', () => {
  const findings = [
    { id: 'a', status: 'fail', reason: null },
    { id: 'x', status: 'fail', reason: null },
    { id: 'b', status: 'skip', reason: 'excepted' },
    { id: 'c', status: 'pass', reason: null },
  ] as unknown as readonly Finding[];
  const { known, fixed } = compareWithBaseline(findings, read(report));
  assert.deepEqual([[...known], fixed], [['a'], ['c']]);
});

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
