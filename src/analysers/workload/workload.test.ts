/** Tests of what the workload chart draws beside escapes: nodes, tokens, shared processes, claims, new pods and Pod Security. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draw, indent, listControls, listMembers, listMoves, toDeployment } from './harness.ts';

const pod = (name: string, spec: string, metadata = ''): string => `apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: shop${metadata}}
spec:
${indent(spec, 2)}`;

const join = (...documents: readonly string[]): string => documents.join('\n---\n');
const live = { kind: 'cluster' } as const;
const web = 'container/shop/web/web';

test('a node leads to the containers on it, their tokens, its kubelet, and no further', () => {
  const text = join(
    pod('web', 'nodeName: n1\ncontainers: [{name: web, image: web}]'),
    pod('api', 'nodeName: n2\nserviceAccountName: api\ncontainers: [{name: api, image: api}]'),
    'apiVersion: v1\nkind: Node\nmetadata: {name: n1}',
    'apiVersion: v1\nkind: Node\nmetadata: {name: n2, labels: {node-role.kubernetes.io/control-plane: ""}}',
  );
  const parts = draw(text, live);
  assert.deepEqual(listMoves(parts, 'node//n1'), [
    'NODE_IDENTITY identity/user:system:node:n1',
    'POD_ATTACH hub/on/node//n1',
    'TOKEN_STEAL hub/tokens/node//n1',
  ]);
  assert.deepEqual(listMembers(parts, 'hub/on/node//n1'), [web]);
  assert.deepEqual(listMembers(parts, 'hub/tokens/node//n1'), ['identity/serviceaccount:shop:default']);
  assert.deepEqual(listMembers(parts, 'hub/on/node//n2'), ['container/shop/api/api']);
  assert.ok(listMoves(parts, 'node//n2').includes('CONTROL_PLANE_CREDENTIALS cluster-admin'));
  assert.deepEqual(listMembers(parts, 'hub/nodes/*'), ['node//n1', 'node//n2']);
  assert.deepEqual(
    parts.assets.map(({ place, weight }) => `${place} ${weight}`),
    ['node//n1 5', 'node//n2 5'],
  );
});

test('a node of a static API server holds the control plane, whatever it is called', () => {
  const server = `apiVersion: v1
kind: Pod
metadata: {name: kube-apiserver-a, namespace: kube-system, labels: {component: kube-apiserver}}
spec: {nodeName: a, containers: [{name: kube-apiserver, image: a, command: [kube-apiserver]}]}`;
  assert.ok(listMoves(draw(server, live), 'node//a').includes('CONTROL_PLANE_CREDENTIALS cluster-admin'));
  const other = server.replaceAll('kube-apiserver', 'web');
  assert.ok(!listMoves(draw(other, live), 'node//a').includes('CONTROL_PLANE_CREDENTIALS cluster-admin'));
});

const control = '{key: node-role.kubernetes.io/control-plane, operator: Exists, effect: NoSchedule}';
const controlPlaneCases: readonly (readonly [name: string, pod: string, lead: string])[] = [
  ['a pod that asks for nothing', '', 'node//*'],
  [
    'one that tolerates the control plane and selects it',
    `tolerations: [${control}]\nnodeSelector: {node-role.kubernetes.io/control-plane: ""}`,
    'node//*control-plane',
  ],
  [
    'one that selects it by affinity',
    `tolerations: [{operator: Exists}]\naffinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: node-role.kubernetes.io/master, operator: Exists}]}]}}}`,
    'node//*control-plane',
  ],
  ['one that tolerates everything', 'tolerations: [{operator: Exists}]', 'hub/nodes/*'],
  [
    'one that selects it and is not tolerated there',
    'nodeSelector: {node-role.kubernetes.io/control-plane: ""}',
    'node//*',
  ],
  ['one that names its node', 'nodeName: prod-control-plane-1', 'node//prod-control-plane-1'],
];

for (const [name, lines, lead] of controlPlaneCases)
  test(`of manifests, ${name} comes out onto ${lead}`, () => {
    const parts = draw(toDeployment(lines, 'securityContext: {privileged: true}'));
    assert.ok(listMoves(parts, web).includes(`CE_PRIV_MOUNT ${lead}`), listMoves(parts, web).join('\n'));
    assert.equal(
      listMoves(parts, lead).includes('CONTROL_PLANE_CREDENTIALS cluster-admin'),
      lead.includes('control-plane'),
    );
  });

test('a workload on several nodes comes out onto each, one that nobody placed onto every worker', () => {
  const spec = 'containers: [{name: web, image: web, securityContext: {privileged: true}}]';
  const owner = ', ownerReferences: [{apiVersion: apps/v1, kind: DaemonSet, name: web, controller: true}]';
  const set = `apiVersion: apps/v1
kind: DaemonSet
metadata: {name: web, namespace: shop}
spec: {template: {spec: {${spec}}}}`;
  const job = `apiVersion: batch/v1
kind: CronJob
metadata: {name: job, namespace: shop}
spec: {jobTemplate: {spec: {template: {spec: {${spec}}}}}}`;
  const parts = draw(
    join(
      set,
      pod('web-1', `nodeName: n1\n${spec}`, owner),
      pod('web-2', `nodeName: n2\n${spec}`, owner),
      'apiVersion: v1\nkind: Node\nmetadata: {name: n3, labels: {node-role.kubernetes.io/control-plane: ""}}',
      job,
    ),
    live,
  );
  const targetOf = (from: string): string =>
    parts.steps.find((step) => step.from === from && step.type === 'CE_PRIV_MOUNT')?.to ?? '';
  assert.deepEqual(listMembers(parts, targetOf(web)), ['node//n1', 'node//n2']);
  assert.deepEqual(listMembers(parts, targetOf('container/shop/job/web')), ['node//*', 'node//n1', 'node//n2']);
  assert.deepEqual(listMembers(parts, 'hub/on/node//n1'), ['container/shop/job/web', web]);
});

const audience = (text: string): string =>
  `volumes: [{name: token, projected: {sources: [{serviceAccountToken: {path: token${text}}}]}}]`;
const tokenMount = 'volumeMounts: [{name: token, mountPath: /token}]';
const tokenCases: readonly (readonly [name: string, text: string, has: boolean])[] = [
  ['a pod that says nothing', toDeployment('', '').replace('automountServiceAccountToken: false', ''), true],
  ['a pod that wants none', toDeployment('', ''), false],
  [
    'a pod whose account wants none',
    join(
      toDeployment('', '').replace('automountServiceAccountToken: false', ''),
      'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: default, namespace: shop}\nautomountServiceAccountToken: false',
    ),
    false,
  ],
  [
    'a pod that wants one though its account wants none',
    join(
      toDeployment('', '').replace('automountServiceAccountToken: false', 'automountServiceAccountToken: true'),
      'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: default, namespace: shop}\nautomountServiceAccountToken: false',
    ),
    true,
  ],
  ['a container that mounts one by name', toDeployment(audience(''), tokenMount), true],
  ['a container that does not mount what its pod names', toDeployment(audience(''), ''), false],
  [
    'one for the API server by its name',
    toDeployment(audience(', audience: "https://kubernetes.default.svc.cluster.local"'), tokenMount),
    true,
  ],
  ['one for somebody else', toDeployment(audience(', audience: vault'), tokenMount), false],
  [
    'a container with something else in its place',
    toDeployment(
      'volumes: [{name: none, emptyDir: {}}]',
      'volumeMounts: [{name: none, mountPath: /var/run/secrets/kubernetes.io/serviceaccount/}]',
    ).replace('automountServiceAccountToken: false', ''),
    false,
  ],
];

for (const [name, text, has] of tokenCases)
  test(`${name} ${has ? 'has a token' : 'has none'}`, () => {
    const parts = draw(text);
    assert.equal(listMoves(parts, web).includes('IDENTITY_ASSUME identity/serviceaccount:shop:default'), has);
    assert.deepEqual(listMembers(parts, 'hub/tokens/node//*'), has ? ['identity/serviceaccount:shop:default'] : []);
  });

const automounting = toDeployment('', '').replace('automountServiceAccountToken: false', '');

test('a token is taken from whom nobody granted anything, and from nobody else', () => {
  const binding = (kind: string, name: string): string => `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: b, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: ${kind}, name: "${name}"${kind === 'ServiceAccount' ? ', namespace: shop' : ', apiGroup: rbac.authorization.k8s.io'}}]`;
  const controls = (text: string): readonly string[] => listControls(draw(text), web, 'IDENTITY_ASSUME');
  assert.deepEqual(controls(automounting), ['identity/no-token/shop/web']);
  assert.deepEqual(controls(join(automounting, binding('ServiceAccount', 'default'))), []);
  assert.deepEqual(controls(join(automounting, binding('ServiceAccount', 'other'))), ['identity/no-token/shop/web']);
  assert.deepEqual(controls(join(automounting, binding('Group', 'system:serviceaccounts'))), [
    'identity/no-token/shop/web',
  ]);
  assert.deepEqual(controls(toDeployment(audience(''), tokenMount)), []);
});

const shared = (one: string, other: string): string =>
  `${toDeployment('shareProcessNamespace: true', one)}
      - {name: other, image: other, securityContext: {${other}}}`;
const sharedCases: readonly (readonly [name: string, one: string, other: string, there: boolean, back: boolean])[] = [
  ['two of which nobody says who they are', '', '', true, true],
  ['one user', 'securityContext: {runAsUser: 1000}', 'runAsUser: 1000', true, true],
  ['two users', 'securityContext: {runAsUser: 1000}', 'runAsUser: 2000', false, false],
  [
    'root and another',
    'securityContext: {runAsUser: 0}',
    'runAsUser: 2000, allowPrivilegeEscalation: false',
    true,
    false,
  ],
  [
    'a tracer and another',
    'securityContext: {runAsUser: 1000, capabilities: {add: [SYS_PTRACE]}}',
    'runAsUser: 2000',
    true,
    false,
  ],
];

for (const [name, one, other, there, back] of sharedCases)
  test(`of containers that share their processes, ${name} reach ${there && back ? 'each other' : there ? 'one the other' : 'nobody'}`, () => {
    const parts = draw(shared(one, other));
    assert.equal(listMoves(parts, web).includes('SHARE_PS_NAMESPACE container/shop/web/other'), there);
    assert.equal(listMoves(parts, 'container/shop/web/other').includes(`SHARE_PS_NAMESPACE ${web}`), back);
  });

test('containers that do not share their processes do not reach each other by them', () => {
  assert.deepEqual(listMoves(draw(shared('', '').replace('shareProcessNamespace: true', '')), web), []);
});

const claiming = toDeployment(
  'volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]',
  'volumeMounts: [{name: data, mountPath: /data}]',
);
const claim = (spec: string): string =>
  `apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data, namespace: shop}\nspec: {accessModes: [ReadWriteOnce], ${spec}}`;
const volume = (spec: string): string =>
  `apiVersion: v1\nkind: PersistentVolume\nmetadata: {name: disk, labels: {disk: one}}\nspec: {accessModes: [ReadWriteOnce], ${spec}}`;
const kubernetes = 'hostPath: {path: /etc/kubernetes}';

const claimCases: readonly (readonly [name: string, text: string, has: boolean])[] = [
  ['a claim that names a volume of the node', join(claiming, claim('volumeName: disk'), volume(kubernetes)), true],
  ['a local volume', join(claiming, claim('volumeName: disk'), volume('local: {path: /etc/kubernetes}')), true],
  [
    'a volume that is kept for the claim',
    join(claiming, claim(''), volume(`${kubernetes}, claimRef: {namespace: shop, name: data}`)),
    true,
  ],
  [
    'a volume that fits the claim',
    join(claiming, claim('storageClassName: manual'), volume(`${kubernetes}, storageClassName: manual`)),
    true,
  ],
  [
    'a volume of another class',
    join(claiming, claim('storageClassName: fast'), volume(`${kubernetes}, storageClassName: manual`)),
    false,
  ],
  [
    'a volume that the claim does not select',
    join(claiming, claim('selector: {matchLabels: {disk: two}}'), volume(kubernetes)),
    false,
  ],
  [
    'a volume that is kept for another',
    join(claiming, claim(''), volume(`${kubernetes}, claimRef: {namespace: shop, name: other}`)),
    false,
  ],
  [
    'a volume elsewhere',
    join(claiming, claim('volumeName: disk'), volume('nfs: {server: a, path: /etc/kubernetes}')),
    false,
  ],
];

for (const [name, text, has] of claimCases)
  test(`by ${name} a container has ${has ? '' : 'nothing of '}the disk of its node`, () => {
    assert.equal(listMoves(draw(text), web).includes('EXPLOIT_HOST_WRITE node//*'), has);
  });

test('a StatefulSet has what its templates for claims come to be bound to', () => {
  const text = join(
    `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: shop}
spec:
  template: {spec: {containers: [{name: db, image: db, volumeMounts: [{name: data, mountPath: /data}]}]}}
  volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce]}}]`,
    claim('volumeName: disk').replace('name: data,', 'name: data-db-0,'),
    volume(kubernetes),
  );
  assert.ok(listMoves(draw(text), 'container/shop/db/db').includes('EXPLOIT_HOST_WRITE node//*'));
});

test('a disk of the node as a block device is a way out', () => {
  const text = join(
    claiming.replace(
      'volumeMounts: [{name: data, mountPath: /data}]',
      'volumeDevices: [{name: data, devicePath: /dev/sda}]',
    ),
    claim('volumeName: disk, volumeMode: Block'),
    volume('volumeMode: Block, hostPath: {path: /dev/sda}'),
  );
  assert.deepEqual(listMoves(draw(text), web), ['CE_PRIV_MOUNT node//*']);
});

test('the volumes of other pods hold their tokens, their Secrets and their data', () => {
  const text = join(
    toDeployment(
      'volumes: [{name: host, hostPath: {path: /var/lib/kubelet/pods}}]',
      'volumeMounts: [{name: host, mountPath: /pods}]',
    ),
    `apiVersion: apps/v1
kind: Deployment
metadata: {name: db, namespace: data}
spec:
  template:
    spec:
      volumes:
      - {name: a, secret: {secretName: password}}
      - {name: b, projected: {sources: [{secret: {name: key}}]}}
      - {name: c, persistentVolumeClaim: {claimName: disk}}
      containers: [{name: db, image: db}]`,
  );
  const parts = draw(text);
  const hub = parts.steps.find(({ type, from }) => type === 'EXPLOIT_HOST_TRAVERSE' && from === web)?.to ?? '';
  const held = ['data/data/disk', 'identity/serviceaccount:data:default', 'secret/data/key', 'secret/data/password'];
  assert.deepEqual(listMembers(parts, hub), held);
  assert.deepEqual(listMembers(parts, 'hub/volumes/*'), held);
});

test('any workload is every container, by its namespace', () => {
  const parts = draw(toDeployment('', ''));
  assert.deepEqual(listMembers(parts, 'any-workload'), ['any-workload', web]);
  assert.deepEqual(listMembers(parts, 'hub/containers/shop'), [web]);
});

for (const where of ['labels', 'annotations'])
  test(`a workload is marked by its ${where}, and by those of its pods`, () => {
    const marked = (text: string): boolean =>
      draw(text).assets.some(({ place, kind }) => place === web && kind === 'marked');
    const text = toDeployment('', '');
    assert.equal(marked(text), false);
    assert.ok(marked(text.replace('namespace: shop}', `namespace: shop, ${where}: {vauban.dev/crown-jewel: "true"}}`)));
    assert.ok(
      marked(text.replace('metadata: {labels: {app: web}}', `metadata: {${where}: {vauban.dev/crown-jewel: "true"}}`)),
    );
    assert.equal(
      marked(text.replace('namespace: shop}', `namespace: shop, ${where}: {vauban.dev/crown-jewel: "no"}}`)),
      false,
    );
  });

test('a kind that could not be read is told', () => {
  const unread = [{ kind: 'Pod', group: '', cluster: 'a', namespace: null, reason: 'forbidden', grant: null }];
  assert.deepEqual(draw(toDeployment('', ''), { unread }).unknowns, [
    'Pod could not be read (forbidden), so containers and what they lead to may be missing',
  ]);
});
