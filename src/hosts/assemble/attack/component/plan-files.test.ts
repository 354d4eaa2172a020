/** The files that walls become: one an object, whatever changes it, and never one that leaves its folder. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toSnapshot } from '../../../../analysers/snapshot-of-yaml.ts';
import { generatePolicies } from '../../../../kube/network/generate/generate-policies.ts';
import { absent, present, type Edit } from '../../../../model/change.ts';
import type { Control, Remedy } from '../../../../model/control.ts';
import type { Snapshot } from '../../../../model/snapshot.ts';
import { planFiles } from './plan-files.ts';
import { renderComponent } from './render-component.ts';

const control = (id: string, remedy: Remedy): Control => ({
  id,
  title: `Have ${id}`,
  layer: 'identity',
  scope: 'cluster',
  state: { kind: 'absent' },
  effect: 'remove',
  steps: [],
  remedy,
  needs: [],
});

const snapshotOf = (yaml: string): Snapshot => toSnapshot(yaml, { keep: (resource) => resource });

const plan = (snapshot: Snapshot, controls: readonly Control[]) =>
  planFiles({
    controls,
    snapshot,
    policiesFor: (namespaces) => ({
      generation: generatePolicies({ snapshot, namespaces }),
      place: () => '',
      partial: [],
    }),
  });

const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', namespace: 'shop', name: 'reader' };
const roleYaml = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader, namespace: shop}
rules:
- {apiGroups: [""], resources: [secrets, pods], verbs: [get]}
- {apiGroups: [""], resources: [nodes], verbs: [get]}
`;

const change = (target: typeof role, ...edits: readonly Edit[]): Remedy => ({
  kind: 'change',
  changes: [{ target, edits, reason: 'It is better so', permissions: [] }],
});

test('two walls that change one object are one patch, and its rules are told whole', () => {
  const { files, advice } = plan(snapshotOf(roleYaml), [
    control('a', change(role, { path: 'rules[1]', before: present({}), after: absent })),
    control(
      'b',
      change(role, { path: 'rules[0].resources', before: present(['secrets', 'pods']), after: present(['pods']) }),
    ),
  ]);
  assert.deepEqual(advice, []);
  assert.deepEqual(
    files.map(({ name, kind, controls, text }) => ({ name, kind, controls, text })),
    [
      {
        name: 'shop_role_reader.patch.yaml',
        kind: 'patch',
        controls: ['a', 'b'],
        text: `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: reader
  namespace: shop
rules:
- apiGroups:
  - ""
  resources:
  - pods
  verbs:
  - get
`,
      },
    ],
  );
});

test('a custom resource gets operations that test what they change, and a target that fits it alone', () => {
  const rollout = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', namespace: 'shop', name: 'web.v1' };
  const snapshot = snapshotOf(`apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: web.v1, namespace: shop}
spec: {template: {spec: {hostPID: true, containers: [{name: app, image: a, securityContext: {privileged: true}}]}}}
`);
  const { files } = plan(snapshot, [
    control('a', change(rollout, { path: 'spec.template.spec.hostPID', before: present(true), after: absent })),
  ]);
  assert.equal(files[0]?.text, '- op: remove\n  path: /spec/template/spec/hostPID\n');
  assert.deepEqual(files[0]?.undo, [{ op: 'add', path: '/spec/template/spec/hostPID', value: true }]);
  const written = renderComponent(files);
  assert.equal(
    written.at(-1)?.text,
    `# Made by vauban next. README.md says how to use it.
apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
patches:
- path: shop_rollout_web.v1.json-patch.yaml
  target:
    group: argoproj.io
    version: v1alpha1
    kind: Rollout
    name: "web\\\\.v1"
    namespace: shop
`,
  );
});

test('what is deleted is not changed as well, what is there becomes what is wanted, and advice stays advice', () => {
  const object = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'a', namespace: 'shop' },
    data: { new: 'x' },
  };
  const snapshot = snapshotOf(
    `${roleYaml}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: shop}\ndata: {old: z}\n`,
  );
  const { files, advice } = plan(snapshot, [
    control('change', change(role, { path: 'rules', before: present([]), after: present([]) })),
    control('delete', { kind: 'delete', objects: [role] }),
    control('create', { kind: 'create', objects: [object, { ...object, metadata: { name: 'b', namespace: 'shop' } }] }),
    control('advice', { kind: 'advice', text: 'Turn the key' }),
  ]);
  assert.deepEqual(
    files.map(({ name, kind }) => [name, kind]),
    [
      ['shop_role_reader.delete.yaml', 'delete'],
      ['shop_configmap_a.patch.yaml', 'patch'],
      ['shop_configmap_b.yaml', 'create'],
    ],
  );
  assert.match(files[0]?.text ?? '', /\n\$patch: delete\n$/);
  assert.match(files[1]?.text ?? '', /\ndata:\n {2}old: null\n {2}new: x\n$/);
  assert.deepEqual(advice, [{ control: 'advice', text: 'Turn the key' }]);
});

test('names of files stay in their folder, and no name ends a comment', () => {
  const hostile = { ...role, namespace: '../../etc', name: '../passwd\nkind: Evil' };
  const { files } = plan(snapshotOf(''), [control('delete\nkind: Evil', { kind: 'delete', objects: [hostile] })]);
  const [file] = renderComponent(files);
  assert.doesNotMatch(file?.name ?? '/', /[/\n]|^\./);
  assert.match(file?.text ?? '', /^# Made by vauban next\. delete kind: Evil\n# Have delete kind: Evil\napiVersion: /);
});
