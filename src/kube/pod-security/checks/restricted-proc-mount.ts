/**
 * /proc mount type, restricted, from v1.35: the masks over /proc stay on, user namespace or not.
 *
 * Fields: securityContext.procMount of every init, regular and ephemeral container. Allowed: undefined, null,
 * Default. Before v1.35 the baseline control says the same and holds at restricted as it is.
 */

import type { Check } from '../check.ts';
import { findUnmasked, procMountReads, procMountReferences } from '../proc-mount.ts';

export const restrictedProcMount: Check = {
  id: 'proc-mount',
  level: 'restricted',
  control: 'pss-proc-mount',
  title: '/proc stays masked, in user namespaces too',
  layer: 'runtime',
  what: 'From v1.35 on securityContext.procMount must be Default or left out at the restricted level, whatever spec.hostUsers says.',
  why: 'Runtimes hide the parts of /proc through which the kernel of the node is read and steered. Unmasked, only the user namespace is left between the container and them.',
  fine: 'Containers that run containers (nested builds, CI runners): put them into a namespace at the baseline level and set spec.hostUsers to false.',
  remediation: 'Remove procMount, or move the workload to a namespace whose level is baseline.',
  references: procMountReferences,
  reads: procMountReads,
  revisions: [{ since: 35, find: findUnmasked }],
  overrides: 'proc-mount',
};
