/**
 * A made-up estate as an attacker meets it: workloads of five pods, fifteen a namespace, with accounts, roles and bindings of their
 * own, Secrets, volumes, network policies in half of the namespaces, and the mistakes people make, one in so many.
 */

import type { Json, JsonObject } from '../src/model/json.ts';
import type { Resource } from '../src/model/resource.ts';

export interface AttackSize {
  readonly pods: number;
  /** `cluster`: pods with addresses on nodes, and no Secret is read. `manifests`: what makes pods alone, and Secrets. */
  readonly as: 'cluster' | 'manifests';
}

/** 75,000 pods stand in 1,000 namespaces, with 50,000 each of roles, bindings and service accounts. */
export function* generateAttack({ pods, as }: AttackSize): Generator<Resource> {
  const namespaces = Math.ceil(pods / (podsEach * workloadsEach));
  const nodes = Math.ceil(pods / podsOfNode);
  yield* generateCluster(as, nodes);
  for (let space = 0; space < namespaces; space += 1) {
    const namespace = `team-${space}`;
    yield make('v1', 'Namespace', null, namespace, { labels: toLabels(space) });
    yield* generateAccess(space, namespace, as);
    if (space % 2 === 0) yield* generatePolicies(space, namespace);
    for (let workload = 0; workload < workloadsEach; workload += 1)
      yield* generateWorkload({ space, namespace, workload, nodes, as });
  }
}

const podsEach = 5;
const workloadsEach = 15;
const podsOfNode = 75;
const accountsEach = 50;
const rbac = 'rbac.authorization.k8s.io/v1';

/** Nodes, the network plug-in on them, and what is granted in the whole cluster. */
function* generateCluster(as: AttackSize['as'], nodes: number): Generator<Resource> {
  yield make('v1', 'Namespace', null, 'kube-system');
  yield make('v1', 'ServiceAccount', 'kube-system', 'calico-node');
  const agent = {
    hostNetwork: true,
    serviceAccountName: 'calico-node',
    tolerations: [{ operator: 'Exists' }],
    containers: [{ name: 'calico-node', image: 'quay.io/calico/node:v3', securityContext: { privileged: true } }],
    volumes: [{ name: 'run', hostPath: { path: '/var/run/calico' } }],
  };
  const labels = { 'k8s-app': 'calico-node' };
  const spec = { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: agent } };
  const status = { desiredNumberScheduled: nodes, numberReady: nodes };
  const set = make('apps/v1', 'DaemonSet', 'kube-system', 'calico-node', { labels }, { spec, status });
  yield set;
  if (as === 'cluster')
    for (let node = 0; node < nodes; node += 1) {
      const hostIP = toAddress(172, node);
      const addresses = [{ type: 'InternalIP', address: hostIP }];
      const role = node < 3 ? { 'node-role.kubernetes.io/control-plane': '' } : {};
      yield make('v1', 'Node', null, `node-${node}`, { labels: role }, { status: { addresses } });
      yield make('v1', 'Pod', 'kube-system', `calico-node-${node}`, ownedBy(set, labels), {
        spec: { ...agent, nodeName: `node-${node}` },
        status: { phase: 'Running', hostIP, podIP: hostIP, podIPs: [{ ip: hostIP }] },
      });
    }
  yield* generateClusterRoles();
}

function* generateClusterRoles(): Generator<Resource> {
  const everything = { apiGroups: ['*'], resources: ['*'], verbs: ['*'] };
  yield make(rbac, 'ClusterRole', null, 'cluster-admin', {}, { rules: [everything] });
  yield make(rbac, 'ClusterRole', null, 'view', {}, { rules: [toRule(['pods', 'services'], read)] });
  const writing = [toRule(['pods', 'secrets'], ['*']), toRule(['pods/exec'], ['create'])];
  yield make(rbac, 'ClusterRole', null, 'edit', {}, { rules: writing });
  yield make(rbac, 'ClusterRole', null, 'operator', {}, { rules: [toRule(['secrets'], read)] });
  for (let number = 0; number < 10; number += 1)
    yield make(
      rbac,
      'ClusterRoleBinding',
      null,
      `wide-${number}`,
      {},
      {
        roleRef: { apiGroup: group, kind: 'ClusterRole', name: number % 3 === 0 ? 'cluster-admin' : 'operator' },
        subjects: [{ kind: 'ServiceAccount', name: `account-${number}`, namespace: `team-${number}` }],
      },
    );
  yield make(
    rbac,
    'ClusterRoleBinding',
    null,
    'all-view',
    {},
    {
      roleRef: { apiGroup: group, kind: 'ClusterRole', name: 'view' },
      subjects: [{ kind: 'Group', apiGroup: group, name: 'system:authenticated' }],
    },
  );
}

const group = 'rbac.authorization.k8s.io';
const read = ['get', 'list', 'watch'];

const toRule = (resources: readonly string[], verbs: readonly string[]): JsonObject => ({
  apiGroups: ['', 'apps'],
  resources: [...resources],
  verbs: [...verbs],
});

/** A Role of its own and a binding for each account, a tenth of them to shared ClusterRoles; and the Secrets. */
function* generateAccess(space: number, namespace: string, as: AttackSize['as']): Generator<Resource> {
  for (let number = 0; number < accountsEach; number += 1) {
    const account = `account-${number}`;
    yield make('v1', 'ServiceAccount', namespace, account);
    yield make(rbac, 'Role', namespace, `role-${number}`, {}, { rules: toRules(space, number) });
    yield make(
      rbac,
      'RoleBinding',
      namespace,
      `binding-${number}`,
      {},
      {
        roleRef:
          number % 10 === 0
            ? { apiGroup: group, kind: 'ClusterRole', name: number === 0 ? 'edit' : 'view' }
            : { apiGroup: group, kind: 'Role', name: `role-${number}` },
        subjects: [
          number === 5
            ? { kind: 'User', apiGroup: group, name: `lead-${space}` }
            : { kind: 'ServiceAccount', name: account, namespace },
        ],
      },
    );
    if (as === 'manifests' && number < 20)
      yield make(
        'v1',
        'Secret',
        namespace,
        `secret-${number}`,
        {},
        { type: 'Opaque', data: { password: '<redacted>' } },
      );
  }
}

/** Most read what nobody is harmed by; some make pods, run commands in them, read Secrets, ask for tokens, bind roles. */
const toRules = (space: number, number: number): Json => {
  const own = { ...toRule(['deployments'], ['get', 'patch']), resourceNames: [`svc-${number % workloadsEach}`] };
  switch (number % 13) {
    case 1:
      return [toRule(['pods'], ['create', 'get'])];
    case 2:
      return [toRule(['pods/exec', 'pods'], ['create', 'get', 'list'])];
    case 3:
      return [toRule(['secrets'], read)];
    case 4:
      return [{ ...toRule(['secrets'], ['get']), resourceNames: [`secret-${number % 20}`] }];
    case 5:
      return space % 20 === 0 ? [toRule(['serviceaccounts/token'], ['create'])] : [own];
    case 6:
      return [own];
    default:
      return [toRule(['configmaps', 'services', 'endpoints'], read)];
  }
};

/** A third each: Pod Security at `baseline`, at `restricted`, and none. */
const toLabels = (space: number): JsonObject => {
  const level = ['baseline', 'restricted'][space % 3];
  return {
    'kubernetes.io/metadata.name': `team-${space}`,
    team: `t${space % 50}`,
    ...(level === undefined ? {} : { 'pod-security.kubernetes.io/enforce': level }),
  };
};

/** What enters is closed but for the namespace's own and, at one workload, another team's. */
function* generatePolicies(space: number, namespace: string): Generator<Resource> {
  const inside = { podSelector: {}, policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector: {} }] }] };
  yield make('networking.k8s.io/v1', 'NetworkPolicy', namespace, 'inside', {}, { spec: inside });
  const elsewhere = { namespaceSelector: { matchLabels: { team: `t${(space + 1) % 50}` } } };
  const spec = {
    podSelector: { matchLabels: { app: `svc-${space % workloadsEach}` } },
    policyTypes: ['Ingress'],
    ingress: [{ from: [elsewhere], ports: [{ port: 'http' }] }],
  };
  yield make('networking.k8s.io/v1', 'NetworkPolicy', namespace, 'from-elsewhere', {}, { spec });
}

interface WorkloadOrder {
  readonly space: number;
  readonly namespace: string;
  readonly workload: number;
  readonly nodes: number;
  readonly as: AttackSize['as'];
}

function* generateWorkload({ space, namespace, workload, nodes, as }: WorkloadOrder): Generator<Resource> {
  const number = space * workloadsEach + workload;
  const name = `svc-${workload}`;
  const labels = { app: name };
  const spec = toPodSpec(number, workload);
  const template = { metadata: { labels }, spec };
  const selector = { matchLabels: labels };
  const deployment = make(
    'apps/v1',
    'Deployment',
    namespace,
    name,
    {},
    { spec: { replicas: podsEach, selector, template } },
  );
  yield deployment;
  const type = number % 50 === 0 ? 'LoadBalancer' : 'ClusterIP';
  const port = [{ name: 'http', port: 80, targetPort: 8080 }];
  yield make('v1', 'Service', namespace, name, {}, { spec: { type, selector: labels, ports: port } });
  if (workload === 1 && space % 3 === 0) yield makeIngress(namespace, name);
  if (workload === 2) {
    const claim = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
    yield make('v1', 'PersistentVolumeClaim', namespace, 'store', {}, { spec: claim });
  }
  if (as === 'manifests') return;
  const set = make('apps/v1', 'ReplicaSet', namespace, `${name}-1`, ownedBy(deployment, labels), {
    spec: { selector, template },
  });
  yield set;
  for (let pod = 0; pod < podsEach; pod += 1) {
    const each = number * podsEach + pod;
    const podIP = toAddress(10, each);
    // A step beside the size of a node: the pods of one workload stand on different nodes.
    const nodeName = `node-${(each * 7) % nodes}`;
    yield make('v1', 'Pod', namespace, `${name}-1-${pod}`, ownedBy(set, labels), {
      spec: { ...spec, nodeName },
      status: { phase: 'Running', podIP, podIPs: [{ ip: podIP }] },
    });
  }
}

const toPodSpec = (number: number, workload: number): JsonObject => {
  const secret = `secret-${number % 20}`;
  const main = {
    name: 'main',
    image: 'registry.example.com/main:1',
    ports: [{ name: 'http', containerPort: 8080 }],
    env: [{ name: 'PASSWORD', valueFrom: { secretKeyRef: { name: secret, key: 'password' } } }],
    ...(number % 211 === 0 ? { securityContext: { privileged: true } } : {}),
    ...(workload === 2 ? { volumeMounts: [{ name: 'store', mountPath: '/data' }] } : {}),
    ...(number % 307 === 0 ? { volumeMounts: [{ name: 'socket', mountPath: '/run/containerd/containerd.sock' }] } : {}),
  };
  const volumes = [
    ...(workload === 2 ? [{ name: 'store', persistentVolumeClaim: { claimName: 'store' } }] : []),
    ...(number % 307 === 0 ? [{ name: 'socket', hostPath: { path: '/run/containerd/containerd.sock' } }] : []),
  ];
  return {
    serviceAccountName: `account-${(number * 7) % accountsEach}`,
    ...(number % 4 === 0 ? { automountServiceAccountToken: false } : {}),
    ...(number % 503 === 0 ? { hostPID: true } : {}),
    containers: number % 6 === 0 ? [main, { name: 'sidecar', image: 'registry.example.com/sidecar:1' }] : [main],
    ...(volumes.length > 0 ? { volumes } : {}),
  };
};

const makeIngress = (namespace: string, name: string): Resource => {
  const backend = { service: { name, port: { number: 80 } } };
  const rules = [{ host: `${namespace}.example.com`, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }];
  return make('networking.k8s.io/v1', 'Ingress', namespace, name, {}, { spec: { rules } });
};

const ownedBy = ({ ref }: Resource, labels: JsonObject): JsonObject => ({
  labels,
  ownerReferences: [{ apiVersion: ref.apiVersion, kind: ref.kind, name: ref.name, controller: true, uid: 'u' }],
});

const toAddress = (first: number, number: number): string =>
  `${first}.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`;

const make = (
  apiVersion: string,
  kind: string,
  namespace: string | null,
  name: string,
  metadata: JsonObject = {},
  rest: JsonObject = {},
): Resource => ({
  ref: { apiVersion, kind, namespace, name },
  object: { apiVersion, kind, metadata: { ...metadata, name, ...(namespace === null ? {} : { namespace }) }, ...rest },
  origin: { kind: 'cluster', cluster: 'bench', uid: `${kind}/${namespace ?? ''}/${name}` },
});
