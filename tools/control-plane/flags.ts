/** The command lines of the control plane's programs: the least that is a real cluster, on loopback, with nothing kept. */

import { join } from 'node:path';

export const toEtcdFlags = (folder: string, clientPort: number, peerPort: number): readonly string[] => [
  '--name=default',
  `--data-dir=${join(folder, 'etcd-data')}`,
  '--log-level=warn',
  // Half the time of a write; what is lost with the machine was a test's.
  '--unsafe-no-fsync',
  `--listen-client-urls=http://127.0.0.1:${clientPort}`,
  `--advertise-client-urls=http://127.0.0.1:${clientPort}`,
  `--listen-peer-urls=http://127.0.0.1:${peerPort}`,
  `--initial-advertise-peer-urls=http://127.0.0.1:${peerPort}`,
  `--initial-cluster=default=http://127.0.0.1:${peerPort}`,
];

export const toApiServerFlags = (folder: string, port: number, etcdPort: number, audit: boolean): readonly string[] => {
  const pki = join(folder, 'pki');
  return [
    `--etcd-servers=http://127.0.0.1:${etcdPort}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    `--secure-port=${port}`,
    // Loopback addresses are refused in Endpoints, and nobody looks this server up there.
    '--endpoint-reconciler-type=none',
    `--cert-dir=${pki}`,
    `--tls-cert-file=${join(pki, 'apiserver.crt')}`,
    `--tls-private-key-file=${join(pki, 'apiserver.key')}`,
    `--client-ca-file=${join(pki, 'ca.crt')}`,
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${join(pki, 'sa.pub')}`,
    `--service-account-signing-key-file=${join(pki, 'sa.key')}`,
    '--service-cluster-ip-range=10.0.0.0/24',
    '--authorization-mode=Node,RBAC',
    '--enable-admission-plugins=NodeRestriction',
    '--allow-privileged=true',
    ...(audit
      ? [`--audit-policy-file=${join(folder, 'audit-policy.yaml')}`, `--audit-log-path=${join(folder, 'audit.log')}`]
      : []),
  ];
};

export const toControllerFlags = (folder: string): readonly string[] => {
  const kubeconfig = join(folder, 'manager.kubeconfig');
  return [
    `--kubeconfig=${kubeconfig}`,
    `--authentication-kubeconfig=${kubeconfig}`,
    `--authorization-kubeconfig=${kubeconfig}`,
    '--bind-address=127.0.0.1',
    // Its own port serves metrics and health, which nothing here asks for: 0 closes it.
    '--secure-port=0',
    '--leader-elect=false',
    // The default of 20 requests a second spreads the start of forty controllers over five seconds.
    '--kube-api-qps=1000',
    '--kube-api-burst=2000',
    '--use-service-account-credentials',
    `--service-account-private-key-file=${join(folder, 'pki', 'sa.key')}`,
    `--root-ca-file=${join(folder, 'pki', 'ca.crt')}`,
  ];
};

/** Who did what to every object, without the bodies of what may hold secrets. */
export const auditPolicy = `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
- level: None
  users: ["system:apiserver", "system:kube-controller-manager", "system:kube-scheduler"]
  verbs: ["get", "list", "watch"]
- level: Metadata
  resources: [{group: "", resources: ["secrets", "configmaps", "serviceaccounts/token"]}]
- level: RequestResponse
  verbs: ["create", "update", "patch", "delete", "deletecollection"]
- level: Metadata
`;
