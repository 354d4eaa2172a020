/** A pinned library says what it said when it had that version. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pinLibrary } from './pinned-library.ts';
import type { Library, LibraryPolicy } from './policy-library.ts';

const toPolicy = (id: string, since: string): LibraryPolicy => ({
  id,
  group: 'workload',
  title: id,
  severity: 'high',
  layer: 'runtime',
  control: id,
  what: '',
  why: '',
  fine: '',
  remediation: '',
  references: [],
  since,
  suggested: 'deny',
  mappings: [],
  needsNamespace: false,
  text: '',
  document: {
    ref: { apiVersion: 'v1', kind: 'ConfigMap', namespace: null, name: id },
    object: {},
    origin: { kind: 'cluster', cluster: '', uid: '' },
  },
});

const library: Library = {
  version: '1.2.0',
  policies: [toPolicy('w/first', '1.0'), toPolicy('w/second', '1.1'), toPolicy('w/third', '1.2')],
};

const actionsAt = (pin: string | null): readonly string[] => {
  const pinned = pinLibrary(library, pin);
  return pinned.kind === 'defect'
    ? [pinned.message]
    : pinned.policies.map(({ policy, action }) => `${policy.id} ${action}`);
};

const cases: readonly (readonly [string, string | null, readonly string[]])[] = [
  ['without a pin the newest policies ask for nothing', null, ['w/first deny', 'w/second deny', 'w/third none']],
  ['an older minor version leaves out what came later', '1.1', ['w/first deny', 'w/second none']],
  ['the first version asks for what it always asked', '1.0', ['w/first deny']],
  ['a patch version is its minor version', '1.1.7', ['w/first deny', 'w/second none']],
  [
    'a version that is not here yet is refused',
    '1.3',
    ['this Vauban has the policy library 1.2.0, which is older than 1.3'],
  ],
  ['a version before the first is refused', '0.9', ['there was no policy library 0.9; the first was 1.0']],
  ['what is no version is refused', 'latest', ['latest is no version of the policy library; write 1.0']],
];

for (const [name, pin, expected] of cases) test(name, () => assert.deepEqual(actionsAt(pin), expected));
