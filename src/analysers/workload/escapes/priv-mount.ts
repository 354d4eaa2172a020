/**
 * CE_PRIV_MOUNT: a privileged container has the node's devices and mounts its disk. With SYS_ADMIN alone the cgroups of
 * the first version are mounted, whose release agent the node runs. A disk of the node as a block device needs no mounting.
 */

import type { Escape, Opening } from '../escape.ts';

export const privMount: Escape = {
  type: 'CE_PRIV_MOUNT',
  leads: 'node',
  find({ privileged, has, mounts }) {
    const openings: Opening[] = [];
    if (privileged) openings.push({ grant: 'is privileged', hinderedBy: ['user-namespace'] });
    else if (has('SYS_ADMIN'))
      openings.push({
        grant: 'has the capability SYS_ADMIN',
        hinderedBy: ['user-namespace', 'non-root', 'app-armor'],
      });
    const disk = mounts.find(({ block, readOnly }) => block && !readOnly);
    if (disk !== undefined)
      openings.push({ grant: `has the block device ${disk.path} of its node`, hinderedBy: ['non-root'] });
    return openings;
  },
};
