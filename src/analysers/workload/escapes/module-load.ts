/** CE_MODULE_LOAD: the kernel is the node's own, and so is what is loaded into it. Needs CAP_SYS_MODULE in the node's user namespace. */

import type { Escape } from '../escape.ts';

export const moduleLoad: Escape = {
  type: 'CE_MODULE_LOAD',
  leads: 'node',
  find(container) {
    if (container.privileged) return [{ grant: 'is privileged', hinderedBy: ['user-namespace'] }];
    return container.has('SYS_MODULE')
      ? [{ grant: 'has the capability SYS_MODULE', hinderedBy: ['user-namespace', 'non-root'] }]
      : [];
  },
};
