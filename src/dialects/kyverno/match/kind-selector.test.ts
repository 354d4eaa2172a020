/** What the words of a rule's kinds mean. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseKindSelector } from './kind-selector.ts';

type Kind = readonly [group: string, version: string, kind: string, subresource: string];

const pod: Kind = ['', 'v1', 'Pod', ''];
const exec: Kind = ['', 'v1', 'Pod', 'exec'];
const deployment: Kind = ['apps', 'v1', 'Deployment', ''];
const scale: Kind = ['apps', 'v1', 'Deployment', 'scale'];

const cases: readonly (readonly [written: string, kind: Kind, isMeant: boolean])[] = [
  ['Pod', pod, true],
  ['Pod', exec, false],
  ['Pod', ['', 'v1', 'Pod', 'ephemeralcontainers'], true],
  ['Pod/exec', exec, true],
  ['Pod.exec', exec, true],
  ['Pod/exec', pod, false],
  ['v1/Pod', pod, true],
  ['v2/Pod', pod, false],
  ['v1/Pod.exec', exec, true],
  ['apps/v1/Deployment', deployment, true],
  ['apps/*/Deployment', deployment, true],
  ['extensions/v1beta1/Deployment', deployment, false],
  ['apps/v1/Deployment/scale', scale, true],
  ['apps/v1/Deployment.scale', scale, true],
  ['*/scale', scale, true],
  ['*/scale', deployment, false],
  ['*/Deployment', deployment, true],
  ['*', deployment, true],
  ['*', scale, false],
  ['*/*', scale, true],
  ['*Set', ['apps', 'v1', 'ReplicaSet', ''], true],
  ['D?ployment', deployment, true],
  ['a/b/c/d/e', pod, false],
];

for (const [written, kind, isMeant] of cases) {
  test(`${written} means ${isMeant ? '' : 'no '}${kind.filter((part) => part !== '').join('/')}`, () =>
    assert.equal(parseKindSelector(written).matches(...kind), isMeant));
}
