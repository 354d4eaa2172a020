/** Titles, subjects and categories of Kyverno's catalogue, and the layers they speak of. */

import assert from 'node:assert/strict';
import test from 'node:test';
import { chooseLayer } from './choose-layer.ts';

const cases: readonly (readonly [readonly (string | undefined)[], ReturnType<typeof chooseLayer>])[] = [
  [['Disallow Latest Tag', 'Pod', 'Best Practices'], 'image'],
  [['Require Limits and Requests', 'Pod', 'Best Practices'], 'runtime'],
  [['Restrict Auto-Mount of Service Account Tokens', 'Pod', 'EKS Best Practices'], 'identity'],
  [['Disallow Secrets from Env Vars', 'Pod, Secret', 'Sample'], 'secrets'],
  [['Add Network Policy', 'NetworkPolicy', 'Multi-Tenancy'], 'network'],
  [['Enforce Istio Strict mTLS', 'PeerAuthentication', 'Istio'], 'mesh'],
  [[undefined, undefined, 'Pod Security Standards (Baseline)'], 'runtime'],
  [[undefined, 'Namespace', 'Software Supply Chain Security'], 'image'],
  [['Protect ClusterRoles', undefined, undefined], 'identity'],
  [['Require Labels', 'Label', 'Best Practices'], undefined],
  // A part of a word is no sign.
  [['Stage the podium', 'Heritage', undefined], undefined],
  [[undefined, undefined, undefined], undefined],
];

for (const [texts, layer] of cases) {
  test(`${texts.map((text) => text ?? 'nothing').join(', ')}: ${layer ?? 'no layer'}`, () =>
    assert.equal(chooseLayer(texts), layer));
}
