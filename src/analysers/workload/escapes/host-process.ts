/** CE_HOST_PROCESS: a HostProcess container of Windows is a process of its node, with no wall around it. */

import type { Escape } from '../escape.ts';

export const hostProcess: Escape = {
  type: 'CE_HOST_PROCESS',
  leads: 'node',
  find: (container) => (container.hostProcess ? [{ grant: 'is a HostProcess container', hinderedBy: [] }] : []),
};
