/**
 * EXPLOIT_CONTAINERD_SOCK: who speaks to the container runtime has it start a privileged container. A mount that is
 * read-only hinders nobody: connecting to a socket writes nothing to its file system.
 */

import { tellMount, type Escape } from '../escape.ts';
import { findThing } from '../host-path.ts';

const sockets = [
  '/run/containerd/containerd.sock',
  '/run/docker.sock',
  '/run/crio/crio.sock',
  '/run/cri-dockerd.sock',
  '/run/dockershim.sock',
  '/run/podman/podman.sock',
  '/run/docker/containerd/containerd.sock',
  '/run/k3s/containerd/containerd.sock',
  '/run/k0s/containerd.sock',
  '/run/host-containerd/containerd.sock',
  '/run/balena-engine.sock',
  '/var/snap/microk8s/common/run/containerd.sock',
  '//./pipe/docker_engine',
  '//./pipe/containerd-containerd',
].map((path) => ({ path, tree: false }));

export const runtimeSocket: Escape = {
  type: 'EXPLOIT_CONTAINERD_SOCK',
  leads: 'node',
  find: ({ mounts, mayBeRootGroup }) =>
    mounts
      .filter((mount) => !mount.block && findThing(mount.path, sockets) !== undefined)
      .map((mount) => ({
        grant: `${tellMount(mount)}, where the socket of the container runtime is`,
        hinderedBy: mayBeRootGroup ? [] : ['non-root'],
      })),
};
