/** The control plane's own parts: pinned versions, finding programs, checked downloads, and nothing left behind. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { downloadPrograms } from './download-programs.ts';
import { locatePrograms } from './locate-programs.ts';
import { useTestCluster } from './test-cluster.ts';
import { etcdVersion, kubernetesVersion } from './versions.ts';

const makeFolder = (test: TestContext): string => {
  const folder = mkdtempSync(join(tmpdir(), 'vauban-programs-'));
  test.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

test('the build recipe pins the versions that are downloaded', () => {
  const read = (path: string): string => readFileSync(join(import.meta.dirname, 'build', path), 'utf8');
  assert.match(read('go.mod'), new RegExp(`^require k8s.io/kubernetes ${kubernetesVersion} `, 'm'));
  assert.match(read('etcd/go.mod'), new RegExp(`go.etcd.io/etcd/server/v3 ${etcdVersion}$`, 'm'));
  assert.match(read('go.sum'), new RegExp(`^k8s.io/kubernetes ${kubernetesVersion} h1:`, 'm'));
  assert.match(read('etcd/go.sum'), new RegExp(`^go.etcd.io/etcd/server/v3 ${etcdVersion} h1:`, 'm'));
});

test('programs come from KUBEBUILDER_ASSETS first, then from the cache', async (test) => {
  const folder = makeFolder(test);
  const cache = join(folder, 'vauban/control-plane/bin');
  const assets = join(folder, 'assets');
  for (const [place, name] of [
    [cache, 'etcd'],
    [cache, 'kube-apiserver'],
    [assets, 'etcd'],
  ] as const) {
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, name), '');
    chmodSync(join(place, name), 0o755);
  }
  const found = await locatePrograms({ KUBEBUILDER_ASSETS: assets, XDG_CACHE_HOME: folder }, [
    'etcd',
    'kube-apiserver',
  ]);
  assert.deepEqual(found.kind === 'found' && [found.paths.etcd, found.paths['kube-apiserver']], [
    join(assets, 'etcd'),
    join(cache, 'kube-apiserver'),
  ]);
});

test('programs that are nowhere are one line, and nothing is fetched or built unasked', async (test) => {
  assert.deepEqual(await locatePrograms({ XDG_CACHE_HOME: makeFolder(test) }, ['etcd', 'kube-apiserver']), {
    kind: 'unavailable',
    why: 'no real control plane: etcd, kube-apiserver not found; set KUBEBUILDER_ASSETS, or run: node tools/control-plane/main.ts build',
  });
});

const publish = async (test: TestContext, files: Readonly<Record<string, string>>): Promise<string> => {
  const server = createServer((request, response) => {
    const body = Object.entries(files).find(([end]) => request.url?.endsWith(end) === true)?.[1];
    response.statusCode = body === undefined ? 404 : 200;
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  test.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const sumOf = (text: string): string => createHash('sha256').update(text).digest('hex');

test('a download whose sum is the published one is kept, and can be run', async (test) => {
  if (process.platform !== 'linux') {
    test.skip('the publishers have programs for Linux only');
    return;
  }
  const folder = makeFolder(test);
  const base = await publish(test, {
    '/kube-apiserver': '#!/bin/sh\n',
    '/kube-apiserver.sha256': `${sumOf('#!/bin/sh\n')}\n`,
  });
  assert.deepEqual(await downloadPrograms(folder, ['kube-apiserver'], { kubernetes: base, etcd: base }), {
    kind: 'made',
  });
  assert.deepEqual(readdirSync(folder), ['kube-apiserver']);
});

test('a download whose sum is another is refused, and nothing of it stays', async (test) => {
  if (process.platform !== 'linux') {
    test.skip('the publishers have programs for Linux only');
    return;
  }
  const folder = makeFolder(test);
  const base = await publish(test, { '/kube-apiserver': 'evil', '/kube-apiserver.sha256': sumOf('good') });
  const result = await downloadPrograms(folder, ['kube-apiserver'], { kubernetes: base, etcd: base });
  assert.match(
    result.kind === 'failed' ? result.why : '',
    /^no download: the SHA-256 of http:\/\/127\.0\.0\.1:\d+\/v[\d.]+\/bin\/linux\/\w+\/kube-apiserver is not the published one$/,
  );
  assert.deepEqual(readdirSync(folder), []);
});

test('a publisher that cannot be reached is one line', async (test) => {
  const result = await downloadPrograms(makeFolder(test), ['etcd'], {
    kubernetes: 'http://127.0.0.1:1',
    etcd: 'http://127.0.0.1:1',
  });
  assert.match(result.kind === 'failed' ? result.why : '', /^no download: [^\n]+$/);
});

test('programs and folder are gone when whoever started them is killed', async (test) => {
  const folder = makeFolder(test);
  const script = `
    import { guard, startProgram } from ${JSON.stringify(join(import.meta.dirname, 'processes.ts'))};
    const program = startProgram('sleeper', process.execPath, ['-e', 'setInterval(() => {}, 1000)'], ${JSON.stringify(folder)});
    guard([program.pid], ${JSON.stringify(folder)});
    process.stdout.write(String(program.pid), () => process.kill(process.pid, 'SIGKILL'));`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module-typescript', '-e', script], {
    encoding: 'utf8',
  });
  const pid = Number(stdout);
  assert.ok(pid > 1, stdout);
  const until = performance.now() + 10_000;
  while ((isRunning(pid) || existsSync(folder)) && performance.now() < until)
    await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual([isRunning(pid), existsSync(folder)], [false, false]);
});

/** A process that has ended and that nobody has waited for is still known, as a zombie. */
const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return !existsSync(`/proc/${pid}/stat`) || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
};

test('a real cluster: the control plane runs in its folder, and a Pod is accepted', async (test) => {
  const plane = await useTestCluster(test);
  if (plane === undefined) return;
  assert.deepEqual(Object.keys(plane.pids), ['etcd', 'kube-apiserver', 'kube-controller-manager']);
  assert.ok(existsSync(plane.kubeconfig));
  const { body } = await plane.request('GET', '/version');
  assert.equal((body as { gitVersion: string }).gitVersion, kubernetesVersion);
  const pod = { metadata: { name: 'first' }, spec: { containers: [{ name: 'c', image: 'nginx' }] } };
  assert.equal((await plane.request('POST', '/api/v1/namespaces/default/pods', pod)).status, 201);
  assert.equal(
    (await plane.request('DELETE', '/api/v1/namespaces/default/pods/first?gracePeriodSeconds=0')).status,
    200,
  );
});
