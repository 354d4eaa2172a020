/** The walls of the example estate, worked out by hand from its manifests: as found, after the first plan, and after twelve weeks. */

import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import test from 'node:test';
import { runCli } from '../src/hosts/cli/test-context.ts';

const estate = join(import.meta.dirname, 'estate');

interface Standing {
  readonly depth: number | null;
  readonly layers: string;
  /** The least way there. */
  readonly moves: string;
}

const wallsOf = async (path: string, folder = estate): Promise<Readonly<Record<string, Standing>>> => {
  const { output, error } = await runCli(['walls', path, '-o', 'json'], { folder });
  assert.equal(/neither kustomize nor kubectl/.test(error), false, error);
  const { complete, from, assets } = JSON.parse(output) as {
    readonly complete: boolean;
    readonly from: string;
    readonly assets: readonly {
      readonly asset: string;
      readonly depth: number | null;
      readonly layers: readonly string[];
      readonly path: readonly { readonly type: string; readonly to: string }[] | null;
    }[];
  };
  assert.deepEqual([from, complete], ['internet', true]);
  return Object.fromEntries(
    assets.map(({ asset, depth, layers, path }) => [
      asset,
      { depth, layers: layers.join(', '), moves: (path ?? []).map(({ type }) => type).join(' ') },
    ]),
  );
};

const open = (moves: string): Standing => ({ depth: 0, layers: '', moves });

test('week 0 is open: one port leads in, and no policy, level or confinement stands anywhere on the way', async () => {
  assert.deepEqual(await wallsOf('week-0'), {
    // The shop-operator listens on 8081 and may do everything with the resources of the core group: impersonate groups too.
    'cluster-admin': open('ENDPOINT_EXPLOIT ENDPOINT_EXPLOIT IDENTITY_ASSUME IDENTITY_IMPERSONATE'),
    // node-exporter answers at its node's own address, and mounts / with the runtime's socket; its user is in root's group.
    'node//*': open('ENDPOINT_EXPLOIT EXPLOIT_CONTAINERD_SOCK'),
    // The flat network: the policy before postgres selects pods that are called otherwise.
    'data/data/data-postgres': open('ENDPOINT_EXPLOIT ENDPOINT_EXPLOIT VOLUME_DISCOVER'),
    'secret/data/postgres': open('ENDPOINT_EXPLOIT ENDPOINT_EXPLOIT VOLUME_DISCOVER'),
    'secret/shop/payments': open('ENDPOINT_EXPLOIT ENDPOINT_EXPLOIT VOLUME_DISCOVER'),
    'secret/shop/payments-client': open('ENDPOINT_EXPLOIT ENDPOINT_EXPLOIT VOLUME_DISCOVER'),
    // The ingress controller lists the Secrets of all namespaces; api those of the shop.
    'secret/platform/ci-deployer-token': open('ENDPOINT_EXPLOIT IDENTITY_ASSUME SECRET_READ'),
    'secret/shop/database': open('ENDPOINT_EXPLOIT IDENTITY_ASSUME SECRET_READ'),
    'secret/shop/registry-pull': open('ENDPOINT_EXPLOIT IDENTITY_ASSUME SECRET_READ'),
    'secret/shop/shop-tls': open('ENDPOINT_EXPLOIT IDENTITY_ASSUME SECRET_READ'),
  });
});

test('the ways to the administrator that the flaws of week 0 make are told', async () => {
  const { output } = await runCli(['attacks', 'week-0', '--to', 'cluster-admin', '-o', 'json'], { folder: estate });
  const { paths } = JSON.parse(output) as {
    readonly paths: readonly { readonly steps: readonly { readonly type: string; readonly to: string }[] }[];
  };
  const told = new Set(paths.map(({ steps }) => steps.map(({ type, to }) => `${type} ${to}`).join(' > ')));
  const throughOperator =
    'ENDPOINT_EXPLOIT container/platform/shop-operator/manager > IDENTITY_ASSUME identity/serviceaccount:platform:shop-operator';
  for (const way of [
    `ENDPOINT_EXPLOIT container/shop/web/web > ${throughOperator} > IDENTITY_IMPERSONATE cluster-admin`,
    `ENDPOINT_EXPLOIT container/shop/api/api > ${throughOperator} > TOKEN_REQUEST identity/serviceaccount:platform:ci-deployer > ADMIN cluster-admin`,
    'ENDPOINT_EXPLOIT container/platform/ingress-nginx/controller > IDENTITY_ASSUME identity/serviceaccount:platform:ingress-nginx > SECRET_READ secret/platform/ci-deployer-token > TOKEN_STEAL identity/serviceaccount:platform:ci-deployer > ADMIN cluster-admin',
  ])
    assert.ok(told.has(way), way);
});

test('with the files of the first plan nothing of week 0 is open: every port from outside leads into a confined container', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'vauban-walls-'));
  context.after(() => rmSync(folder, { recursive: true }));
  cpSync(join(estate, 'week-0'), join(folder, 'base'), { recursive: true });
  const manifests = readdirSync(join(folder, 'base'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
    .map(({ parentPath, name }) => `- ${relative(join(folder, 'base'), join(parentPath, name))}\n`);
  const written = await runCli(['next', 'base', '--plan', '--write', 'walls'], { folder });
  assert.equal(written.code, 0, written.error);
  writeFileSync(join(folder, 'base/kustomization.yaml'), `resources:\n${manifests.toSorted().join('')}`);
  mkdirSync(join(folder, 'after'));
  writeFileSync(join(folder, 'after/kustomization.yaml'), 'resources: [../base]\ncomponents: [../walls]\n');
  const probe = await runCli(['walls', 'after'], { folder });
  if (/neither kustomize nor kubectl is on the PATH/.test(probe.error))
    return context.skip('there is no kustomize here');
  const after = await wallsOf('after', folder);
  assert.deepEqual(Object.keys(after).toSorted(), Object.keys(await wallsOf('week-0')).toSorted());
  // In front stand web, api, the ingress controller and node-exporter: what is not confined itself is kept from them by
  // the network policies, or is behind one that is. No second layer stands behind, so one wall it is.
  for (const [asset, { depth, layers }] of Object.entries(after))
    assert.deepEqual([asset, depth, layers], [asset, 1, 'runtime']);
});

test('week 12 has no open way, and none to the administrator', async () => {
  const walls = await wallsOf('week-12');
  assert.deepEqual(walls['cluster-admin'], { depth: null, layers: '', moves: '' });
  const depths = Object.fromEntries(Object.entries(walls).map(([asset, { depth }]) => [asset, depth]));
  assert.deepEqual(depths, {
    'cluster-admin': null,
    // The ingress controller is confined, and lists the Secrets of the shop to find its certificates; api mounts one.
    'secret/shop/admin-tls': 1,
    'secret/shop/api': 1,
    'secret/shop/database': 1,
    'secret/shop/payments': 1,
    'secret/shop/redis': 1,
    'secret/shop/registry-pull': 1,
    'secret/shop/shop-tls': 1,
    'secret/shop/smtp': 1,
    // node-exporter is confined, and no root that could use the socket it sees: two containers' worth of the runtime layer.
    'node//*': 2,
    'secret/platform/registry-pull': 2,
    'secret/platform-agents/registry-pull': 2,
    // By two confined containers; or by node-exporter past the volumes of others.
    'data/data/backups': 2,
    'data/data/data-postgres': 2,
    'secret/data/postgres': 2,
    'secret/data/redis': 2,
    'secret/data/registry-pull': 2,
  });
});
