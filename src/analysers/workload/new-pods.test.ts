/** Tests of the pods an attacker makes, and of the walls before them: Pod Security and what admission was seen to refuse. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draw, listControls, listMembers, listMoves, toDeployment } from './harness.ts';

const join = (...documents: readonly string[]): string => documents.join('\n---\n');
const web = 'container/shop/web/web';
const live = { kind: 'cluster' } as const;

const claiming = toDeployment(
  'volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]',
  'volumeMounts: [{name: data, mountPath: /data}]',
);
const claim = (spec: string): string =>
  `apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data, namespace: shop}\nspec: {accessModes: [ReadWriteOnce], ${spec}}`;
const volume = (spec: string): string =>
  `apiVersion: v1\nkind: PersistentVolume\nmetadata: {name: disk, labels: {disk: one}}\nspec: {accessModes: [ReadWriteOnce], ${spec}}`;
const kubernetes = 'hostPath: {path: /etc/kubernetes}';

const namespace = (level: string): string =>
  `apiVersion: v1\nkind: Namespace\nmetadata: {name: shop${level === '' ? '' : `, labels: {pod-security.kubernetes.io/enforce: ${level}}`}}`;

test('a new pod takes every account of its namespace, every node and what is in volumes there', () => {
  const parts = draw(namespace(''));
  for (const from of ['new-pod/shop', 'unguarded-pod/shop'])
    assert.deepEqual(listMoves(parts, from), [
      'CE_MODULE_LOAD hub/nodes/*',
      'CE_NSENTER hub/nodes/*',
      'CE_PRIV_MOUNT hub/nodes/*',
      'CE_SYS_PTRACE hub/nodes/*',
      'CE_UMH_CORE_PATTERN hub/nodes/*',
      'CE_VAR_LOG_SYMLINK hub/nodes/*',
      'EXPLOIT_CONTAINERD_SOCK hub/nodes/*',
      'EXPLOIT_HOST_READ hub/nodes/*',
      'EXPLOIT_HOST_TRAVERSE hub/volumes/*',
      'EXPLOIT_HOST_WRITE hub/nodes/*',
      'IDENTITY_ASSUME hub/accounts/shop',
    ]);
  assert.deepEqual(listMembers(parts, 'hub/new-pods/*'), ['new-pod/shop']);
});

test('a new pod is a HostProcess one only where there is a node of Windows', () => {
  const node = 'apiVersion: v1\nkind: Node\nmetadata: {name: w, labels: {kubernetes.io/os: windows}}';
  assert.ok(listMoves(draw(join(namespace(''), node), live), 'new-pod/shop').includes('CE_HOST_PROCESS hub/nodes/*'));
});

for (const [level, stands] of [
  ['baseline', true],
  ['restricted', true],
  ['Baseline', true],
  ['privileged', false],
  ['', false],
] as const)
  test(`Pod Security ${level === '' ? 'that nobody asks for' : `at ${level}`} ${stands ? 'stands' : 'does not stand'} before new pods`, () => {
    const parts = draw(namespace(level));
    const wall = `cluster/pod-security/shop${stands ? '*' : ''}`;
    assert.deepEqual(listControls(parts, 'new-pod/shop', 'CE_PRIV_MOUNT'), [wall]);
    assert.deepEqual(listControls(parts, 'unguarded-pod/shop', 'CE_PRIV_MOUNT'), []);
    assert.deepEqual(listControls(parts, 'new-pod/shop', 'IDENTITY_ASSUME'), []);
  });

const proposals: readonly (readonly [
  name: string,
  workloads: readonly string[],
  level: string | null,
  edits: number,
])[] = [
  ['an empty namespace', [], 'restricted', 0],
  ['a pod of which nobody knows who it is', [toDeployment('', '')], 'baseline', 0],
  ['a privileged pod', [toDeployment('', 'securityContext: {privileged: true}')], 'baseline', 1],
  ['a pod of another user than root', [toDeployment('', 'securityContext: {runAsUser: 1000}')], 'restricted', 1],
  ['a pod on the network of its node', [toDeployment('hostNetwork: true', '')], null, 0],
  ['a pod with a path of its node', [toDeployment('volumes: [{name: a, hostPath: {path: /srv}}]', '')], null, 0],
  [
    'an agent of the node',
    [toDeployment('', '').replace('Deployment', 'DaemonSet').replace('registry.example/web', 'falcosecurity/falco')],
    null,
    0,
  ],
];

for (const [name, workloads, level, edits] of proposals)
  test(`${name} may be had at ${level ?? 'no level'}`, () => {
    const found = draw(join(namespace(''), ...workloads)).controls.find(({ id }) => id === 'cluster/pod-security/shop');
    assert.equal(
      found?.title,
      level === null ? undefined : `Enforce the Pod Security level ${level} in namespace shop`,
    );
    const remedy = found?.remedy;
    const changes = remedy?.kind === 'change' ? remedy.changes : [];
    assert.equal(changes.length, level === null ? 0 : edits + 1);
  });

test('a manifest that its namespace would refuse has Pod Security before its escapes, a pod that runs has not', () => {
  const text = join(namespace('baseline'), toDeployment('', 'securityContext: {privileged: true}'));
  assert.ok(listControls(draw(text), web, 'CE_PRIV_MOUNT').includes('cluster/pod-security/shop*'));
  assert.ok(!listControls(draw(text, live), web, 'CE_PRIV_MOUNT').includes('cluster/pod-security/shop*'));
  const admitted = join(namespace('baseline'), claiming, claim('volumeName: disk'), volume(kubernetes));
  assert.ok(!listControls(draw(admitted), web, 'EXPLOIT_HOST_WRITE').includes('cluster/pod-security/shop*'));
});

test('what admission was seen to refuse stands before new pods, by type', () => {
  const verdict = (type: string, of: string, proof: string): object => ({
    namespace: 'shop',
    type,
    verdict: of,
    by: 'no-privilege',
    proof,
    why: 'nobody knows',
  });
  const value = JSON.parse(
    JSON.stringify([
      verdict('CE_PRIV_MOUNT', 'denied', 'enforced'),
      verdict('CE_NSENTER', 'denied', 'declared'),
      verdict('CE_MODULE_LOAD', 'allowed', 'enforced'),
      verdict('EXPLOIT_HOST_READ', 'unknown', 'declared'),
      { namespace: 7 },
    ]),
  );
  const evidence = [
    { kind: 'admission/new-pods', about: null, value, source: 'test', confidence: 'certain', at: null },
  ] as const;
  const parts = draw(namespace('privileged'), { evidence });
  const of = (type: string): readonly string[] =>
    listControls(parts, 'new-pod/shop', type).filter((id) => id.startsWith('runtime/'));
  assert.deepEqual(of('CE_PRIV_MOUNT'), ['runtime/admission/shop*']);
  assert.deepEqual(of('CE_NSENTER'), ['runtime/admission/shop/declared*']);
  assert.deepEqual(of('CE_MODULE_LOAD'), []);
  assert.deepEqual(of('EXPLOIT_HOST_READ'), ['runtime/admission/shop/unknown']);
  assert.deepEqual(listControls(parts, 'unguarded-pod/shop', 'CE_PRIV_MOUNT'), []);
});
