/** The policy library: well formed, and on the real API server every fixture is answered as its folder says. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { useTestCluster } from '../control-plane/test-cluster.ts';
import { checkLibrary } from './check-library.ts';
import { readPolicyFolders } from './policy-folders.ts';
import { readServerVerdicts, type ServerVerdict } from './server-verdicts.ts';

const library = readPolicyFolders(fileURLToPath(new URL('../../policies/', import.meta.url)));

test('every policy has its annotations, its own id and title, and fixtures; nothing lies about', () => {
  assert.deepEqual(checkLibrary(library), []);
});

test('the real API server refuses every fail/ and admits every pass/', async (test) => {
  const plane = await useTestCluster(test);
  if (plane === undefined) return;
  const { verdicts, defects, close } = await readServerVerdicts(plane, library.policies);
  await close();
  assert.deepEqual([...defects, ...verdicts.flatMap(explainDifference)], []);
});

const explainDifference = ({ fixture, verdict }: ServerVerdict): readonly string[] => {
  const { file, index, expected } = fixture;
  if (expected === 'fail' ? verdict.kind === 'refused' : verdict.kind === 'admitted') return [];
  const message = verdict.kind === 'admitted' ? '' : `: ${verdict.message}`;
  return [`${file}[${index}]: ${verdict.kind}${message}`];
};
