/**
 * Running as non-root, restricted: every container must be one that the kubelet refuses to start as root.
 *
 * Fields: spec.securityContext.runAsNonRoot, and the same of every init, regular and ephemeral container. Allowed:
 * true; undefined or null in a container where the pod says true. From v1.35 a pod with spec.hostUsers false is let
 * off.
 */

import type { Check } from '../check.ts';
import { findUnset } from '../inherited-setting.ts';
import { describeValue, isInUserNamespace, nameContainers, nameHolder, settingPath, toEdit } from '../pod-view.ts';

const find = findUnset({
  field: 'runAsNonRoot',
  isAllowed: (value) => value === true,
  toRefused: (holder, value) => {
    const path = settingPath(holder, 'runAsNonRoot');
    return {
      path,
      message: `${nameHolder(holder)} sets securityContext.runAsNonRoot to ${describeValue(value)}, where true is required.`,
      edits: [toEdit(path, value, true)],
    };
  },
  toSilent: (holder) => {
    const path = settingPath(holder, 'runAsNonRoot');
    return {
      path,
      message: `${nameHolder(holder)} does not set securityContext.runAsNonRoot to true, nor does the pod.`,
      edits: [toEdit(path, holder.context.runAsNonRoot, true)],
    };
  },
  toAllSilent: (pod, silent) => {
    const path = settingPath(pod, 'runAsNonRoot');
    return {
      path,
      message: `Neither the pod nor ${nameContainers(silent)} sets securityContext.runAsNonRoot to true.`,
      edits: [toEdit(path, pod.context.runAsNonRoot, true)],
    };
  },
});

export const runAsNonRoot: Check = {
  id: 'run-as-non-root',
  level: 'restricted',
  control: 'pss-run-as-non-root',
  title: 'Containers do not run as root',
  layer: 'runtime',
  what: 'securityContext.runAsNonRoot must be true in the pod or in every container, and false nowhere. From v1.35 on, pods in a user namespace of their own (hostUsers: false) need not.',
  why: 'Root in a container is root to the kernel. A bug that leads out of the container leads a root process to root on the node, and an ordinary one to hardly anything.',
  fine: 'Images that cannot do without root yet. Where nodes and runtime support it, hostUsers: false gives such a pod a root that is nobody on the node.',
  remediation:
    "Set spec.securityContext.runAsNonRoot to true. The kubelet then refuses an image whose user is root or is not numeric: set runAsUser to the image's user, or build the image with a numeric USER.",
  references: [
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted',
    'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#set-the-security-context-for-a-pod',
    'https://kubernetes.io/docs/concepts/workloads/pods/user-namespaces/',
  ],
  reads: [
    'spec.hostUsers',
    'spec.securityContext.runAsNonRoot',
    'spec.containers[*].securityContext.runAsNonRoot',
    'spec.initContainers[*].securityContext.runAsNonRoot',
    'spec.ephemeralContainers[*].securityContext.runAsNonRoot',
  ],
  revisions: [
    { since: 0, find },
    { since: 35, find, spares: isInUserNamespace },
  ],
  overrides: null,
};
