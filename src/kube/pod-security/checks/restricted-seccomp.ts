/**
 * Seccomp, restricted, from v1.19: a profile must be named, and it must confine.
 *
 * Fields: spec.securityContext.seccompProfile.type, and the same of every init, regular and ephemeral container.
 * Allowed: RuntimeDefault, Localhost; no profile in a container where the pod has an allowed one. From v1.25 a pod
 * with spec.os.name windows is let off.
 */

import { isAbsent } from '../../workload/pod-template.ts';
import type { Check, Violation } from '../check.ts';
import {
  isForWindows,
  nameContainers,
  nameHolder,
  settingPath,
  toEdit,
  type ContainerHolder,
  type PodView,
} from '../pod-view.ts';
import { isConfining, toUnconfined } from '../profile.ts';

const find = ({ pod, containers }: PodView): readonly Violation[] => {
  const atPod = pod.context.seccompProfile;
  const found: Violation[] = [];
  const silent: ContainerHolder[] = [];
  if (!isAbsent(atPod) && !isConfining(atPod)) found.push(toUnconfined(pod, 'seccompProfile', atPod));
  for (const holder of containers) {
    const profile = holder.context.seccompProfile;
    if (isAbsent(profile)) silent.push(holder);
    else if (!isConfining(profile)) found.push(toUnconfined(holder, 'seccompProfile', profile));
  }
  // A pod whose profile does not confine is told so once; mending it there mends its silent containers too.
  if (!isAbsent(atPod) || silent.length === 0) return found;
  if (silent.length < containers.length) return [...found, ...silent.map(toSilent)];
  return [
    {
      path: settingPath(pod, 'seccompProfile', 'type'),
      message: `Neither the pod nor ${nameContainers(silent)} sets securityContext.seccompProfile.type to RuntimeDefault or Localhost.`,
      edits: [toEdit(settingPath(pod, 'seccompProfile'), atPod, { type: 'RuntimeDefault' })],
    },
  ];
};

const toSilent = (holder: ContainerHolder): Violation => ({
  path: settingPath(holder, 'seccompProfile', 'type'),
  message: `${nameHolder(holder)} sets no securityContext.seccompProfile.type, nor does the pod: RuntimeDefault or Localhost is required.`,
  edits: [toEdit(settingPath(holder, 'seccompProfile'), holder.context.seccompProfile, { type: 'RuntimeDefault' })],
});

export const restrictedSeccomp: Check = {
  id: 'seccomp',
  level: 'restricted',
  control: 'pss-seccomp',
  title: 'A seccomp profile confines every container',
  layer: 'runtime',
  what: 'From v1.19 on securityContext.seccompProfile.type must be RuntimeDefault or Localhost in the pod or in every container. From v1.25 on, pods for Windows need not.',
  why: "Where no profile is named most clusters use none at all: every one of the kernel's several hundred system calls is then open to the container, the ones behind most known escapes included.",
  fine: 'On nodes whose kubelet sets RuntimeDefault for everybody (seccompDefault) the pod is confined without saying so; the restricted level still wants it said, since the pod may move.',
  remediation: 'Set spec.securityContext.seccompProfile.type to RuntimeDefault. Hardly any program notices.',
  references: [
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted',
    'https://kubernetes.io/docs/tutorials/security/seccomp/',
  ],
  reads: [
    'spec.os.name',
    'spec.securityContext.seccompProfile.type',
    'spec.containers[*].securityContext.seccompProfile.type',
    'spec.initContainers[*].securityContext.seccompProfile.type',
    'spec.ephemeralContainers[*].securityContext.seccompProfile.type',
  ],
  revisions: [
    { since: 19, find },
    { since: 25, find, spares: isForWindows },
  ],
  overrides: 'seccomp',
};
