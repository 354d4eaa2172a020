/** The policy library: well formed, and on the real API server every fixture is answered as its folder says. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { RunningControlPlane } from '../control-plane/start-control-plane.ts';
import { useTestCluster } from '../control-plane/test-cluster.ts';
import { checkLibrary } from './check-library.ts';
import { readPolicyFolders, type PolicyFolder } from './policy-folders.ts';
import { fixtureLabel } from './prepare-fixture.ts';
import { readServerVerdicts, type ServerVerdict } from './server-verdicts.ts';
import type { JsonObject } from '../../src/model/json.ts';

const library = readPolicyFolders(fileURLToPath(new URL('../../policies/', import.meta.url)));

test('every policy has its annotations, its own id and title, and fixtures; nothing lies about', () => {
  assert.deepEqual(checkLibrary(library), []);
});

test('the real API server refuses every fail/ and admits every pass/, and lets unchanged pods be', async (test) => {
  const plane = await useTestCluster(test);
  if (plane === undefined) return;
  const { verdicts, defects, close } = await readServerVerdicts(plane, library.policies);
  const updates = await Promise.all(library.policies.map((policy) => explainUpdates(plane, policy)));
  await close();
  assert.deepEqual([...defects, ...verdicts.flatMap(explainDifference), ...updates.flat()], []);
});

const explainDifference = ({ fixture, verdict }: ServerVerdict): readonly string[] => {
  const { file, index, expected } = fixture;
  if (expected === 'fail' ? verdict.kind === 'refused' : verdict.kind === 'admitted') return [];
  const message = verdict.kind === 'admitted' ? '' : `: ${verdict.message}`;
  return [`${file}[${index}]: ${verdict.kind}${message}`];
};

/**
 * A Deployment from before the policy: another label is no concern of a policy about pods, another spec is. The same
 * goes for Pods, whose finalizers the Job controller must be able to remove or no Job would ever end.
 */
const explainUpdates = async (plane: RunningControlPlane, policy: PolicyFolder): Promise<readonly string[]> => {
  const found = policy.fixtures.find(({ expected, object }) => expected === 'fail' && object['kind'] === 'Deployment');
  if (found === undefined) return [];
  const path = '/apis/apps/v1/namespaces/default/deployments';
  const send = async (labels: JsonObject, replicas: number): Promise<number> => {
    const metadata = { name: policy.name, labels };
    const object = { ...found.object, metadata, spec: { ...(found.object['spec'] as JsonObject), replicas } };
    if (Object.keys(labels).length === 0) return (await plane.request('POST', path, object)).status;
    return (await plane.request('PUT', `${path}/${policy.name}?dryRun=All`, object)).status;
  };
  const own = { [fixtureLabel]: policy.name };
  const answers = [await send({}, 0), await send(own, 0), await send(own, 1)];
  await plane.request('DELETE', `${path}/${policy.name}`);
  const expected = [201, 200, 422];
  return answers.join() === expected.join()
    ? []
    : [`${policy.id}: created, relabelled, changed: ${answers.join(', ')}`];
};
