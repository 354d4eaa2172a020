/** The powers that are judged, worst first: each with its rule, what grants it, and how bad it is. */

import type { RuleMetadata } from '../../model/rule.ts';
import { ask, type Power } from './power.ts';

const practices = 'https://kubernetes.io/docs/concepts/security/rbac-good-practices/';

type Told = Pick<RuleMetadata, 'title' | 'severity' | 'what' | 'why' | 'fine' | 'remediation'>;

/** `control` is that of the library's rule about the same matter as written, so that a report says it once. */
const toRule = (id: string, told: Told, references: readonly string[] = []): RuleMetadata => ({
  id: `rbac/held/${id}`,
  layer: 'identity',
  control: `rbac-${id}`,
  references: [practices, ...references],
  ...told,
});

const anything: Power = {
  rule: toRule('cluster-admin', {
    title: 'Nobody but the first administrators may do everything',
    severity: 'critical',
    what: 'No subject that Kubernetes or its installer did not make holds a role that allows every verb on every resource, cluster-admin or one of your own that says the same.',
    why: 'Whoever takes one such account has the cluster, and nothing later in line can stop it.',
    fine: 'A small group of administrators who log in with a second factor, and a GitOps controller that installs other operators, both watched.',
    remediation:
      'Bind a role that names what is needed, in the namespaces that need it; let people ask for more for an hour.',
  }),
  does: 'do everything',
  asks: ask('*', '*', '*'),
  wide: 'critical',
  local: 'high',
};

const star: Power = {
  rule: toRule('all-resources', {
    title: 'Nobody holds every resource of a group that leads further',
    severity: 'critical',
    what: 'No subject holds a role with a star for the resources of all groups or of the core group, whether written there or gathered by aggregation.',
    why: 'The star contains Secrets, pods and their exec, tokens of service accounts, nodes and their proxy, and whatever a later version brings: one account with it becomes any other.',
    fine: 'Auditors and backup tools that must read everything; give them get, list and watch by name and leave Secrets out where they can.',
    remediation: 'Name the resources and verbs that are used, as the audit log shows: a star brings the rest.',
  }),
  does: 'reach every resource',
  asks: [],
  wide: 'critical',
  local: 'high',
};

const secrets: Power = {
  rule: toRule('read-secrets', {
    title: 'Secrets are read by whom they are for',
    severity: 'high',
    what: 'No subject holds get, list or watch on secrets without names, in all namespaces or in one. list and watch show the values.',
    why: 'Among the Secrets are tokens of stronger accounts, passwords and keys; of a whole cluster they are one way to everything else.',
    fine: 'Controllers made to read Secrets (cert-manager, an ingress controller), best in the namespaces they serve only.',
    remediation: 'Name the Secrets in resourceNames, with get alone, in a Role of their namespace.',
  }),
  does: 'read the Secrets',
  asks: ask('', 'secrets', 'get list watch'),
  wide: 'high',
  local: 'medium',
};

const escalate: Power = {
  rule: toRule(
    'escalate',
    {
      title: 'Nobody may grant more than they have',
      severity: 'critical',
      what: 'No subject holds escalate or bind on roles or clusterroles without names, or bind on cluster-admin.',
      why: 'escalate writes any right into a role, bind hands out any role: the holder is an administrator in one step, cluster-wide or in its namespace.',
      fine: 'A GitOps controller or operator that must install roles it does not hold, on a cluster of its own.',
      remediation:
        'Remove escalate and bind; where roles must be handed out, keep bind with resourceNames that list the harmless ones.',
    },
    ['https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping'],
  ),
  does: 'grant rights it does not hold',
  asks: ask('rbac.authorization.k8s.io', 'roles clusterroles', 'escalate bind'),
  wide: 'critical',
  local: 'medium',
  evenNamed: (name) => name === 'cluster-admin',
};

const impersonate: Power = {
  rule: toRule(
    'impersonate',
    {
      title: 'Nobody may act as others',
      severity: 'critical',
      what: 'No subject holds impersonate on users, groups, uids or service accounts without names, or on system:masters; nor, for constrained impersonation, both impersonate:MODE and impersonate-on:MODE:VERB.',
      why: 'Acting as a stronger user is having its rights; the audit log names the mask first.',
      fine: 'A proxy that authenticates people and passes them on, which nobody else may schedule beside.',
      remediation:
        'Name the users or groups in resourceNames; better, use constrained impersonation with the verbs it needs.',
    },
    ['https://kubernetes.io/docs/reference/access-authn-authz/user-impersonation/'],
  ),
  does: 'act as others',
  asks: [
    ...ask('', 'users groups serviceaccounts', 'impersonate'),
    ...ask('authentication.k8s.io', 'uids', 'impersonate'),
  ],
  wide: 'critical',
  local: 'medium',
  evenNamed: (name) => name === 'system:masters',
};

/** KEP-5284: the verbs of both halves, on the identity and on what is done as it. */
const constrained: Power = {
  ...impersonate,
  does: 'act as others in what both verbs of constrained impersonation allow',
  asks: ask(
    'authentication.k8s.io',
    'users groups uids serviceaccounts nodes',
    'impersonate:user-info impersonate:serviceaccount impersonate:arbitrary-node impersonate:associated-node',
  ),
  wide: 'high',
  besides: ({ verbs }) => verbs.some((verb) => verb === '*' || verb.startsWith('impersonate-on:')),
};

const nodesProxy: Power = {
  rule: toRule(
    'nodes-proxy',
    {
      title: 'Nobody uses the proxy of nodes',
      severity: 'critical',
      what: 'No subject holds any verb on nodes/proxy; get is enough.',
      why: 'The kubelet asks for nodes/proxy before it runs a command in a container, by the verb of the HTTP request, and a WebSocket begins with GET: whoever may get nodes/proxy runs commands in every pod of the node, past admission and audit.',
      fine: 'Monitoring agents for clusters older than Kubernetes 1.33, on nodes where nobody else may schedule.',
      remediation:
        'Grant the finer subresources instead: nodes/metrics, nodes/stats, nodes/log, nodes/healthz, nodes/pods, nodes/configz.',
    },
    ['https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/'],
  ),
  does: 'run commands in every pod of a node through the kubelet',
  asks: ask('', 'nodes/proxy', 'get create update patch delete'),
  wide: 'critical',
  local: 'info',
  clusterOnly: true,
};

const tokens: Power = {
  rule: toRule('token-request', {
    title: 'Tokens of service accounts are made by whom they are for',
    severity: 'high',
    what: 'No subject holds create on serviceaccounts/token without naming the accounts.',
    why: 'A token of another account is that account, for as long as the token lasts, from anywhere.',
    fine: 'Vault agents and GitOps tools that log in as accounts they are given by name.',
    remediation: 'Name the service accounts in resourceNames.',
  }),
  does: 'make tokens of any service account',
  asks: ask('', 'serviceaccounts/token', 'create'),
  wide: 'high',
  local: 'medium',
};

const certificates: Power = {
  rule: toRule(
    'approve-certificates',
    {
      title: 'Client certificates are approved by the cluster’s own controllers',
      severity: 'high',
      what: 'No subject may approve or sign for the signers of Kubernetes (any signer, or a name that begins kubernetes.io/) and update certificatesigningrequests.',
      why: 'A client certificate is a login under any name the request holds, until it expires: it cannot be revoked.',
      fine: 'An approver for kubelet serving certificates, named kubernetes.io/kubelet-serving.',
      remediation: 'Name the one signer in resourceNames, and not kubernetes.io/kube-apiserver-client.',
    },
    ['https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/'],
  ),
  does: 'have client certificates of the cluster signed',
  asks: ask('certificates.k8s.io', 'signers', 'approve sign'),
  wide: 'high',
  local: 'info',
  clusterOnly: true,
  evenNamed: (name) =>
    name === '*' || name === 'kubernetes.io/*' || name.startsWith('kubernetes.io/kube-apiserver-client'),
  besides: ({ groups, resources, verbs }) =>
    groups.some((group) => group === '*' || group === 'certificates.k8s.io') &&
    resources.some((resource) =>
      [
        '*',
        'certificatesigningrequests/approval',
        'certificatesigningrequests/status',
        '*/approval',
        '*/status',
      ].includes(resource),
    ) &&
    verbs.some((verb) => ['*', 'update', 'patch'].includes(verb)),
};

const admission: Power = {
  rule: toRule('write-webhooks', {
    title: 'What guards admission is written by few',
    severity: 'high',
    what: 'No subject may write webhook configurations, admission policies and their bindings, or the policies of Kyverno and Gatekeeper, without naming them.',
    why: 'A webhook sees and changes every object, Secrets included; a policy that is taken away guards nothing.',
    fine: 'Operators with a webhook of their own: name it in resourceNames for update and patch.',
    remediation: 'Name the configurations in resourceNames, and let the installer create them.',
  }),
  does: 'write what guards admission',
  asks: [
    ...ask(
      'admissionregistration.k8s.io',
      'validatingwebhookconfigurations mutatingwebhookconfigurations validatingadmissionpolicies validatingadmissionpolicybindings mutatingadmissionpolicies mutatingadmissionpolicybindings',
      'create update patch delete deletecollection',
    ),
    ...ask('kyverno.io', 'clusterpolicies policies policyexceptions', 'create update patch delete deletecollection'),
    ...ask(
      'policies.kyverno.io',
      'validatingpolicies mutatingpolicies policyexceptions',
      'create update patch delete deletecollection',
    ),
    ...ask('templates.gatekeeper.sh', 'constrainttemplates', 'create update patch delete deletecollection'),
    ...ask('config.gatekeeper.sh', 'configs', 'create update patch delete deletecollection'),
  ],
  wide: 'high',
  local: 'low',
};

const networkPolicies: Power = {
  rule: toRule('write-network-policies', {
    title: 'What guards the network is written by few',
    severity: 'medium',
    what: 'No subject may write the NetworkPolicies of all namespaces, or policies of the whole cluster.',
    why: 'Whoever takes a policy away, or adds one that allows, opens what it closed, without touching a workload.',
    fine: 'GitOps controllers, and operators that bring policies for what they run; people in their own namespace.',
    remediation: 'Grant the right by a Role in the namespaces that need it, and leave delete out.',
  }),
  does: 'write what guards the network',
  asks: [
    ...ask('networking.k8s.io', 'networkpolicies', 'create update patch delete deletecollection'),
    ...ask(
      'policy.networking.k8s.io',
      'adminnetworkpolicies baselineadminnetworkpolicies clusternetworkpolicies',
      'create update patch delete deletecollection',
    ),
  ],
  wide: 'medium',
  local: 'info',
};

const exec: Power = {
  rule: toRule('exec', {
    title: 'Running pods are entered by few',
    severity: 'high',
    what: 'No subject may use pods/exec, pods/attach, pods/portforward or pods/ephemeralcontainers, least of all in all namespaces.',
    why: 'Inside a pod its token, its files and its network are the visitor’s; admission sees nothing of what is typed.',
    fine: 'People who are on call, in the namespaces they run, best for an hour at a time.',
    remediation: 'Bind the role in the namespaces that need it, by a RoleBinding, and only to people.',
  }),
  does: 'go into running pods',
  asks: [
    ...ask('', 'pods/exec pods/attach', 'create get'),
    ...ask('', 'pods/portforward', 'create get'),
    ...ask('', 'pods/ephemeralcontainers', 'update patch'),
  ],
  wide: 'high',
  local: 'medium',
};

const pods: Power = {
  rule: toRule('create-pods', {
    title: 'Pods are made by what deploys them',
    severity: 'high',
    what: 'No subject may create pods, or create or change what makes them, in all namespaces.',
    why: 'A new pod runs as any service account of its namespace and mounts any Secret there; without Pod Security it takes the node too.',
    fine: 'Deployment pipelines and operators in the namespaces they deploy to, with Pod Security in force there.',
    remediation: 'Grant the right by a Role in the namespaces that need it, and enforce Pod Security there.',
  }),
  does: 'make pods',
  asks: [
    ...ask('', 'pods', 'create'),
    ...ask('', 'replicationcontrollers', 'create update patch'),
    ...ask('apps', 'deployments statefulsets daemonsets replicasets', 'create update patch'),
    ...ask('batch', 'jobs cronjobs', 'create update patch'),
  ],
  wide: 'high',
  local: 'info',
};

const namespaces: Power = {
  rule: toRule(
    'patch-namespaces',
    {
      title: 'Namespaces are changed by few',
      severity: 'high',
      what: 'No subject may update or patch namespaces without naming them.',
      why: 'The labels of a namespace say which Pod Security level and which policies hold there: one patch drops them.',
      fine: 'GitOps controllers that make namespaces, and operators of the platform.',
      remediation: 'Name the namespaces in resourceNames; their labels belong to the pipeline that makes them.',
    },
    ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/#namespace-modification'],
  ),
  does: 'drop the Pod Security labels',
  asks: ask('', 'namespaces', 'update patch'),
  wide: 'high',
  local: 'medium',
};

const volumes: Power = {
  rule: toRule('create-volumes', {
    title: 'Volumes are made by the provisioner',
    severity: 'medium',
    what: 'No subject may create persistentvolumes.',
    why: 'A PersistentVolume of type hostPath is the disk of a node in a pod, past Pod Security.',
    fine: 'CSI provisioners, on which this is the work.',
    remediation: 'Leave volumes to the provisioner, and let people claim them.',
  }),
  does: 'mount the disk of a node by a PersistentVolume',
  asks: ask('', 'persistentvolumes', 'create'),
  wide: 'medium',
  local: 'info',
  clusterOnly: true,
};

const nodes: Power = {
  rule: toRule('write-nodes', {
    title: 'Nodes are changed by the cluster’s own controllers',
    severity: 'medium',
    what: 'No subject may update or patch nodes or nodes/status without naming them.',
    why: 'Labels, taints and what a node says it has decide where pods go: chosen pods can be drawn to a stolen node.',
    fine: 'Autoscalers and node agents that write conditions; those of one node best through the Node authoriser.',
    remediation: 'Name the nodes in resourceNames, or grant patch on nodes/status alone.',
  }),
  does: 'change nodes',
  asks: [...ask('', 'nodes', 'update patch'), ...ask('', 'nodes/status', 'update patch')],
  wide: 'medium',
  local: 'info',
  clusterOnly: true,
};

export const everything = anything;
export const everyResource = star;

/** In the order reports list them; what gives all of them is told by the first two alone. */
export const powers: readonly Power[] = [
  anything,
  star,
  escalate,
  impersonate,
  constrained,
  nodesProxy,
  secrets,
  tokens,
  certificates,
  admission,
  exec,
  pods,
  namespaces,
  volumes,
  nodes,
  networkPolicies,
];
