/**
 * Privileged containers, baseline: no container may be privileged.
 *
 * Fields: securityContext.privileged of every init, regular and ephemeral container. Allowed: undefined, null,
 * false. The same in all versions.
 */

import type { Check, Violation } from '../check.ts';
import { isSwitchedOn, nameHolder, settingPath, toEdit, toWrongType, type PodView } from '../pod-view.ts';

const find = ({ containers }: PodView): readonly Violation[] => {
  const found: Violation[] = [];
  for (const holder of containers) {
    const { privileged } = holder.context;
    if (!isSwitchedOn(privileged)) continue;
    if (privileged !== true) {
      found.push(toWrongType(holder, ['privileged'], privileged, 'true or false'));
      continue;
    }
    const path = settingPath(holder, 'privileged');
    found.push({
      path,
      message: `${nameHolder(holder)} sets securityContext.privileged to true: it is root on the node in all but name.`,
      edits: [toEdit(path, true, false)],
    });
  }
  return found;
};

export const privileged: Check = {
  id: 'privileged',
  level: 'baseline',
  control: 'pss-privileged',
  title: 'Containers are not privileged',
  layer: 'cluster',
  what: 'No container may set securityContext.privileged to true.',
  why: "A privileged container has every capability, every device and none of seccomp, AppArmor and SELinux. From there to the node's file system, and so to every pod and credential on it, is one mount command.",
  fine: 'CNI and CSI node plug-ins and some drivers configure the kernel or devices of the node. Most other uses need one capability or one device, not everything.',
  remediation:
    'Set privileged to false. Where something stops working, add the single capability it needs, use a device plug-in for devices, and the spec.securityContext.sysctls field for kernel parameters. Images are built without privileges by BuildKit rootless, Buildah or Kaniko.',
  references: [
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
    'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
  ],
  reads: [
    'spec.containers[*].securityContext.privileged',
    'spec.initContainers[*].securityContext.privileged',
    'spec.ephemeralContainers[*].securityContext.privileged',
  ],
  revisions: [{ since: 0, find }],
  overrides: null,
};
