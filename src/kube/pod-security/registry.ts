/** Every check of the Pod Security Standards, in the order of the published standard, validated when loaded. */

import type { Check } from './check.ts';
import { appArmor } from './checks/app-armor.ts';
import { baselineCapabilities } from './checks/baseline-capabilities.ts';
import { baselineProcMount } from './checks/baseline-proc-mount.ts';
import { baselineSeccomp } from './checks/baseline-seccomp.ts';
import { hostNamespaces } from './checks/host-namespaces.ts';
import { hostPathVolumes } from './checks/host-path-volumes.ts';
import { hostPorts } from './checks/host-ports.ts';
import { hostProbes } from './checks/host-probes.ts';
import { hostProcess } from './checks/host-process.ts';
import { privilegeEscalation } from './checks/privilege-escalation.ts';
import { privileged } from './checks/privileged.ts';
import { restrictedCapabilities } from './checks/restricted-capabilities.ts';
import { restrictedProcMount } from './checks/restricted-proc-mount.ts';
import { restrictedSeccomp } from './checks/restricted-seccomp.ts';
import { runAsNonRoot } from './checks/run-as-non-root.ts';
import { runAsUser } from './checks/run-as-user.ts';
import { seLinux } from './checks/selinux.ts';
import { sysctls } from './checks/sysctls.ts';
import { volumeTypes } from './checks/volume-types.ts';
import { newestMinor } from './version.ts';

/** Refuses a list that cannot be meant: a bug of whoever wrote it, told with the offender's name. */
export const validateChecks = (checks: readonly Check[]): readonly Check[] => {
  const ids = new Set<string>();
  for (const check of checks) {
    const id = `${check.level}/${check.id}`;
    if (ids.has(id)) throw new Error(`Two checks are called ${id}.`);
    ids.add(id);
    if (check.overrides !== null) {
      if (check.level !== 'restricted') throw new Error(`${id} overrides another check, and only restricted may.`);
      const overridden = checks.find((other) => other.level === 'baseline' && other.id === check.overrides);
      if (overridden === undefined) throw new Error(`${id} overrides baseline/${check.overrides}, which there is not.`);
      if (overridden.control !== check.control) throw new Error(`${id} and what it overrides have different controls.`);
    }
    let last = -1;
    for (const { since } of check.revisions) {
      if (since <= last || since > newestMinor) throw new Error(`${id} has its revisions out of order at v1.${since}.`);
      last = since;
    }
  }
  return Object.freeze([...checks]);
};

export const checks: readonly Check[] = validateChecks([
  hostProcess,
  hostNamespaces,
  privileged,
  baselineCapabilities,
  hostPathVolumes,
  hostPorts,
  hostProbes,
  appArmor,
  seLinux,
  baselineProcMount,
  baselineSeccomp,
  sysctls,
  volumeTypes,
  privilegeEscalation,
  runAsNonRoot,
  runAsUser,
  restrictedSeccomp,
  restrictedCapabilities,
  restrictedProcMount,
]);
