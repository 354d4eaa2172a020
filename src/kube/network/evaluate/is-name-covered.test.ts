/** Which names a pattern of names covers, for each API that writes such patterns. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isNameCovered } from './is-name-covered.ts';

const policies: Readonly<Record<string, string>> = {
  admin: 'policy.networking.k8s.io/v1alpha2',
  calico: 'crd.projectcalico.org/v1',
  cilium: 'cilium.io/v2',
};

const cases: readonly (readonly [by: string, pattern: string, name: string, isCovered: boolean])[] = [
  ['admin', 'example.com', 'example.com', true],
  ['admin', 'Example.com.', 'example.com', true],
  ['admin', '*.example.com', 'example.com', false],
  ['admin', '*.example.com', 'a.example.com', true],
  ['admin', '*.example.com', 'a.b.example.com', true],
  ['admin', '*.example.com', '*.b.example.com', true],
  ['admin', '*.b.example.com', '*.example.com', false],
  ['admin', '*.example.com', 'badexample.com', false],
  ['calico', 'a.*.example.com', 'a.b.c.example.com', true],
  ['cilium', '*.example.com', 'a.example.com', true],
  ['cilium', '*.example.com', 'a.b.example.com', false],
  ['cilium', 'sub*.example.com', 'sub1.example.com', true],
  ['cilium', '**.example.com', 'a.b.example.com', true],
  ['cilium', '**.example.com', 'example.com', false],
  ['cilium', '*', 'a.b.example.com', true],
];

for (const [by, pattern, name, isCovered] of cases) {
  test(`${pattern} of ${by} ${isCovered ? 'covers' : 'does not cover'} ${name}`, () => {
    const apiVersion = policies[by] ?? '';
    const ref = { apiVersion, kind: 'Policy', namespace: null, name: 'p' };
    const policy = { ref, object: {}, origin: { kind: 'cluster', cluster: 'test', uid: 'p' } } as const;
    assert.equal(isNameCovered(name, pattern, policy), isCovered);
  });
}
