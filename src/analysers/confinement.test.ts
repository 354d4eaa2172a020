/** Tests of confinement: what a container lacks that would keep whoever breaks into it, and the edits that give it. */

import assert from 'node:assert/strict';
import test from 'node:test';
import { createConfinement, type Confinement } from './confinement.ts';
import { keepForAttacks } from './keep-for-attacks.ts';
import { toSnapshot } from './snapshot-of-yaml.ts';
import { readStandingWorkloads } from './standing-workloads.ts';

const confinementOf = (spec: string, container = 'app'): Confinement => {
  const indented = spec.replaceAll(/^/gm, '    ');
  const snapshot = toSnapshot(
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\nspec:\n  template:\n   spec:\n${indented}`,
    { keep: keepForAttacks },
  );
  const [workload] = readStandingWorkloads(snapshot);
  const found = workload?.containers.find(({ name }) => name === container);
  assert.ok(workload !== undefined && found !== undefined);
  return createConfinement(workload)(found);
};

const own = `securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
containers:
- name: app
  image: app
  securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}`;

const cases: readonly (readonly [string, string, string | RegExp])[] = [
  ['a container that meets what restricted asks of a process', own, 'confined'],
  ['one that may add NET_BIND_SERVICE', own.replace('drop: [ALL]', 'drop: [ALL], add: [NET_BIND_SERVICE]'), 'confined'],
  ['one whose neighbour is not confined', `${own}\n- {name: other, image: other}`, 'confined'],
  ['one that runs as root', own.replace('runAsNonRoot: true', 'runAsUser: 0'), /root|runAsUser/],
  ['one without a seccomp profile', own.replace(', seccompProfile: {type: RuntimeDefault}', ''), /seccomp/],
  ['one that keeps capabilities', own.replace('drop: [ALL]', 'drop: [NET_RAW]'), /drops only some capabilities/],
  ['one that may become more', own.replace('allowPrivilegeEscalation: false, ', ''), /allowPrivilegeEscalation/],
  ['one for Windows', `os: {name: windows}\n${own}`, /Windows/],
  [
    'one in a pod that no API server takes',
    own.replace('securityContext: {runAsNonRoot', 'hostUsers: 7\nsecurityContext: {runAsNonRoot'),
    /API server/,
  ],
];

for (const [name, spec, expected] of cases) {
  test(`${name} is ${expected === 'confined' ? 'confined' : 'not confined'}`, () => {
    const found = confinementOf(spec);
    if (expected === 'confined') assert.deepEqual(found, { kind: 'confined' });
    else assert.match(found.kind === 'open' ? found.lacks.join('; ') : found.kind, expected as RegExp);
  });
}

test('what is lacking is mended by edits of the workload', () => {
  const found = confinementOf('containers: [{name: app, image: app}]');
  assert.deepEqual(found.kind === 'open' && found.edits?.map(({ path }) => path), [
    'spec.template.spec.containers[name=app].securityContext.allowPrivilegeEscalation',
    'spec.template.spec.securityContext.runAsNonRoot',
    'spec.template.spec.securityContext.seccompProfile',
    'spec.template.spec.containers[name=app].securityContext.capabilities.drop',
  ]);
});
