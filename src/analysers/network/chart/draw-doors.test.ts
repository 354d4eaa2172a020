/** Tests of the wall behind a port: a confined container costs who comes by the network, and nobody else. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyEdits } from '../../../lang/patch/apply-edits.ts';
import { keepForAttacks } from '../../keep-for-attacks.ts';
import { toSnapshot, type SnapshotExtras } from '../../snapshot-of-yaml.ts';
import { findChains } from './chain-costs.ts';
import { networkChart } from './network-chart.ts';

const estate = (pod: string, container: string, kind = 'Deployment'): string => `apiVersion: apps/v1
kind: ${kind}
metadata: {name: api, namespace: shop}
spec:
  selector: {matchLabels: {app: api}}
  template:
    metadata: {labels: {app: api}}
    spec:
      securityContext: {${pod}}
      containers:
      - {name: main, image: fluent/fluent-bit, ports: [{containerPort: 8080}], securityContext: {${container}}}
      - {name: quiet, image: example.com/quiet}
---
apiVersion: v1
kind: Service
metadata: {name: api, namespace: shop}
spec: {type: NodePort, selector: {app: api}, ports: [{port: 80, targetPort: 8080}]}`;

const confined = estate(
  'runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}',
  'allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}',
);

const draw = (text: string, extras: SnapshotExtras = {}) => {
  const parts = networkChart.draw(toSnapshot(text, { keep: keepForAttacks }, extras));
  const control = parts.controls.find(({ id }) => id === 'runtime/harden/shop/api/main');
  return { parts, control, cost: findChains(parts, 'internet').get('container/shop/api/main')?.cost };
};

test('a container without confinement is entered at no cost, and the wall that is missing is told with its edits', () => {
  const { control, cost } = draw(estate('', ''));
  assert.equal(cost, 0);
  assert.equal(control?.state.kind, 'absent');
  assert.equal(control.remedy?.kind, 'change');
});

test('a confined container costs a layer: declared by manifests, enforced where it runs so', () => {
  const { control, cost } = draw(confined);
  assert.equal(cost, 1);
  assert.deepEqual(control?.state, { kind: 'standing', proof: 'declared' });
  assert.deepEqual(draw(confined, { kind: 'cluster' }).control?.state, { kind: 'standing', proof: 'enforced' });
});

test('supposing the wall costs what making its edits costs', () => {
  const text = estate('', '');
  const { parts, control } = draw(text);
  assert.equal(findChains(parts, 'internet', [control?.id ?? '']).get('container/shop/api/main')?.cost, 1);
  const [change] = control?.remedy?.kind === 'change' ? control.remedy.changes : [];
  const deployment = toSnapshot(text, { keep: keepForAttacks }).find('apps', 'Deployment', 'shop', 'api');
  assert.ok(change !== undefined && deployment !== undefined);
  const edited = { apiVersion: 'apps/v1', kind: 'Deployment', ...applyEdits(deployment.object, change.edits) };
  const named = { ...edited, metadata: { name: 'api', namespace: 'shop' } };
  const mended = draw(`${JSON.stringify(named)}\n---${text.split('---')[1] ?? ''}`);
  assert.equal(mended.cost, 1);
  assert.equal(mended.control?.state.kind, 'standing');
});

test('a node agent needs what it has: no edits are told', () => {
  assert.equal(draw(estate('', '', 'DaemonSet')).control, undefined);
});

test('a container that runs as root by its own word is not edited by a machine', () => {
  assert.equal(draw(estate('', 'runAsUser: 0')).control, undefined);
});

test('only containers that listen have a door', () => {
  assert.ok(draw(confined).parts.controls.every(({ id }) => id !== 'runtime/harden/shop/api/quiet'));
});
