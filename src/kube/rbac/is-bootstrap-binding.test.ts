/** Bindings of the API server's own are known again when they are read from a cluster, and only as it made them. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Resource } from '../../model/resource.ts';
import { createSnapshotBuilder } from '../snapshot/build-snapshot.ts';
import type { AccessSubject } from './subject.ts';
import type { IndexedBinding } from './access.ts';
import { readBootstrapPolicy } from './bootstrap/read-bootstrap-policy.ts';
import { createAccessIndex } from './create-access-index.ts';
import { isBootstrapBinding } from './is-bootstrap-binding.ts';

const readFromCluster = (version: string): readonly IndexedBinding[] => {
  const builder = createSnapshotBuilder('cluster');
  for (const { ref, object } of readBootstrapPolicy(version))
    builder.add({ ref, object, origin: { kind: 'cluster', cluster: 'prod', uid: ref.name } } satisfies Resource);
  return createAccessIndex(builder.build({ evidence: [], unread: [] })).bindings;
};

for (const version of ['1.30', '1.33', '1.37'])
  test(`every binding that ${version} makes is known again`, () => {
    const bindings = readFromCluster(version);
    assert.ok(bindings.length > 30);
    assert.deepEqual(
      bindings
        .filter((binding) => binding.bootstrap || !isBootstrapBinding(binding))
        .map(({ resource }) => resource.ref),
      [],
    );
  });

test('one with a subject more is of whoever added it', () => {
  const more: AccessSubject = { kind: 'user', name: 'ann' };
  const changed = readFromCluster('1.37').map((binding) => ({ ...binding, subjects: [...binding.subjects, more] }));
  assert.deepEqual(changed.filter(isBootstrapBinding), []);
});
