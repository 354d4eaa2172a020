/** Who may do what equals what a real API server says: generated Roles and bindings, each asked in every way there is. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { useTestCluster } from '../../../tools/control-plane/test-cluster.ts';
import { createRandom } from '../../../tools/oracles/api-server/random.ts';
import { compareAccess, type AccessTally } from '../../../tools/oracles/rbac/compare-access.ts';
import { generateAccess } from '../../../tools/oracles/rbac/generate-access.ts';

test('a real API server allows what the index, the authorizer and each subject by itself say', async (context) => {
  const plane = await useTestCluster(context);
  if (plane === undefined) return;
  const tally: AccessTally = { compared: 0, allowed: 0, sets: 0, refused: 0, differences: [] };
  const random = createRandom(20_261_123);
  for (const name of ['rbac-one', 'rbac-two', 'rbac-three']) {
    const set = { name, ...generateAccess(random, name) };
    context.after(async () => {
      for (const namespace of set.namespaces) await plane.request('DELETE', `/api/v1/namespaces/${namespace}`);
    });
    await compareAccess(plane, set, random, { verdicts: 500, sets: 20 }, tally);
  }
  assert.deepEqual(tally.differences, []);
  assert.ok(tally.compared >= 1500 && tally.allowed >= 100, `${tally.compared} compared, ${tally.allowed} allowed`);
});
