/**
 * Privilege escalation, restricted, from v1.8: no process may gain more privileges than its parent.
 *
 * Fields: securityContext.allowPrivilegeEscalation of every init, regular and ephemeral container. Allowed: false,
 * and it must be said. From v1.25 a pod with spec.os.name windows is let off.
 */

import { isAbsent } from '../../workload/pod-template.ts';
import type { Check, Violation } from '../check.ts';
import { describeValue, isForWindows, nameHolder, settingPath, toEdit, type PodView } from '../pod-view.ts';

const find = ({ containers }: PodView): readonly Violation[] => {
  const found: Violation[] = [];
  for (const holder of containers) {
    const value = holder.context.allowPrivilegeEscalation;
    if (value === false) continue;
    const path = settingPath(holder, 'allowPrivilegeEscalation');
    const does = isAbsent(value)
      ? 'does not set securityContext.allowPrivilegeEscalation'
      : `sets securityContext.allowPrivilegeEscalation to ${describeValue(value)}`;
    found.push({
      path,
      message: `${nameHolder(holder)} ${does}, where false is required.`,
      edits: [toEdit(path, value, false)],
    });
  }
  return found;
};

export const privilegeEscalation: Check = {
  id: 'privilege-escalation',
  level: 'restricted',
  control: 'pss-privilege-escalation',
  title: 'No process gains more privileges than its parent',
  layer: 'runtime',
  what: 'Every container must set securityContext.allowPrivilegeEscalation to false. From v1.25 on, pods for Windows need not.',
  why: 'Without it a set-user-ID program in the image, sudo or an old ping, turns an ordinary user back into root, and undoes running as non-root.',
  fine: 'Programs that must change their user by sudo or a set-user-ID helper. A privileged container, or one with SYS_ADMIN, always escalates and is refused false.',
  remediation:
    'Set allowPrivilegeEscalation to false in every container. It sets no_new_privs in the kernel and costs nothing.',
  references: [
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted',
    'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
  ],
  reads: [
    'spec.os.name',
    'spec.containers[*].securityContext.allowPrivilegeEscalation',
    'spec.initContainers[*].securityContext.allowPrivilegeEscalation',
    'spec.ephemeralContainers[*].securityContext.allowPrivilegeEscalation',
  ],
  revisions: [
    { since: 8, find },
    { since: 25, find, spares: isForWindows },
  ],
  overrides: null,
};
