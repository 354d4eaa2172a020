/** Titles, categories and subjects of Kyverno's catalogue, and the layers they speak of. */

import assert from 'node:assert/strict';
import test from 'node:test';
import { chooseLayer } from './choose-layer.ts';

const cases: readonly (readonly [readonly (string | undefined)[], ReturnType<typeof chooseLayer>])[] = [
  [['Disallow Latest Tag', 'Best Practices', 'Pod'], 'image'],
  [['Require Limits and Requests', 'Best Practices', 'Pod'], 'runtime'],
  [['Restrict Auto-Mount of Service Account Tokens', 'EKS Best Practices', 'Pod'], 'identity'],
  [['Disallow Secrets from Env Vars', 'Sample', 'Pod, Secret'], 'secrets'],
  [['Add Network Policy', 'Multi-Tenancy', 'NetworkPolicy'], 'network'],
  [['Enforce Istio Strict mTLS', 'Istio', 'PeerAuthentication'], 'mesh'],
  [[undefined, 'Pod Security Standards (Baseline)', undefined], 'runtime'],
  [[undefined, 'Software Supply Chain Security', 'Namespace'], 'image'],
  [['Protect ClusterRoles', undefined, undefined], 'identity'],
  [['Require Labels', 'Best Practices', 'Label'], undefined],
  // A part of a word is no sign.
  [['Stage the podium', undefined, 'Heritage'], undefined],
  [[undefined, undefined, undefined], undefined],
];

for (const [texts, layer] of cases) {
  test(`${texts.map((text) => text ?? 'nothing').join(', ')}: ${layer ?? 'no layer'}`, () =>
    assert.equal(chooseLayer(texts), layer));
}
