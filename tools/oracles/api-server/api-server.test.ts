/** The real API server and Vauban answer alike: the library, and a few generated policies; `npm run oracle` asks for more. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { useTestCluster } from '../../control-plane/test-cluster.ts';
import { runGenerated } from './generated-part.ts';
import { runLibrary } from './library-part.ts';
import { runMutations } from './mutation-part.ts';
import { openSession } from './session.ts';

test('every policy of the library says of every fixture what the API server says', async (context) => {
  const plane = await useTestCluster(context);
  if (plane === undefined) return;
  const { differences, compared } = await runLibrary(plane);
  assert.deepEqual(differences, []);
  assert.ok(compared > 400, `only ${compared} fixtures were compared`);
});

test('generated policies and mutations are answered as by the API server', async (context) => {
  const plane = await useTestCluster(context);
  if (plane === undefined) return;
  const session = await openSession(plane);
  const options = { seed: 7, count: 60, shrinks: false, report: () => {} };
  const generated = await runGenerated(session, options);
  const mutated = await runMutations(session, { seed: 7, count: 20 });
  session.close();
  assert.deepEqual([...generated.differences, ...mutated.differences], []);
  assert.ok(generated.compared > 150, `only ${generated.compared} answers were compared`);
});
