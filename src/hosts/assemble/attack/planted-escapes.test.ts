/** Out of a container onto its node: one planted way in a case, and gone with its grant. */

import { adminAccount, hostPath, noToken, other, privileged, provePlanted, web } from './planted-way.ts';

provePlanted([
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
]);
