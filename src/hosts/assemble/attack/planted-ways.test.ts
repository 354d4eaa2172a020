/** One planted way in a case: an attacker comes in by a port and must get there by exactly these moves, and not once the grant is gone. */

import assert from 'node:assert/strict';
import test from 'node:test';
import { keepForAttacks } from '../../../analysers/keep-for-attacks.ts';
import { charts } from '../../../analysers/registry.ts';
import { toSnapshot } from '../../../analysers/snapshot-of-yaml.ts';
import { compileGraph } from '../../../attack/compile-graph.ts';
import { findWays } from '../../../attack/find-ways.ts';
import { internet } from '../../../analysers/places.ts';

interface Planted {
  /** What an attacker uses: the sentence's end. */
  readonly by: string;
  readonly estate: string;
  readonly to: string;
  /** After ENDPOINT_EXPLOIT into `web`. */
  readonly moves: string;
  /** What is taken out of the estate for the way to be gone. */
  readonly without: readonly [string, string];
  /** Of the way; 0 unless said. */
  readonly depth?: number;
}

/** A Deployment `web` that a NodePort publishes; `pod` goes into its pod, `app` into its container. */
const web = (pod: string, app = ''): string => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      ${pod.replaceAll('\n', '\n      ')}
      containers:
      - name: app
        image: registry.example.com/web:1
        ports: [{containerPort: 8080}]
        ${app.replaceAll('\n', '\n        ')}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  type: NodePort
  selector: {app: web}
  ports: [{port: 80, targetPort: 8080}]`;

/** Takes no part but by what is said of it. */
const other = (name: string, pod: string, app = ''): string => `
---
apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: shop, labels: {app: ${name}}}
spec:
  automountServiceAccountToken: false
  ${pod.replaceAll('\n', '\n  ')}
  containers:
  - name: app
    image: registry.example.com/${name}:1
    ${app.replaceAll('\n', '\n    ')}`;

const privileged = 'securityContext: {privileged: true}';
const noToken = 'automountServiceAccountToken: false';
const account = 'serviceAccountName: web';

/** The account `web` may do this, in its namespace or everywhere. */
const may = (
  rules: string,
  where: 'shop' | 'cluster',
  subject = 'kind: ServiceAccount, name: web, namespace: shop',
): string => `
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ${where === 'shop' ? 'Role' : 'ClusterRole'}
metadata: {name: web${where === 'shop' ? ', namespace: shop' : ''}}
rules: [${rules}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ${where === 'shop' ? 'RoleBinding' : 'ClusterRoleBinding'}
metadata: {name: web${where === 'shop' ? ', namespace: shop' : ''}}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ${where === 'shop' ? 'Role' : 'ClusterRole'}, name: web}
subjects: [{${subject}}]`;

const rule = (group: string, resources: string, verbs: string, names = ''): string =>
  `{apiGroups: ["${group}"], resources: [${resources}], verbs: [${verbs}]${names === '' ? '' : `, resourceNames: [${names}]`}}`;

const adminAccount = `
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: admin, namespace: shop}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: admin}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects: [{kind: ServiceAccount, name: admin, namespace: shop}]`;

const secret = (name: string, type = 'Opaque', keys = 'password', annotations = ''): string => `
---
apiVersion: v1
kind: Secret
metadata: {name: ${name}, namespace: shop${annotations === '' ? '' : `, annotations: {${annotations}}`}}
type: ${type}
stringData: {${keys}: example-not-a-real-value}`;

const hostPath = (path: string, mount = ''): readonly [string, string] => [
  `${noToken}\nvolumes: [{name: host, hostPath: {path: ${path}}}]`,
  `volumeMounts: [{name: host, mountPath: /host${mount}}]`,
];

const asWeb = (rules: string, where: 'shop' | 'cluster' = 'shop'): string => web(account) + may(rules, where);

const restricted = `
---
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: restricted}}`;

const planted: readonly Planted[] = [
  {
    by: 'a privileged container',
    estate: web(noToken, privileged),
    to: 'node//*',
    moves: 'CE_PRIV_MOUNT',
    without: ['privileged: true', 'privileged: false'],
  },
  {
    by: 'a privileged container that loads a module',
    estate: web(noToken, privileged),
    to: 'node//*',
    moves: 'CE_MODULE_LOAD',
    without: ['privileged: true', 'privileged: false'],
  },
  {
    by: 'privilege and the processes of the node',
    estate: web(`${noToken}\nhostPID: true`, privileged),
    to: 'node//*',
    moves: 'CE_NSENTER',
    without: ['hostPID: true', 'hostPID: false'],
  },
  {
    by: 'the capability SYS_MODULE',
    estate: web(noToken, 'securityContext: {capabilities: {add: [SYS_MODULE]}}'),
    to: 'node//*',
    moves: 'CE_MODULE_LOAD',
    without: ['add: [SYS_MODULE]', 'add: [CHOWN]'],
  },
  {
    by: 'the same, spelt with its prefix',
    estate: web(noToken, 'securityContext: {capabilities: {add: [CAP_SYS_MODULE]}}'),
    to: 'node//*',
    moves: 'CE_MODULE_LOAD',
    without: ['add: [CAP_SYS_MODULE]', 'add: [CHOWN]'],
  },
  {
    by: 'ptrace among the processes of the node',
    estate: web(`${noToken}\nhostPID: true`, 'securityContext: {capabilities: {add: [SYS_PTRACE, SYS_ADMIN]}}'),
    to: 'node//*',
    moves: 'CE_SYS_PTRACE',
    without: ['hostPID: true', 'hostPID: false'],
  },
  {
    by: 'the core pattern',
    estate: web(...hostPath('/proc/sys/kernel')),
    to: 'node//*',
    moves: 'CE_UMH_CORE_PATTERN',
    without: ['path: /proc/sys/kernel', 'path: /srv/empty'],
  },
  {
    by: 'the socket of containerd',
    estate: web(...hostPath('/run/containerd/containerd.sock')),
    to: 'node//*',
    moves: 'EXPLOIT_CONTAINERD_SOCK',
    without: ['path: /run/containerd/containerd.sock', 'path: /srv/empty'],
  },
  {
    by: 'the socket of Docker',
    estate: web(...hostPath('/var/run/docker.sock')),
    to: 'node//*',
    moves: 'EXPLOIT_CONTAINERD_SOCK',
    without: ['path: /var/run/docker.sock', 'path: /srv/empty'],
  },
  {
    by: 'the folder with the sockets, for reading alone',
    estate: web(...hostPath('/run', ', readOnly: true')),
    to: 'node//*',
    moves: 'EXPLOIT_CONTAINERD_SOCK',
    without: ['path: /run', 'path: /srv/empty'],
  },
  {
    by: 'the root of the node',
    estate: web(...hostPath('/')),
    to: 'node//*',
    moves: 'EXPLOIT_HOST_WRITE',
    without: ['path: /}', 'path: /srv/empty}'],
  },
  {
    by: 'the folder of static pods',
    estate: web(...hostPath('/etc/kubernetes/manifests/')),
    to: 'node//*',
    moves: 'EXPLOIT_HOST_WRITE',
    without: ['path: /etc/kubernetes/manifests/', 'path: /srv/empty'],
  },
  {
    by: 'credentials on the node, for reading',
    estate: web(...hostPath('/etc/kubernetes', ', readOnly: true')),
    to: 'node//*',
    moves: 'EXPLOIT_HOST_READ',
    without: ['path: /etc/kubernetes', 'path: /srv/empty'],
  },
  {
    by: 'the volumes of other pods',
    estate:
      web(...hostPath('/var/lib/kubelet/pods', ', readOnly: true')) +
      adminAccount +
      other('ops', 'serviceAccountName: admin').replace('automountServiceAccountToken: false', ''),
    to: 'cluster-admin',
    moves: 'EXPLOIT_HOST_TRAVERSE ADMIN',
    without: ['path: /var/lib/kubelet/pods', 'path: /srv/empty'],
  },
  {
    by: 'a volume of the cluster that is the disk of a node',
    estate: `${web(`${noToken}\nvolumes: [{name: host, persistentVolumeClaim: {claimName: disk}}]`, 'volumeMounts: [{name: host, mountPath: /host}]')}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: disk, namespace: shop}
spec: {volumeName: disk, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
---
apiVersion: v1
kind: PersistentVolume
metadata: {name: disk}
spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], hostPath: {path: /etc}}`,
    to: 'node//*',
    moves: 'EXPLOIT_HOST_WRITE',
    without: ['hostPath: {path: /etc}', 'hostPath: {path: /srv/empty}'],
  },
  {
    by: 'processes shared with a privileged neighbour',
    estate: web(
      `${noToken}\nshareProcessNamespace: true`,
      'securityContext: {runAsUser: 0, capabilities: {add: [SYS_PTRACE]}}',
    ).replace('---', `      - name: agent\n        image: registry.example.com/agent:1\n        ${privileged}\n---`),
    to: 'node//*',
    moves: 'SHARE_PS_NAMESPACE CE_PRIV_MOUNT',
    without: ['shareProcessNamespace: true', 'shareProcessNamespace: false'],
  },
  {
    by: 'a command in a privileged pod',
    estate: asWeb(rule('', 'pods/exec', 'create')) + other('tool', '', privileged),
    to: 'node//*',
    moves: 'IDENTITY_ASSUME POD_EXEC CE_PRIV_MOUNT',
    without: ['verbs: [create]', 'verbs: [list]'],
  },
  {
    by: 'a command by a WebSocket',
    estate: asWeb(rule('', '"*/exec"', 'get')) + other('tool', '', privileged),
    to: 'node//*',
    moves: 'IDENTITY_ASSUME POD_EXEC CE_PRIV_MOUNT',
    without: ['"*/exec"', '"*/log"'],
  },
  {
    by: 'attaching to a privileged pod',
    estate: asWeb(rule('', 'pods/attach', 'create')) + other('tool', '', privileged),
    to: 'node//*',
    moves: 'IDENTITY_ASSUME CONTAINER_ATTACH CE_PRIV_MOUNT',
    without: ['pods/attach', 'pods/log'],
  },
  {
    by: 'an ephemeral container',
    estate: asWeb(rule('', 'pods/ephemeralcontainers', 'patch')) + other('tool', '', privileged),
    to: 'container/shop/tool/app',
    moves: 'IDENTITY_ASSUME POD_DEBUG',
    without: ['verbs: [patch]', 'verbs: [get]'],
  },
  {
    by: 'another image in a privileged pod',
    estate: asWeb(rule('', 'pods', 'patch')) + other('tool', '', privileged),
    to: 'node//*',
    moves: 'IDENTITY_ASSUME POD_PATCH CE_PRIV_MOUNT',
    without: ['verbs: [patch]', 'verbs: [get]'],
  },
  {
    by: 'a pod of its own',
    estate: asWeb(rule('', 'pods', 'create')),
    to: 'node//*',
    moves: 'IDENTITY_ASSUME POD_CREATE CE_PRIV_MOUNT',
    without: ['verbs: [create]', 'verbs: [get]'],
  },
  {
    by: 'a pod of its own, past Pod Security',
    estate: asWeb(rule('', 'pods', 'create')) + restricted,
    to: 'node//*',
    moves: 'IDENTITY_ASSUME POD_CREATE CE_PRIV_MOUNT',
    without: ['verbs: [create]', 'verbs: [get]'],
    depth: 1,
  },
  {
    by: 'a namespace whose labels it drops',
    estate:
      web(account) + may(`${rule('', 'pods', 'create')}, ${rule('', 'namespaces', 'patch')}`, 'cluster') + restricted,
    to: 'node//*',
    moves: 'IDENTITY_ASSUME NAMESPACE_PATCH CE_PRIV_MOUNT',
    without: ['verbs: [patch]', 'verbs: [get]'],
  },
  ...['deployments', 'statefulsets', 'daemonsets', 'replicasets'].map((kind): Planted => ({
    by: `new ${kind}`,
    estate: asWeb(rule('apps', kind, 'create')),
    to: 'node//*',
    moves: 'IDENTITY_ASSUME WORKLOAD_CREATE CE_PRIV_MOUNT',
    without: ['verbs: [create]', 'verbs: [get]'],
  })),
  ...['jobs', 'cronjobs'].map((kind): Planted => ({
    by: `new ${kind}`,
    estate: asWeb(rule('batch', kind, '"*"')),
    to: 'node//*',
    moves: 'IDENTITY_ASSUME WORKLOAD_CREATE CE_PRIV_MOUNT',
    without: ['verbs: ["*"]', 'verbs: [get]'],
  })),
  {
    by: 'new replication controllers',
    estate: asWeb(rule('', 'replicationcontrollers', 'create')),
    to: 'node//*',
    moves: 'IDENTITY_ASSUME WORKLOAD_CREATE CE_PRIV_MOUNT',
    without: ['verbs: [create]', 'verbs: [get]'],
  },
  {
    by: 'a workload it changes',
    estate: asWeb(rule('apps', 'deployments', 'patch')),
    to: 'node//*',
    moves: 'IDENTITY_ASSUME WORKLOAD_PATCH CE_PRIV_MOUNT',
    without: ['verbs: [patch]', 'verbs: [get]'],
  },
  {
    by: 'a Secret it reads',
    estate: asWeb(rule('', 'secrets', 'get')) + secret('database'),
    to: 'secret/shop/database',
    moves: 'IDENTITY_ASSUME SECRET_READ',
    without: ['verbs: [get]', 'verbs: [create]'],
  },
  {
    by: 'a Secret it may read by name',
    estate: asWeb(rule('', 'secrets', 'get', 'database')) + secret('database'),
    to: 'secret/shop/database',
    moves: 'IDENTITY_ASSUME SECRET_READ',
    without: ['resourceNames: [database]', 'resourceNames: [others]'],
  },
  {
    by: 'a watch of Secrets',
    estate: asWeb(rule('', 'secrets', 'watch'), 'cluster') + secret('database'),
    to: 'secret/shop/database',
    moves: 'IDENTITY_ASSUME SECRET_READ',
    without: ['verbs: [watch]', 'verbs: [delete]'],
  },
  {
    by: 'a token it asks for',
    estate: asWeb(rule('', 'serviceaccounts/token', 'create')) + adminAccount,
    to: 'cluster-admin',
    moves: 'IDENTITY_ASSUME TOKEN_REQUEST ADMIN',
    without: ['verbs: [create]', 'verbs: [get]'],
  },
  {
    by: 'a token of one account by name',
    estate: asWeb(rule('', 'serviceaccounts/token', 'create', 'admin')) + adminAccount,
    to: 'cluster-admin',
    moves: 'IDENTITY_ASSUME TOKEN_REQUEST ADMIN',
    without: ['resourceNames: [admin]', 'resourceNames: [web]'],
  },
  {
    by: 'a token Secret it makes and reads',
    estate: asWeb(rule('', 'secrets', 'create, get')) + adminAccount,
    to: 'cluster-admin',
    moves: 'IDENTITY_ASSUME TOKEN_SECRET_CREATE ADMIN',
    without: ['verbs: [create, get]', 'verbs: [create]'],
  },
  {
    by: 'a token Secret that lies there',
    estate:
      asWeb(rule('', 'secrets', 'list')) +
      adminAccount +
      secret(
        'admin-token',
        'kubernetes.io/service-account-token',
        'token',
        'kubernetes.io/service-account.name: admin',
      ),
    to: 'cluster-admin',
    moves: 'IDENTITY_ASSUME SECRET_READ TOKEN_STEAL ADMIN',
    without: ['kubernetes.io/service-account.name: admin', 'kubernetes.io/service-account.name: nobody'],
  },
  {
    by: 'a token Secret that is mounted',
    estate:
      web(
        `${noToken}\nvolumes: [{name: token, secret: {secretName: admin-token}}]`,
        'volumeMounts: [{name: token, mountPath: /token}]',
      ) +
      adminAccount +
      secret(
        'admin-token',
        'kubernetes.io/service-account-token',
        'token',
        'kubernetes.io/service-account.name: admin',
      ),
    to: 'cluster-admin',
    moves: 'VOLUME_DISCOVER TOKEN_STEAL ADMIN',
    without: ['secretName: admin-token', 'secretName: other'],
  },
  {
    by: 'its own account, an administrator',
    estate: web('serviceAccountName: admin') + adminAccount,
    to: 'cluster-admin',
    moves: 'IDENTITY_ASSUME ADMIN',
    without: ['serviceAccountName: admin', 'serviceAccountName: web'],
  },
  {
    by: 'what everybody may do',
    estate:
      web(account) +
      may(
        rule('*', '"*"', '"*"').replace('["*"], resources', '["*"], resources'),
        'cluster',
        'kind: Group, apiGroup: rbac.authorization.k8s.io, name: "system:authenticated"',
      ),
    to: 'cluster-admin',
    moves: 'IDENTITY_ASSUME ADMIN',
    without: ['system:authenticated', 'system:cluster-admins'],
  },
  {
    by: 'what all accounts of the namespace may do',
    estate:
      web(account) +
      may(
        rule('*', '"*"', '"*"'),
        'cluster',
        'kind: Group, apiGroup: rbac.authorization.k8s.io, name: "system:serviceaccounts:shop"',
      ),
    to: 'cluster-admin',
    moves: 'IDENTITY_ASSUME ADMIN',
    without: ['system:serviceaccounts:shop', 'system:serviceaccounts:data'],
  },
  {
    by: 'a role it may bind',
    estate: asWeb(
      `${rule('rbac.authorization.k8s.io', 'clusterrolebindings', 'create')}, ${rule('rbac.authorization.k8s.io', 'clusterroles', 'bind')}`,
      'cluster',
    ),
    to: 'cluster-admin',
    moves: 'IDENTITY_ASSUME ROLE_BIND',
    without: ['verbs: [bind]', 'verbs: [get]'],
  },
  {
    by: 'a role it may write more into',
    estate: asWeb(rule('rbac.authorization.k8s.io', 'clusterroles', 'patch, escalate'), 'cluster'),
    to: 'cluster-admin',
    moves: 'IDENTITY_ASSUME ROLE_ESCALATE',
    without: ['verbs: [patch, escalate]', 'verbs: [patch]'],
  },
  {
    by: 'the group it acts as',
    estate: asWeb(rule('', 'users, groups', 'impersonate'), 'cluster'),
    to: 'cluster-admin',
    moves: 'IDENTITY_ASSUME IDENTITY_IMPERSONATE',
    without: ['verbs: [impersonate]', 'verbs: [get]'],
  },
  {
    by: 'the account it acts as',
    estate: asWeb(rule('', 'serviceaccounts', 'impersonate', 'admin')) + adminAccount,
    to: 'cluster-admin',
    moves: 'IDENTITY_ASSUME IDENTITY_IMPERSONATE ADMIN',
    without: ['resourceNames: [admin]', 'resourceNames: [web]'],
  },
  {
    by: 'the proxy of nodes',
    estate: asWeb(rule('', 'nodes/proxy', 'get'), 'cluster') + other('tool', '', privileged),
    to: 'node//*',
    moves: 'IDENTITY_ASSUME NODE_PROXY CE_PRIV_MOUNT',
    without: ['nodes/proxy', 'nodes/metrics'],
  },
  {
    by: 'a certificate it signs',
    estate: asWeb(
      `${rule('certificates.k8s.io', 'certificatesigningrequests', 'create')}, ${rule('certificates.k8s.io', 'certificatesigningrequests/approval', 'update')}, ${rule('certificates.k8s.io', 'signers', 'approve', 'kubernetes.io/kube-apiserver-client')}`,
      'cluster',
    ),
    to: 'identity/user:system:kube-controller-manager',
    moves: 'IDENTITY_ASSUME CERTIFICATE_SIGN',
    without: ['certificatesigningrequests/approval', 'certificatesigningrequests/status'],
  },
  {
    by: 'a volume it makes of the disk of a node',
    estate:
      asWeb(
        `${rule('', 'persistentvolumes', 'create')}, ${rule('', 'pods, persistentvolumeclaims', 'create')}`,
        'cluster',
      ) + restricted,
    to: 'node//*',
    moves: 'IDENTITY_ASSUME VOLUME_CREATE',
    without: ['persistentvolumes]', 'configmaps]'],
  },
  {
    by: 'static keys of AWS',
    estate: web(noToken, 'envFrom: [{secretRef: {name: aws}}]') + secret('aws', 'Opaque', 'AWS_SECRET_ACCESS_KEY'),
    to: 'cloud//',
    moves: 'VOLUME_DISCOVER CREDENTIAL_USE',
    without: ['AWS_SECRET_ACCESS_KEY', 'colour'],
  },
  {
    by: 'the role in AWS of its account',
    estate: `${web(account)}\n---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: web, namespace: shop, annotations: {eks.amazonaws.com/role-arn: "arn:aws:iam::111122223333:role/web"}}`,
    to: 'cloud//',
    moves: 'IDENTITY_ASSUME CLOUD_ASSUME',
    without: ['eks.amazonaws.com/role-arn', 'eks.amazonaws.com/nothing'],
  },
  {
    by: 'the metadata service',
    estate: `${web(noToken)}\n---\napiVersion: v1\nkind: Node\nmetadata: {name: one}\nspec: {providerID: "aws:///eu-west-1a/i-0123456789"}`,
    to: 'cloud//',
    moves: 'CLOUD_METADATA',
    without: ['aws:///eu-west-1a/i-0123456789', ''],
  },
  {
    by: 'a database next door',
    estate:
      web(noToken) +
      other(
        'db',
        'volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]',
        'ports: [{containerPort: 5432}]\nvolumeMounts: [{name: data, mountPath: /data}]',
      ),
    to: 'data/shop/data',
    moves: 'ENDPOINT_EXPLOIT VOLUME_DISCOVER',
    without: ['ports: [{containerPort: 5432}]', 'tty: false'],
  },
  {
    by: 'a database next door that a policy closes',
    estate: `${web(noToken)}${other('db', 'volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]', 'ports: [{containerPort: 5432}]\nvolumeMounts: [{name: data, mountPath: /data}]')}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db, namespace: shop}
spec: {podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress]}`,
    to: 'data/shop/data',
    moves: 'ENDPOINT_EXPLOIT VOLUME_DISCOVER',
    without: ['ports: [{containerPort: 5432}]', 'tty: false'],
    depth: 1,
  },
  {
    by: 'the token of a neighbour on the node',
    estate:
      web(noToken, privileged) +
      adminAccount +
      other('ops', 'serviceAccountName: admin').replace('automountServiceAccountToken: false', ''),
    to: 'cluster-admin',
    moves: 'CE_PRIV_MOUNT TOKEN_STEAL ADMIN',
    without: ['serviceAccountName: admin', 'serviceAccountName: web'],
  },
  {
    by: 'the pod of an administrator, made anew',
    estate: asWeb(rule('', 'pods', 'create')) + adminAccount,
    to: 'cluster-admin',
    moves: 'IDENTITY_ASSUME POD_CREATE IDENTITY_ASSUME ADMIN',
    without: ['verbs: [create]', 'verbs: [get]'],
  },
  {
    by: 'a webhook it writes',
    estate:
      asWeb(rule('admissionregistration.k8s.io', 'mutatingwebhookconfigurations', 'create'), 'cluster') +
      secret('database'),
    to: 'secret/shop/database',
    moves: 'IDENTITY_ASSUME WEBHOOK_WRITE',
    without: ['verbs: [create]', 'verbs: [get]'],
  },
];

const waysTo = (estate: string, to: string): readonly { readonly moves: string; readonly depth: number }[] => {
  const snapshot = toSnapshot(estate, { keep: keepForAttacks });
  const graph = compileGraph(charts.map((chart) => chart.draw(snapshot)));
  const entry = graph.numberOf(internet.id);
  assert.ok(entry !== undefined);
  const targets = graph.places.flatMap(({ id }, number) =>
    id === to || (to.endsWith('//') && id.startsWith(to)) ? [number] : [],
  );
  return findWays(graph, entry, targets, { most: 200 }).map(({ moves, depth }) => ({
    moves: moves.map(({ type }) => type).join(' '),
    depth,
  }));
};

for (const { by, estate, to, moves, without, depth = 0 } of planted) {
  test(`an attacker gets to ${to} by ${by}`, () => {
    const ways = waysTo(estate, to);
    const found = ways.find((way) => way.moves === `ENDPOINT_EXPLOIT ${moves}`);
    assert.ok(found !== undefined, `ways there: ${ways.map((way) => way.moves).join('; ')}`);
    assert.equal(found.depth, depth);
    assert.ok(estate.includes(without[0]));
    const mended = waysTo(estate.replaceAll(without[0], without[1]), to);
    assert.ok(mended.every((way) => way.moves !== found.moves));
  });
}
