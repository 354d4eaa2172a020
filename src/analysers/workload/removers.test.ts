/** Tests of the edits that take steps away: done to the object and drawn again, the steps they select are gone, and no other comes. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { createSnapshotBuilder } from '../../kube/snapshot/build-snapshot.ts';
import { applyEdits } from '../../lang/patch/apply-edits.ts';
import type { AttackParts } from '../../model/attack-parts.ts';
import type { Control } from '../../model/control.ts';
import { toRefKey, type Resource } from '../../model/resource.ts';
import type { Step } from '../../model/step.ts';
import { keepForAttacks } from '../keep-for-attacks.ts';
import { toSnapshot } from '../snapshot-of-yaml.ts';
import { draw, fits, indent, listControls, listMoves, toDeployment, toMounted } from './harness.ts';
import { workloadChart } from './index.ts';

const readResources = (text: string): readonly Resource[] => {
  const read: Resource[] = [];
  toSnapshot(text, { keep: (resource) => (read.push(resource), resource) });
  return read;
};

const drawResources = (resources: readonly Resource[]): AttackParts => {
  const builder = createSnapshotBuilder('manifests');
  for (const resource of resources) {
    const kept = keepForAttacks(resource);
    if (kept !== null) builder.add(kept);
  }
  return workloadChart.draw(builder.build({ evidence: [], unread: [] }));
};

const apply = (resources: readonly Resource[], { remedy }: Control): readonly Resource[] =>
  resources.map((resource) => {
    const edits = (remedy?.kind === 'change' ? remedy.changes : [])
      .filter(({ target }) => toRefKey(target) === toRefKey(resource.ref))
      .flatMap((change) => change.edits);
    return { ...resource, object: applyEdits(resource.object, edits) };
  });

const toKey = ({ type, from, to, by }: Step): string => `${type} ${from} ${to} ${by ?? ''}`;

const proveRemovers = (text: string): number => {
  const resources = readResources(text);
  const before = drawResources(resources);
  const removers = before.controls.filter(({ effect, state }) => effect === 'remove' && state.kind === 'absent');
  for (const control of removers) {
    const meant = before.steps.filter((step) => fits(control, step));
    assert.ok(meant.length > 0, `${control.id} removes nothing`);
    const after = new Set(drawResources(apply(resources, control)).steps.map(toKey));
    for (const step of meant) assert.ok(!after.has(toKey(step)), `${control.id} leaves ${toKey(step)}`);
    const known = new Set(before.steps.map(toKey));
    for (const step of after) assert.ok(known.has(step), `${control.id} brings ${step}`);
    const gone = before.steps.filter((step) => !after.has(toKey(step)) && step.type !== 'MEMBER');
    for (const step of gone) assert.ok(fits(control, step), `${control.id} does not tell of ${toKey(step)}`);
  }
  return removers.length;
};

const pods = [
  'hostPID: true',
  'shareProcessNamespace: true',
  'hostUsers: false',
  'automountServiceAccountToken: false',
  'securityContext: {runAsNonRoot: true}',
  'os: {name: windows}',
];
const contexts = [
  'privileged: true',
  'capabilities: {add: [SYS_ADMIN, CHOWN]}',
  'capabilities: {add: [CAP_SYS_MODULE, SYS_PTRACE]}',
  'capabilities: {add: [ALL], drop: [SYS_ADMIN]}',
  'runAsUser: 1000, allowPrivilegeEscalation: false',
  'windowsOptions: {hostProcess: true}',
  'appArmorProfile: {type: RuntimeDefault}',
];
const mounts = [
  'volumeMounts: [{name: host, mountPath: /host}]',
  'volumeMounts: [{name: host, mountPath: /host, readOnly: true}, {name: run, mountPath: /run}]',
  'volumeMounts: [{name: run, mountPath: /host, subPath: containerd}, {name: run, mountPath: /host}]',
  'volumeMounts: [{name: claim, mountPath: /host}]',
];

const containers = fc
  .array(fc.record({ context: fc.constantFrom('', ...contexts), mount: fc.constantFrom('', ...mounts) }), {
    minLength: 1,
    maxLength: 3,
  })
  .map((all) =>
    all
      .map(({ context, mount }, index) =>
        [
          `- name: c${index}`,
          `  image: c`,
          ...(context === '' ? [] : [`  securityContext: {${context}}`]),
          ...(mount === '' ? [] : [`  ${mount}`]),
        ].join('\n'),
      )
      .join('\n'),
  );

const estates = fc
  .record({
    // The API server refuses a pod that shares its own processes and those of the node.
    pod: fc
      .uniqueArray(fc.constantFrom(...pods), { maxLength: 3 })
      .filter((lines) => !['hostPID: true', 'shareProcessNamespace: true'].every((line) => lines.includes(line))),
    containers,
    path: fc.constantFrom('/', '/etc', '/var/lib/kubelet/pods', '/proc', '/srv', '/var/log'),
    kind: fc.constantFrom('Deployment', 'DaemonSet', 'StatefulSet'),
  })
  .map(
    ({ pod, path, kind, containers: list }) => `apiVersion: apps/v1
kind: ${kind}
metadata: {name: web, namespace: shop}
spec:
  template:
    spec:
${indent(pod.join('\n'), 6)}
      volumes:
      - {name: host, hostPath: {path: ${path}}}
      - {name: run, hostPath: {path: /run}}
      - {name: claim, persistentVolumeClaim: {claimName: data}}
      containers:
${indent(list, 6)}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data, namespace: shop}
spec: {volumeName: disk, accessModes: [ReadWriteOnce]}
---
apiVersion: v1
kind: PersistentVolume
metadata: {name: disk}
spec: {hostPath: {path: /etc/kubernetes}, accessModes: [ReadWriteOnce]}`,
  );

test('whatever a workload is given, each control that takes it back takes exactly the steps it tells of', () => {
  let proved = 0;
  fc.assert(
    fc.property(estates, (text) => {
      proved += proveRemovers(text);
    }),
    { numRuns: 300 },
  );
  assert.ok(proved > 100, `only ${proved} removers were met`);
});

const privileged = 'securityContext: {privileged: true}';
const of = (id: string): string => `runtime/${id}/shop/web`;

const cases: readonly (readonly [name: string, text: string, type: string, controls: readonly string[]])[] = [
  ['a privileged container', toDeployment('', privileged), 'CE_PRIV_MOUNT', [of('drop-privileged')]],
  [
    'a privileged container that sees the processes of the node',
    toDeployment('hostPID: true', privileged),
    'CE_NSENTER',
    [of('drop-host-pid'), of('drop-privileged')],
  ],
  [
    'a capability',
    toDeployment('', 'securityContext: {capabilities: {add: [SYS_MODULE]}}'),
    'CE_MODULE_LOAD',
    [of('drop-capabilities')],
  ],
  [
    'a privileged container with a capability that it has twice',
    toDeployment('', 'securityContext: {privileged: true, capabilities: {add: [SYS_MODULE]}}'),
    'CE_MODULE_LOAD',
    [of('confine')],
  ],
  [
    'a mount for writing',
    toDeployment(...toMounted('/etc/cron.d')),
    'EXPLOIT_HOST_WRITE',
    [of('drop-host-mounts'), of('read-only-host-mounts')],
  ],
  ['a mount for reading', toDeployment(...toMounted('/etc')), 'EXPLOIT_HOST_READ', [of('drop-host-mounts')]],
  ['shared processes of the node', toDeployment('hostPID: true', ''), 'SHARE_PS_NAMESPACE', [of('drop-host-pid')]],
  [
    'shared processes of the pod',
    `${toDeployment('shareProcessNamespace: true', '')}\n      - {name: other, image: other}`,
    'SHARE_PS_NAMESPACE',
    [of('unshare-processes')],
  ],
  [
    'a HostProcess container',
    toDeployment('os: {name: windows}\nsecurityContext: {windowsOptions: {hostProcess: true}}', ''),
    'CE_HOST_PROCESS',
    [of('drop-host-process')],
  ],
];

for (const [name, text, type, controls] of cases)
  test(`${name} is taken back by ${controls.join(' or ')}`, () => {
    assert.deepEqual(listControls(draw(text), 'container/shop/web/web', type), controls);
    assert.ok(proveRemovers(text) > 0);
  });

test('a mount that leads nowhere stays, and so does a volume that is mounted harmlessly as well', () => {
  const text = toDeployment(
    'volumes: [{name: a, hostPath: {path: /etc}}, {name: b, hostPath: {path: /srv}}, {name: c, hostPath: {path: /}}]',
    `volumeMounts:
- {name: a, mountPath: /a}
- {name: b, mountPath: /b}
- {name: c, mountPath: /c}
- {name: c, mountPath: /d, subPath: srv}`,
  );
  const remedy = draw(text).controls.find(({ id }) => id === of('drop-host-mounts'))?.remedy;
  assert.deepEqual(remedy?.kind === 'change' && remedy.changes.flatMap(({ edits }) => edits.map(({ path }) => path)), [
    'spec.template.spec.volumes[name=a]',
    'spec.template.spec.containers[name=web].volumeMounts[mountPath=/c]',
    'spec.template.spec.containers[name=web].volumeMounts[mountPath=/a]',
  ]);
  assert.ok(proveRemovers(text) > 0);
});

test('an agent of the node keeps what it needs', () => {
  const agent = toDeployment('', privileged)
    .replace('kind: Deployment', 'kind: DaemonSet')
    .replace('registry.example/web', 'quay.io/prometheus/node-exporter:v1');
  assert.ok(listMoves(draw(agent), 'container/shop/web/web').includes('CE_PRIV_MOUNT node//*'));
  assert.deepEqual(listControls(draw(agent), 'container/shop/web/web', 'CE_PRIV_MOUNT'), []);
});

test('a pod that runs in a cluster is not changed', () => {
  const pod = `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {nodeName: n1, containers: [{name: web, image: web, securityContext: {privileged: true}}]}`;
  const parts = draw(pod, { kind: 'cluster' });
  assert.ok(listMoves(parts, 'container/shop/web/web').includes('CE_PRIV_MOUNT node//n1'));
  assert.deepEqual(listControls(parts, 'container/shop/web/web', 'CE_PRIV_MOUNT'), []);
});
