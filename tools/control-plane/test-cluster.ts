/** One real control plane for all tests of a process: started when the first test asks, stopped after the last. */

import { after, type TestContext } from 'node:test';
import { type ControlPlane, type RunningControlPlane, startControlPlane } from './start-control-plane.ts';

let started: Promise<ControlPlane> | undefined;

/**
 * The shared control plane; where there is none the test is skipped with the reason and `undefined` is returned.
 * Tests share it: each makes namespaces of its own.
 */
export const useTestCluster = async (test: TestContext): Promise<RunningControlPlane | undefined> => {
  started ??= startControlPlane({
    environment: process.env,
    controllerManager: true,
    audit: true,
    apiServerFlags: [],
    folder: null,
  });
  const plane = await started;
  if (plane.kind === 'running') return plane;
  test.skip(plane.why);
  return undefined;
};

after(async () => {
  const plane = await started;
  if (plane?.kind === 'running') await plane.stop();
});
