/**
 * /proc mount type, baseline: the masks over /proc stay on, unless the pod has a user namespace.
 *
 * Fields: securityContext.procMount of every init, regular and ephemeral container. Allowed: undefined, null,
 * Default. From v1.35 any value in a pod with spec.hostUsers false.
 */

import type { Check } from '../check.ts';
import { isInUserNamespace } from '../pod-view.ts';
import { findUnmasked, procMountReads, procMountReferences } from '../proc-mount.ts';

export const baselineProcMount: Check = {
  id: 'proc-mount',
  level: 'baseline',
  control: 'pss-proc-mount',
  title: '/proc stays masked',
  layer: 'runtime',
  what: 'securityContext.procMount must be Default or left out. From v1.35 on a pod in a user namespace of its own (hostUsers: false) may unmask it.',
  why: 'Runtimes hide the parts of /proc through which the kernel of the node is read and steered. Unmasked, they are open to whoever is root in the container, and a write to one of them is a way out.',
  fine: 'Containers that run containers (nested builds, CI runners) need it; with hostUsers: false it is allowed at the baseline level.',
  remediation: 'Remove procMount. Where nested containers need it, set spec.hostUsers to false as well.',
  references: [...procMountReferences, 'https://kubernetes.io/docs/concepts/workloads/pods/user-namespaces/'],
  reads: [...procMountReads, 'spec.hostUsers'],
  revisions: [
    { since: 0, find: findUnmasked },
    { since: 35, find: findUnmasked, spares: isInUserNamespace },
  ],
  overrides: null,
};
