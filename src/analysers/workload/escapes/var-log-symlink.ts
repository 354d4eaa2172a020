/**
 * CE_VAR_LOG_SYMLINK: a link in the node's log folder is followed by the kubelet, as root, when somebody asks it for that
 * log. Needs a writable mount of the folder and a right to read logs; what the container's own token may do is asked,
 * since it is one place that must have both.
 */

import { tellMount, type Escape } from '../escape.ts';
import { findThing } from '../host-path.ts';

const logs = [
  { path: '/var/log', tree: false },
  { path: '/var/log/pods', tree: true },
];

export const varLogSymlink: Escape = {
  type: 'CE_VAR_LOG_SYMLINK',
  leads: 'node',
  find({ mounts, readsLogs }) {
    const open = mounts.filter((mount) => !mount.block && !mount.readOnly && findThing(mount.path, logs) !== undefined);
    return open.length === 0 || !readsLogs()
      ? []
      : open.map((mount) => ({
          grant: `${tellMount(mount)}, and its token lets it read logs`,
          hinderedBy: ['non-root'],
        }));
  },
};
