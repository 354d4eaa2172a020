/**
 * Seccomp, restricted, from v1.19: a profile must be named, and it must confine.
 *
 * Fields: spec.securityContext.seccompProfile.type, and the same of every init, regular and ephemeral container.
 * Allowed: RuntimeDefault, Localhost; no profile in a container where the pod has an allowed one. From v1.25 a pod
 * with spec.os.name windows is let off.
 */

import type { Check, PodEdit } from '../check.ts';
import { findUnset } from '../inherited-setting.ts';
import { isForWindows, nameContainers, nameHolder, settingPath, toEdit, type Holder } from '../pod-view.ts';
import { isConfining, toUnconfined } from '../profile.ts';

const find = findUnset({
  field: 'seccompProfile',
  isAllowed: isConfining,
  toRefused: (holder, profile) => toUnconfined(holder, 'seccompProfile', profile),
  toSilent: (holder) => ({
    path: settingPath(holder, 'seccompProfile', 'type'),
    message: `${nameHolder(holder)} sets no securityContext.seccompProfile.type, nor does the pod: RuntimeDefault or Localhost is required.`,
    edits: [toDefaultProfile(holder)],
  }),
  toAllSilent: (pod, silent) => ({
    path: settingPath(pod, 'seccompProfile', 'type'),
    message: `Neither the pod nor ${nameContainers(silent)} sets securityContext.seccompProfile.type to RuntimeDefault or Localhost.`,
    edits: [toDefaultProfile(pod)],
  }),
});

const toDefaultProfile = (holder: Holder): PodEdit =>
  toEdit(settingPath(holder, 'seccompProfile'), holder.context.seccompProfile, { type: 'RuntimeDefault' });

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
