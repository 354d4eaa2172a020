/** Texts where none belongs go, and nothing else changes. */

import assert from 'node:assert/strict';
import test from 'node:test';
import { loadAll } from 'js-yaml';
import { plantCanaries } from '../../../tools/canaries/canaries.ts';
import type { JsonObject } from '../../model/json.ts';
import { redactMisplaced } from './redact-misplaced.ts';

const R = '<redacted: literal>';

const spec = (fields: JsonObject): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'a' },
  spec: fields,
});

const cases: readonly (readonly [string, JsonObject, JsonObject])[] = [
  ['a text for an object', { apiVersion: 'v1', kind: 'Pod', spec: 'x' }, { apiVersion: 'v1', kind: 'Pod', spec: R }],
  ['a text for a list', spec({ volumes: 'x' }), spec({ volumes: R })],
  ['a text for an item', spec({ containers: [{ name: 'a' }, 'x'] }), spec({ containers: [{ name: 'a' }, R] })],
  ['a text for a number', spec({ activeDeadlineSeconds: 'x' }), spec({ activeDeadlineSeconds: R })],
  ['a text for a boolean', spec({ hostNetwork: 'x' }), spec({ hostNetwork: R })],
  ['a text in a list for a text', spec({ nodeName: [{ a: 'x', b: 1 }] }), spec({ nodeName: [{ a: R, b: 1 }] })],
  ['a text for a map', spec({ nodeSelector: 'x' }), spec({ nodeSelector: R })],
];

for (const [name, before, after] of cases)
  test(`${name} goes`, () => {
    assert.deepEqual(redactMisplaced(before), after);
    assert.deepEqual(redactMisplaced(after), after);
  });

test('what is as it should be stays the same object', () => {
  const sound = spec({
    nodeName: 'n',
    hostNetwork: true,
    containers: [{ name: 'a', resources: { limits: { cpu: '1', memory: 1000 } }, ports: [{ containerPort: 80 }] }],
    unknown: 'x',
  });
  assert.equal(redactMisplaced(sound), sound);
  const custom = { apiVersion: 'example.com/v1', kind: 'Pod', spec: 'x' };
  assert.equal(redactMisplaced(custom), custom);
});

test('no misplaced canary is left', () => {
  const { misplaced, secrets } = plantCanaries();
  const after = JSON.stringify((loadAll(misplaced) as readonly JsonObject[]).map(redactMisplaced));
  for (const secret of secrets) assert.ok(!after.includes(secret), secret);
});
