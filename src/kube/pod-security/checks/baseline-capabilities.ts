/**
 * Capabilities, baseline: a container may add back only what container runtimes give by default, without NET_RAW.
 *
 * Fields: securityContext.capabilities.add of every init, regular and ephemeral container. Allowed: undefined,
 * empty, and the thirteen names below. The same in all versions.
 */

import { isJsonArray, isJsonObject } from '../../../model/json.ts';
import { isAbsent } from '../../workload/pod-template.ts';
import type { Check, Violation } from '../check.ts';
import { toWrongType, type PodView } from '../pod-view.ts';
import { toForbiddenAdds } from '../capabilities.ts';

const allowed: ReadonlySet<unknown> = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);

const find = ({ containers }: PodView): readonly Violation[] => {
  const found: Violation[] = [];
  for (const holder of containers) {
    const { capabilities } = holder.context;
    if (isAbsent(capabilities)) continue;
    if (!isJsonObject(capabilities)) {
      found.push(toWrongType(holder, ['capabilities'], capabilities, 'an object'));
      continue;
    }
    const { add } = capabilities;
    if (isAbsent(add)) continue;
    if (!isJsonArray(add)) found.push(toWrongType(holder, ['capabilities', 'add'], add, 'a list'));
    else if (!add.every((name) => allowed.has(name))) {
      found.push(toForbiddenAdds(holder, add, allowed, 'beyond what the baseline level allows'));
    }
  }
  return found;
};

export const baselineCapabilities: Check = {
  id: 'capabilities',
  level: 'baseline',
  control: 'pss-capabilities',
  title: 'Containers add no capability beyond the default ones',
  layer: 'runtime',
  what: 'securityContext.capabilities.add may name only AUDIT_WRITE, CHOWN, DAC_OVERRIDE, FOWNER, FSETID, KILL, MKNOD, NET_BIND_SERVICE, SETFCAP, SETGID, SETPCAP, SETUID and SYS_CHROOT.',
  why: 'Capabilities are the parts root is made of. SYS_ADMIN, SYS_PTRACE, SYS_MODULE or DAC_READ_SEARCH lead out of the container; NET_ADMIN and NET_RAW let it read and forge the traffic of its neighbours.',
  fine: 'Network plug-ins (NET_ADMIN), profilers and eBPF agents (SYS_PTRACE, BPF, PERFMON) may need one or two by name.',
  remediation:
    'Remove the capability and see what stops working: for most programs nothing does. For raw ICMP use the safe sysctl net.ipv4.ping_group_range; for a sidecar that rewrites iptables use the CNI plug-in of the mesh.',
  references: [
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
    'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#set-capabilities-for-a-container',
  ],
  reads: [
    'spec.containers[*].securityContext.capabilities.add',
    'spec.initContainers[*].securityContext.capabilities.add',
    'spec.ephemeralContainers[*].securityContext.capabilities.add',
  ],
  revisions: [{ since: 0, find }],
  overrides: null,
};
