/** `vauban serve` over a real cluster: what changes there is seen, and while it is gone the last look is shown. */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startControlPlane } from '../../../tools/control-plane/start-control-plane.ts';
import type { LiveEvent } from '../console/api/estate-state.ts';
import type { ListedFindings } from '../console/api/findings.ts';
import { serve } from './served.ts';

test('a cluster is looked at when an object changes, shown as it was while it is gone, and looked at when it is back', async (context) => {
  const cluster = await startControlPlane({
    environment: process.env,
    controllerManager: false,
    audit: false,
    apiServerFlags: [],
    folder: null,
  });
  if (cluster.kind === 'unavailable') return context.skip(cluster.why);
  context.after(() => cluster.stop());
  const folder = mkdtempSync(join(tmpdir(), 'vauban-serve-cluster-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const served = await serve(context, ['--cluster', '--interval', '1s'], {
    folder,
    environment: { KUBECONFIG: cluster.kubeconfig },
  });
  await served.hear(({ kind }) => kind === 'looked');
  const { id, title, kind } = await served.estate();
  assert.deepEqual({ title, kind }, { title: 'vauban-test', kind: 'cluster' });

  const binding = {
    metadata: { name: 'everybody' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'system:authenticated' }],
  };
  const path = '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings';
  assert.equal((await cluster.request('POST', path, binding)).status, 201);
  const about = `/estates/${id}/findings?about=${encodeURIComponent('ClusterRoleBinding//everybody')}`;
  const isThere = async (): Promise<boolean> => ((await served.ask(about)) as ListedFindings).total > 0;
  while (!(await isThere())) await served.hear((event) => event.kind === 'looked');

  process.kill(cluster.pids['kube-apiserver'] ?? 0, 'SIGKILL');
  const isFailure = (event: LiveEvent): event is Extract<LiveEvent, { kind: 'failed' }> => event.kind === 'failed';
  const failed = await served.hear(isFailure);
  assert.match(
    isFailure(failed) ? failed.message : '',
    /^nothing could be read: context "vauban-test" .*the connection was refused/,
  );
  const stale = await served.estate();
  assert.notEqual(stale.failing, null);
  assert.equal(await isThere(), true);

  assert.equal(await cluster.restartApiServer([]), undefined);
  const back = await served.hear(({ kind }) => kind === 'looked');
  const well = await served.estate();
  assert.deepEqual([well.failing, well.lookedAt], [null, back.kind === 'looked' ? back.at : '']);
});
