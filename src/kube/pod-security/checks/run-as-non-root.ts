/**
 * Running as non-root, restricted: every container must be one that the kubelet refuses to start as root.
 *
 * Fields: spec.securityContext.runAsNonRoot, and the same of every init, regular and ephemeral container. Allowed:
 * true; undefined or null in a container where the pod says true. From v1.35 a pod with spec.hostUsers false is let
 * off.
 */

import { isAbsent } from '../../workload/pod-template.ts';
import type { Check, Violation } from '../check.ts';
import {
  describeValue,
  isInUserNamespace,
  nameContainers,
  nameHolder,
  settingPath,
  toEdit,
  type ContainerHolder,
  type Holder,
  type PodView,
} from '../pod-view.ts';

const find = ({ pod, containers }: PodView): readonly Violation[] => {
  const atPod = pod.context.runAsNonRoot;
  const found: Violation[] = [];
  const silent: ContainerHolder[] = [];
  if (!isAbsent(atPod) && atPod !== true) found.push(toRefused(pod));
  for (const holder of containers) {
    const value = holder.context.runAsNonRoot;
    if (isAbsent(value)) silent.push(holder);
    else if (value !== true) found.push(toRefused(holder));
  }
  // A pod that says something else than true is told so once; saying true there mends its silent containers too.
  if (!isAbsent(atPod) || silent.length === 0) return found;
  if (silent.length < containers.length) return [...found, ...silent.map(toSilent)];
  const path = settingPath(pod, 'runAsNonRoot');
  const message = `Neither the pod nor ${nameContainers(silent)} sets securityContext.runAsNonRoot to true.`;
  return [{ path, message, edits: [toEdit(path, atPod, true)] }];
};

const toRefused = (holder: Holder): Violation => {
  const path = settingPath(holder, 'runAsNonRoot');
  const value = holder.context.runAsNonRoot;
  return {
    path,
    message: `${nameHolder(holder)} sets securityContext.runAsNonRoot to ${describeValue(value)}, where true is required.`,
    edits: [toEdit(path, value, true)],
  };
};

const toSilent = (holder: Holder): Violation => {
  const path = settingPath(holder, 'runAsNonRoot');
  return {
    path,
    message: `${nameHolder(holder)} does not set securityContext.runAsNonRoot to true, nor does the pod.`,
    edits: [toEdit(path, holder.context.runAsNonRoot, true)],
  };
};

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
