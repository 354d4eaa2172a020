/** What is forbidden about /proc at both levels; they differ in whom they spare. */

import { isAbsent } from '../workload/pod-template.ts';
import type { Violation } from './check.ts';
import { describeValue, nameHolder, settingPath, toEdit, type PodView } from './pod-view.ts';

export const findUnmasked = ({ containers }: PodView): readonly Violation[] => {
  const found: Violation[] = [];
  for (const holder of containers) {
    const { procMount } = holder.context;
    if (isAbsent(procMount) || procMount === 'Default') continue;
    const path = settingPath(holder, 'procMount');
    found.push({
      path,
      message: `${nameHolder(holder)} sets securityContext.procMount to ${describeValue(procMount)}, which takes the masks off /proc.`,
      edits: [toEdit(path, procMount, undefined)],
    });
  }
  return found;
};

export const procMountReads: readonly string[] = ['containers', 'initContainers', 'ephemeralContainers'].map(
  (list) => `spec.${list}[*].securityContext.procMount`,
);

export const procMountReferences: readonly string[] = [
  'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
  'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#managing-access-to-the-proc-filesystem',
];
