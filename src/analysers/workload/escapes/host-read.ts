/** EXPLOIT_HOST_READ: credentials that lie on the node's disk open the node: keys of SSH, of the kubelet, of the control plane, of the cloud. */

import { tellMount, type Escape, type Opening } from '../escape.ts';
import { findThing, type HostThing } from '../host-path.ts';

/** `tree`: everything below may be one. */
const credentials: readonly HostThing[] = [
  { path: '/root', tree: true },
  { path: '/home', tree: true },
  { path: '/etc/kubernetes', tree: true },
  { path: '/etc/shadow', tree: false },
  { path: '/etc/ssh', tree: true },
  { path: '/etc/rancher', tree: true },
  { path: '/etc/origin', tree: true },
  { path: '/etc/cni/net.d', tree: true },
  { path: '/var/lib/kubelet', tree: false },
  { path: '/var/lib/kubelet/pki', tree: true },
  { path: '/var/lib/kubelet/kubeconfig', tree: false },
  { path: '/var/lib/kubelet/config.json', tree: false },
  { path: '/var/lib/kubelet/bootstrap-kubeconfig', tree: false },
  { path: '/var/lib/etcd', tree: true },
  { path: '/var/lib/minikube', tree: true },
  { path: '/var/lib/rancher/k3s/server', tree: true },
  { path: '/var/lib/rancher/rke2/server', tree: true },
  { path: '/var/lib/k0s/pki', tree: true },
  { path: '/var/snap/microk8s/current/credentials', tree: true },
  { path: '/var/lib/waagent', tree: true },
  { path: '/var/lib/cloud', tree: true },
  // Memory and environment of every process, the keys of an SSH agent among them.
  { path: '/proc', tree: false },
  { path: 'c:/', tree: false },
  { path: 'c:/k', tree: true },
  { path: 'c:/etc/kubernetes', tree: true },
  { path: 'c:/var/lib/kubelet', tree: false },
  { path: 'c:/users', tree: true },
];

export const hostRead: Escape = {
  type: 'EXPLOIT_HOST_READ',
  leads: 'node',
  find({ privileged, has, mounts }) {
    const openings: Opening[] = [];
    // Files are opened by their number on the disk, wherever they are, by way of any file of it that is mounted.
    if (!privileged && has('DAC_READ_SEARCH'))
      openings.push({ grant: 'has the capability DAC_READ_SEARCH', hinderedBy: ['user-namespace', 'non-root'] });
    for (const mount of mounts)
      if (!mount.block && findThing(mount.path, credentials) !== undefined)
        openings.push({ grant: tellMount(mount), hinderedBy: ['non-root'] });
      else if (mount.block && mount.readOnly)
        openings.push({ grant: `has the block device ${mount.path} of its node, read-only`, hinderedBy: ['non-root'] });
    return openings;
  },
};
