/** CE_UMH_CORE_PATTERN: the node runs, as root and outside any container, the program that /proc/sys/kernel/core_pattern names when a process crashes. */

import { tellMount, type Escape, type Opening } from '../escape.ts';
import { findThing } from '../host-path.ts';

const pattern = [{ path: '/proc/sys/kernel/core_pattern', tree: false }];

export const corePattern: Escape = {
  type: 'CE_UMH_CORE_PATTERN',
  leads: 'node',
  find({ privileged, mounts }) {
    const openings: Opening[] = privileged ? [{ grant: 'is privileged', hinderedBy: ['user-namespace'] }] : [];
    for (const mount of mounts)
      if (!mount.block && !mount.readOnly && findThing(mount.path, pattern) !== undefined)
        // The file is root's alone, and no profile of the runtimes knows it by the path of a mount.
        openings.push({ grant: tellMount(mount), hinderedBy: ['non-root'] });
    return openings;
  },
};
