/** Who is at the ends of connections, told of small estates as a person would write them. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { join, toSnapshot } from './snapshot-of-text.ts';
import { renderPlace } from './place.ts';
import { readSides } from './read-sides.ts';

/** One line a side: its place, its labels, then what is not usual. */
const tell = (text: string): readonly string[] =>
  readSides(toSnapshot(text)).map((side) => {
    if (side.kind === 'node') return `node//${side.name} ${side.addresses.join(' ')}`;
    const { place, labels, pods, ports, hostNetwork, everywhere, serviceAccount } = side;
    return [
      renderPlace({ kind: 'workload', ...place }),
      Object.entries(labels)
        .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
        .join(','),
      ...ports.map(({ name, protocol, port }) => `${name}:${protocol}/${port}`),
      ...pods.map(
        ({ name, addresses, node }) => `${name}(${addresses.join(' ')}${node === null ? '' : ` on ${node}`})`,
      ),
      ...(hostNetwork ? ['host network'] : []),
      ...(everywhere ? ['everywhere'] : []),
      ...(serviceAccount === 'default' ? [] : [`as ${serviceAccount}`]),
    ].join(' ');
  });

const workload = (kind: string, name: string, spec = '{}', more = ''): string => {
  const apiVersion = kind === 'Job' || kind === 'CronJob' ? 'batch/v1' : 'apps/v1';
  const template = `{metadata: {labels: {app: ${name}}}, spec: ${spec}}`;
  const inner = kind === 'CronJob' ? `{jobTemplate: {spec: {template: ${template}}}}` : `{template: ${template}}`;
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: ${name}, namespace: shop${more}}\nspec: ${inner}`;
};

const ownedBy = (kind: string, name: string, apiVersion = 'apps/v1'): string =>
  `, ownerReferences: [{apiVersion: ${apiVersion}, kind: ${kind}, name: ${name}, controller: true}]`;

const pod = (name: string, more = '', spec = '{nodeName: n1}', status = '{podIP: 10.0.0.1}'): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: shop, labels: {app: web}${more}}\nspec: ${spec}\nstatus: ${status}`;

const cases: readonly (readonly [name: string, text: string, expected: readonly string[]])[] = [
  ['a template stands where no pod of it was read', workload('Deployment', 'web'), ['workload/shop/web app=web']],
  [
    'pods stand for their Deployment, over a ReplicaSet that was read',
    join(
      workload('Deployment', 'web'),
      workload('ReplicaSet', 'web-1', '{}', ownedBy('Deployment', 'web')),
      pod('web-1-a', ownedBy('ReplicaSet', 'web-1')),
      pod('web-1-b', ownedBy('ReplicaSet', 'web-1'), '{nodeName: n2}', '{podIPs: [{ip: 10.0.0.2}, {ip: "fd00::2"}]}'),
    ),
    ['workload/shop/web app=web web-1-a(10.0.0.1 on n1) web-1-b(10.0.0.2 fd00::2 on n2)'],
  ],
  [
    'pods whose ReplicaSet was not read are called by it',
    pod('web-1-a', ownedBy('ReplicaSet', 'web-1')),
    ['workload/shop/web-1 app=web web-1-a(10.0.0.1 on n1)'],
  ],
  [
    'a ReplicaSet whose Deployment was not read is called by the Deployment',
    join(workload('ReplicaSet', 'web-1', '{}', ownedBy('Deployment', 'web')), pod('a', ownedBy('ReplicaSet', 'web-1'))),
    ['workload/shop/web app=web a(10.0.0.1 on n1)'],
  ],
  [
    'what a Deployment keeps to roll back to is nothing, whether it was read or not',
    'apiVersion: apps/v1\nkind: ReplicaSet\nmetadata: {name: web-0, namespace: shop' +
      ownedBy('Deployment', 'web') +
      '}\nspec: {replicas: 0, template: {spec: {}}}',
    [],
  ],
  [
    'an operator above a StatefulSet does not name it',
    workload('StatefulSet', 'db', '{}', ownedBy('Postgres', 'main', 'example.com/v1')),
    ['workload/shop/db app=db'],
  ],
  [
    'but names the pods it makes itself',
    pod('main-0', ownedBy('Postgres', 'main', 'example.com/v1')),
    ['workload/shop/main app=web main-0(10.0.0.1 on n1)'],
  ],
  [
    'a static pod is its own workload',
    pod('etcd-n1', ownedBy('Node', 'n1', 'v1')),
    ['workload/shop/etcd-n1 app=web etcd-n1(10.0.0.1 on n1)'],
  ],
  [
    'an owner without a kind still tells which pods belong together',
    join(
      pod('a', ', ownerReferences: [{name: web, controller: true}]'),
      pod('b', ', ownerReferences: [{name: web, controller: true}]'),
    ),
    ['workload/shop/web app=web a(10.0.0.1 on n1) b(10.0.0.1 on n1)'],
  ],
  [
    'pods of one workload with different labels are different sides of one place',
    join(
      workload('StatefulSet', 'db'),
      pod('db-0', ownedBy('StatefulSet', 'db')).replace('app: web', 'pod: db-0'),
      pod('db-1', ownedBy('StatefulSet', 'db'), '{serviceAccountName: db}'),
    ),
    ['workload/shop/db pod=db-0 db-0(10.0.0.1 on n1)', 'workload/shop/db app=web db-1(10.0.0.1) as db'],
  ],
  [
    'pods stand for a CronJob over its Job',
    join(
      workload('CronJob', 'nightly'),
      workload('Job', 'nightly-1', '{}', ownedBy('CronJob', 'nightly', 'batch/v1')),
      pod('nightly-1-a', ownedBy('Job', 'nightly-1', 'batch/v1')),
    ),
    ['workload/shop/nightly app=web nightly-1-a(10.0.0.1 on n1)'],
  ],
  [
    'between its runs a CronJob stands by its template',
    join(
      workload('CronJob', 'nightly'),
      workload('Job', 'nightly-1', '{}', ownedBy('CronJob', 'nightly', 'batch/v1')),
      pod('nightly-1-a', ownedBy('Job', 'nightly-1', 'batch/v1'), '{}', '{phase: Succeeded}'),
    ),
    ['workload/shop/nightly app=nightly'],
  ],
  [
    'a Job gives its pods its name, and a finished one is gone',
    join(
      workload('Job', 'migrate'),
      `${workload('Job', 'done')}\nstatus: {conditions: [{type: Complete, status: "True"}]}`,
    ),
    ['workload/shop/migrate batch.kubernetes.io/job-name=migrate,job-name=migrate,app=migrate'],
  ],
  [
    'a Job whose pods all finished is gone where it says nothing itself, and one that goes on is not',
    join(
      workload('Job', 'done'),
      pod('done-a', ownedBy('Job', 'done', 'batch/v1'), '{}', '{phase: Succeeded}'),
      `${workload('Job', 'again')}\nstatus: {startTime: "2026-01-01T00:00:00Z", failed: 1}`,
      pod('again-a', ownedBy('Job', 'again', 'batch/v1'), '{}', '{phase: Failed}'),
    ),
    ['workload/shop/again batch.kubernetes.io/job-name=again,job-name=again,app=again'],
  ],
  [
    'finished pods do not exist, and pods that are being deleted do',
    join(
      pod('a', '', '{}', '{phase: Failed}'),
      pod('b', '', '{}', '{phase: Succeeded}'),
      pod('c', ', deletionTimestamp: "2026-01-01T00:00:00Z"', '{}', '{phase: Running}'),
    ),
    ['workload/shop/c app=web c()'],
  ],
  [
    'ports are those of containers and of sidecars, not of init containers that end',
    workload(
      'Deployment',
      'web',
      '{containers: [{ports: [{name: http, containerPort: 8080}, {containerPort: 53, protocol: UDP}, {containerPort: "80"}, {containerPort: 70000}]}], initContainers: [{ports: [{containerPort: 1}]}, {restartPolicy: Always, ports: [{containerPort: 2}]}]}',
    ),
    ['workload/shop/web app=web http:TCP/8080 :UDP/53 :TCP/2'],
  ],
  [
    'a DaemonSet without a selector of nodes runs everywhere',
    join(
      workload('DaemonSet', 'agent', '{hostNetwork: true}'),
      workload('DaemonSet', 'some', '{nodeSelector: {gpu: "true"}}'),
    ),
    ['workload/shop/agent app=agent host network everywhere', 'workload/shop/some app=some'],
  ],
  [
    'a pod with the network of its host has the address of the host',
    pod('a', '', '{hostNetwork: true}', '{hostIP: 192.168.0.1}'),
    ['workload/shop/a app=web a(192.168.0.1) host network'],
  ],
  [
    'two kinds of one name are told apart',
    join(workload('Deployment', 'web'), workload('StatefulSet', 'web'), workload('Deployment', 'other')),
    [
      'workload/shop/web[Deployment] app=web',
      'workload/shop/other app=other',
      'workload/shop/web[StatefulSet] app=web',
    ],
  ],
  [
    'two groups with one kind of one name are told apart too',
    join(workload('StatefulSet', 'web'), workload('StatefulSet', 'web').replace('apps/v1', 'apps.kruise.io/v1beta1')),
    ['workload/shop/web[StatefulSet.apps] app=web', 'workload/shop/web[StatefulSet.apps.kruise.io] app=web'],
  ],
  [
    'the first of two objects of one name stands, in whichever namespace `default` is written',
    join(
      workload('Deployment', 'web').replace(', namespace: shop', ''),
      workload('Deployment', 'web')
        .replace('namespace: shop', 'namespace: default')
        .replace('{app: web}', '{app: late}'),
    ),
    ['workload/default/web app=web'],
  ],
  [
    'a virtual machine runs in a pod with its labels',
    join(
      'apiVersion: kubevirt.io/v1\nkind: VirtualMachine\nmetadata: {name: vm, namespace: shop}\nspec: {template: {metadata: {labels: {app: vm}}}}',
      `apiVersion: kubevirt.io/v1\nkind: VirtualMachineInstance\nmetadata: {name: vm, namespace: shop${ownedBy('VirtualMachine', 'vm', 'kubevirt.io/v1')}}`,
    ),
    ['workload/shop/vm app=vm,kubevirt.io=virt-launcher,vm.kubevirt.io/name=vm'],
  ],
  [
    'nodes have the addresses that packets carry',
    'apiVersion: v1\nkind: Node\nmetadata: {name: n1}\nstatus: {addresses: [{type: InternalIP, address: 10.1.0.1}, {type: Hostname, address: n1}, {type: ExternalIP, address: 203.0.113.7}]}',
    ['node//n1 10.1.0.1 203.0.113.7'],
  ],
];

for (const [name, text, expected] of cases) test(name, () => assert.deepEqual(tell(text), expected));

test('a namespace always has its name as a label, and an account the labels it was given', () => {
  const text = join(
    'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {team: a}}',
    'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: default, namespace: shop, labels: {role: r}}',
    pod('a'),
    pod('b').replace('namespace: shop', 'namespace: nowhere'),
  );
  assert.deepEqual(
    readSides(toSnapshot(text)).map((side) =>
      side.kind === 'pods' ? [side.namespaceLabels, side.serviceAccountLabels] : [],
    ),
    [
      [{ team: 'a', 'kubernetes.io/metadata.name': 'shop' }, { role: 'r' }],
      [{ 'kubernetes.io/metadata.name': 'nowhere' }, {}],
    ],
  );
});

test('owners in a circle, which only forged references make, end somewhere', () => {
  const text = join(
    workload('Deployment', 'a', '{}', ownedBy('Deployment', 'b')),
    workload('Deployment', 'b', '{}', ownedBy('Deployment', 'a')),
    pod('x', ownedBy('Deployment', 'a')),
  );
  assert.equal(tell(text).length, 1);
});
