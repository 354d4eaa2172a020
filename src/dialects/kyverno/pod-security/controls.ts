/** The controls as Kyverno knows them: which of our checks each is, what it says when it fails, and in which fields. */

import type { Check, Violation } from '../../../kube/pod-security/check.ts';
import type { PodView } from '../../../kube/pod-security/pod-view.ts';
import { appArmor } from '../../../kube/pod-security/checks/app-armor.ts';
import { baselineCapabilities } from '../../../kube/pod-security/checks/baseline-capabilities.ts';
import { baselineProcMount } from '../../../kube/pod-security/checks/baseline-proc-mount.ts';
import { baselineSeccomp } from '../../../kube/pod-security/checks/baseline-seccomp.ts';
import { hostNamespaces } from '../../../kube/pod-security/checks/host-namespaces.ts';
import { hostPathVolumes } from '../../../kube/pod-security/checks/host-path-volumes.ts';
import { hostPorts } from '../../../kube/pod-security/checks/host-ports.ts';
import { hostProbes } from '../../../kube/pod-security/checks/host-probes.ts';
import { hostProcess } from '../../../kube/pod-security/checks/host-process.ts';
import { privilegeEscalation } from '../../../kube/pod-security/checks/privilege-escalation.ts';
import { privileged } from '../../../kube/pod-security/checks/privileged.ts';
import { restrictedCapabilities } from '../../../kube/pod-security/checks/restricted-capabilities.ts';
import { restrictedSeccomp } from '../../../kube/pod-security/checks/restricted-seccomp.ts';
import { runAsNonRoot } from '../../../kube/pod-security/checks/run-as-non-root.ts';
import { runAsUser } from '../../../kube/pod-security/checks/run-as-user.ts';
import { seLinux } from '../../../kube/pod-security/checks/selinux.ts';
import { sysctls } from '../../../kube/pod-security/checks/sysctls.ts';
import { volumeTypes } from '../../../kube/pod-security/checks/volume-types.ts';
import { findSourcelessVolumes } from './find-sourceless-volumes.ts';
import {
  listAddedCapabilities,
  listHostPaths,
  listPrivilegeEscalation,
  listRestrictedCapabilities,
  listRestrictedSeccomp,
  listRunAsNonRoot,
  listSysctls,
  listValues,
  listVolumeTypes,
  type ListFieldErrors,
} from './list-field-errors.ts';

export interface Control {
  readonly check: Check;
  /** What `exclude[].controlName` calls it; `null` where Kyverno has no name for it, so that it cannot be excluded. */
  readonly name: string | null;
  /** Why a pod is forbidden, in Kyverno's words. */
  readonly reason: string;
  /** `null` where Kyverno tells no fields. */
  readonly list: ListFieldErrors | null;
  /** What the check leaves to the API server's defaults, and Kyverno does not. */
  readonly findMore?: (pod: PodView) => readonly Violation[];
}

/** In the order in which Kyverno evaluates and prints them. */
export const controls: readonly Control[] = [
  {
    check: privilegeEscalation,
    name: 'Privilege Escalation',
    reason: 'allowPrivilegeEscalation != false',
    list: listPrivilegeEscalation,
  },
  { check: appArmor, name: 'AppArmor', reason: 'forbidden AppArmor profile', list: listValues },
  {
    check: baselineCapabilities,
    name: 'Capabilities',
    reason: 'non-default capabilities',
    list: listAddedCapabilities,
  },
  {
    check: restrictedCapabilities,
    name: 'Capabilities',
    reason: 'unrestricted capabilities',
    list: listRestrictedCapabilities,
  },
  { check: hostNamespaces, name: 'Host Namespaces', reason: 'host namespaces', list: listValues },
  { check: hostPathVolumes, name: 'HostPath Volumes', reason: 'hostPath volumes', list: listHostPaths },
  { check: hostPorts, name: 'Host Ports', reason: 'hostPort', list: listValues },
  { check: hostProbes, name: null, reason: 'probe or lifecycle host', list: null },
  { check: privileged, name: 'Privileged Containers', reason: 'privileged', list: listValues },
  { check: baselineProcMount, name: '/proc Mount Type', reason: 'procMount', list: listValues },
  {
    check: volumeTypes,
    name: 'Volume Types',
    reason: 'restricted volume types',
    list: listVolumeTypes,
    findMore: findSourcelessVolumes,
  },
  { check: runAsNonRoot, name: 'Running as Non-root', reason: 'runAsNonRoot != true', list: listRunAsNonRoot },
  { check: runAsUser, name: 'Running as Non-root user', reason: 'runAsUser=0', list: listValues },
  { check: seLinux, name: 'SELinux', reason: 'seLinuxOptions', list: listValues },
  { check: baselineSeccomp, name: 'Seccomp', reason: 'seccompProfile', list: listValues },
  { check: restrictedSeccomp, name: 'Seccomp', reason: 'seccompProfile', list: listRestrictedSeccomp },
  { check: sysctls, name: 'Sysctls', reason: 'forbidden sysctls', list: listSysctls },
  { check: hostProcess, name: 'HostProcess', reason: 'hostProcess', list: listValues },
];

export const controlNames: readonly string[] = [
  ...new Set(controls.flatMap(({ name }) => (name === null ? [] : [name]))),
];
