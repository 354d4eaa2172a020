/** What every analyser promises, held against each of the registry. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isImperative, toFirstClause } from '../engine/merge/first-clause.ts';
import { layers } from '../model/layer.ts';
import { severities } from '../model/severity.ts';
import { createSnapshotBuilder } from '../kube/snapshot/build-snapshot.ts';
import { analysers } from './registry.ts';

const emptySnapshot = createSnapshotBuilder('cluster').build({ evidence: [], unread: [] });

for (const analyser of analysers) {
  test(`${analyser.id}: its rules are told in full`, () => {
    assert.match(analyser.id, /^[a-z][a-z-]*$/);
    assert.ok(analyser.rules.length > 0);
    for (const rule of analyser.rules) {
      assert.match(rule.id, /^[a-z0-9-]+(\/[a-z0-9-]+){1,2}$/);
      assert.ok(severities.includes(rule.severity) && layers.includes(rule.layer));
      for (const text of [rule.title, rule.what, rule.why, rule.fine, rule.remediation])
        assert.match(text, /^\S[^]*\S$/);
      assert.match(rule.title, /[^.]$/);
      assert.ok(isImperative(toFirstClause(rule.remediation)), `${rule.id}: ${toFirstClause(rule.remediation)}`);
      assert.ok(rule.references.every((reference) => reference.startsWith('https://')));
    }
  });

  test(`${analyser.id}: nothing read is nothing concluded about any object`, () => {
    assert.deepEqual(analyser.analyse(emptySnapshot), []);
  });

  test(`${analyser.id}: keeps nothing of what it never asks for`, () => {
    const ref = { apiVersion: 'example.com/v1', kind: 'Unheard', namespace: 'shop', name: 'x' };
    const resource = { ref, object: {}, origin: { kind: 'cluster', cluster: 'c', uid: 'u' } } as const;
    assert.equal(analyser.keep(resource), null);
  });
}
