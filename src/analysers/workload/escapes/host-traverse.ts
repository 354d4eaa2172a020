/** EXPLOIT_HOST_TRAVERSE: the kubelet keeps the volumes of every pod, with tokens and Secrets, below one folder of the node. */

import { tellMount, type Escape } from '../escape.ts';
import { findThing } from '../host-path.ts';

const volumes = [
  { path: '/var/lib/kubelet/pods', tree: true },
  { path: 'c:/var/lib/kubelet/pods', tree: true },
];

export const hostTraverse: Escape = {
  type: 'EXPLOIT_HOST_TRAVERSE',
  leads: 'volumes',
  find: ({ mounts }) =>
    mounts
      .filter((mount) => !mount.block && findThing(mount.path, volumes) !== undefined)
      .map((mount) => ({ grant: tellMount(mount), hinderedBy: ['non-root'] })),
};
