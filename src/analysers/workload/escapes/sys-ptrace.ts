/**
 * CE_SYS_PTRACE: code is put into a process of the node. Needs the node's process namespace, and CAP_SYS_PTRACE towards
 * processes that have more capabilities; SYS_ADMIN is asked for by some kernels' Yama besides, and is not waited for.
 */

import type { Escape } from '../escape.ts';

export const sysPtrace: Escape = {
  type: 'CE_SYS_PTRACE',
  leads: 'node',
  find({ hostPID, privileged, has }) {
    if (!hostPID || !has('SYS_PTRACE')) return [];
    return privileged
      ? [{ grant: 'is privileged and sees the processes of its node', hinderedBy: ['user-namespace'] }]
      : [
          {
            grant: 'has the capability SYS_PTRACE and sees the processes of its node',
            hinderedBy: ['user-namespace', 'non-root', 'app-armor'],
          },
        ];
  },
};
