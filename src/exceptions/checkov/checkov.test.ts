/** The checks that Checkov's configuration skips. */

import assert from 'node:assert/strict';
import test from 'node:test';
import { checkovFormat } from './index.ts';

const read = (text: string): readonly (string | null)[] =>
  checkovFormat.parse(text, '.checkov.yaml').exceptions.map(({ scope }) => scope.rule);

test('a list and a text with commas say the same', () => {
  const expected = ['pod-security/baseline/privileged', 'checkov/CKV_K8S_8'];
  assert.deepEqual(read('skip-check:\n  - CKV_K8S_16\n  - CKV_K8S_8\n'), expected);
  assert.deepEqual(read('skip-check: CKV_K8S_16, CKV_K8S_8\n'), expected);
});

test('other settings are none of ours', () => assert.deepEqual(read('compact: true\ncheck: [CKV_K8S_16]\n'), []));
