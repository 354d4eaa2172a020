/** Tests of the group a container is started in: where it may be root's, what its own would close, and the edit that gives it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyEdits } from '../../lang/patch/apply-edits.ts';
import type { Control } from '../../model/control.ts';
import { draw, listControls, readEstate, toDeployment, toMounted } from './harness.ts';

const [pod, mount] = toMounted('/run/docker.sock');
const ownGroup = (podLines: string, container: string): Control | undefined =>
  draw(toDeployment(`${podLines}\n${pod}`, `${container}\n${mount}`)).controls.find(
    ({ id }) => id === 'runtime/own-group/shop/web',
  );

const user = 'securityContext: {runAsUser: 1000, allowPrivilegeEscalation: false}';

test('a user without a group may be in that of root, and the wall that is missing is told with its edit', () => {
  const control = ownGroup('', user);
  assert.equal(control?.effect, 'guard');
  assert.deepEqual(control.remedy?.kind === 'change' && control.remedy.changes.flatMap(({ edits }) => edits), [
    {
      path: 'spec.template.spec.containers[name=web].securityContext.runAsGroup',
      before: { kind: 'absent' },
      after: { kind: 'value', value: 1000 },
    },
  ]);
});

test('the edit makes a wall of what stood open', () => {
  const text = toDeployment(pod, `${user}\n${mount}`);
  const change = ownGroup('', user)?.remedy;
  const deployment = readEstate(text).find('apps', 'Deployment', 'shop', 'web');
  assert.ok(change?.kind === 'change' && deployment !== undefined);
  const edits = change.changes.flatMap((one) => one.edits);
  const object = { ...applyEdits(deployment.object, edits), metadata: { name: 'web', namespace: 'shop' } };
  const edited = JSON.stringify({ apiVersion: 'apps/v1', kind: 'Deployment', ...object });
  const standing = listControls(draw(edited), 'container/shop/web/web', 'EXPLOIT_CONTAINERD_SOCK');
  assert.ok(standing.includes('runtime/non-root/shop/web*'));
});

const without: readonly (readonly [name: string, pod: string, container: string])[] = [
  ['a group is written already', '', user.replace('runAsUser: 1000', 'runAsUser: 1000, runAsGroup: 1000')],
  ['the pod writes one', 'securityContext: {runAsGroup: 1000}', user],
  ['the user is root', '', user.replace('1000', '0')],
  ['nobody says who the user is', '', 'securityContext: {allowPrivilegeEscalation: false}'],
  ['the user may become root', '', 'securityContext: {runAsUser: 1000}'],
];

for (const [name, podLines, container] of without)
  test(`nothing is proposed where ${name}`, () => assert.equal(ownGroup(podLines, container), undefined));
