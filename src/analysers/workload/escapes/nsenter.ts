/** CE_NSENTER: a privileged container that sees the node's processes enters the namespaces of the first one. */

import type { Escape } from '../escape.ts';

export const nsenter: Escape = {
  type: 'CE_NSENTER',
  leads: 'node',
  find: ({ privileged, hostPID }) =>
    privileged && hostPID
      ? [{ grant: 'is privileged and sees the processes of its node', hinderedBy: ['user-namespace'] }]
      : [],
};
