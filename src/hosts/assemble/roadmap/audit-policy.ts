/** An audit policy for the API server: who did what to what matters, without the values of Secrets and without the noise. */

import type { BesideFile } from './phase-facts.ts';

/** Rules are asked in order, and the first that fits counts (audit.k8s.io/v1). */
const text = `# Made by vauban roadmap. Not for kubectl: the API server reads it from its disk.
apiVersion: audit.k8s.io/v1
kind: Policy
# Half of the events, with the same content.
omitStages: [RequestReceived]
rules:
  # Leases and health checks are most of the traffic and say nothing.
  - level: None
    resources:
      - group: coordination.k8s.io
        resources: [leases]
  - level: None
    nonResourceURLs: ["/healthz*", "/livez*", "/readyz*", "/version", "/openapi*"]
  - level: None
    users: ["system:kube-proxy"]
    verbs: [watch]
  # Never their content: the log would hold every password.
  - level: Metadata
    resources:
      - group: ""
        resources: [secrets, configmaps, serviceaccounts/token]
      - group: authentication.k8s.io
        resources: [tokenreviews]
  # A shell in a pod, a tunnel, a node's proxy.
  - level: Request
    resources:
      - group: ""
        resources: [pods/exec, pods/attach, pods/portforward, pods/proxy, services/proxy, nodes/proxy, pods/ephemeralcontainers]
  # What changes who may do what, and what guards admission.
  - level: RequestResponse
    verbs: [create, update, patch, delete, deletecollection]
    resources:
      - group: rbac.authorization.k8s.io
      - group: admissionregistration.k8s.io
      - group: certificates.k8s.io
      - group: networking.k8s.io
      - group: ""
        resources: [namespaces, serviceaccounts]
  - level: Metadata
    verbs: [get, list, watch]
  - level: Request
`;

export const auditPolicyFile: BesideFile = {
  name: 'audit-policy.yaml',
  text,
  use: [
    'The audit policy is a file of the API server, not an object: no kubectl applies it.',
    'kubeadm: copy it to every control-plane node and name it under `apiServer.extraArgs` as `audit-policy-file`, with `audit-log-path`, `audit-log-maxage: "30"` and `audit-log-maxbackup: "10"`.',
    'k3s: `--kube-apiserver-arg=audit-policy-file=…` and `--kube-apiserver-arg=audit-log-path=…`.',
    'EKS, GKE and AKS bring their own policy: `aws eks update-cluster-config --logging`, Cloud Audit Logs, and a diagnostic setting for kube-audit-admin.',
    "Whether it is in force only the cluster tells: `vauban scan --cluster --only 'control-plane/*'`.",
  ].join('\n'),
};
