/**
 * Sysctls, baseline: only kernel parameters that belong to the pod alone may be set.
 *
 * Fields: spec.securityContext.sysctls[*].name. Allowed: the names below, more of them in newer versions.
 */

import { isJsonArray, isJsonObject } from '../../../model/json.ts';
import { toItemSegment } from '../../workload/containers.ts';
import { isAbsent } from '../../workload/pod-template.ts';
import type { Check, Violation } from '../check.ts';
import { describeValue, toEdit, toWrongType, type PodView } from '../pod-view.ts';

const safeV1_0 = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_unprivileged_port_start',
];
const safeV1_27 = [...safeV1_0, 'net.ipv4.ip_local_reserved_ports'];
const safeV1_29 = [
  ...safeV1_27,
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
];
const safeV1_32 = [...safeV1_29, 'net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem'];
const safeV1_37 = [...safeV1_32, 'net.ipv4.tcp_slow_start_after_idle', 'net.ipv4.tcp_notsent_lowat'];

const findOutside = (safe: readonly string[]): ((pod: PodView) => readonly Violation[]) => {
  const allowed: ReadonlySet<unknown> = new Set(safe);
  return ({ pod }) => {
    const { sysctls } = pod.context;
    if (isAbsent(sysctls)) return [];
    if (!isJsonArray(sysctls)) return [toWrongType(pod, ['sysctls'], sysctls, 'a list')];
    const found: Violation[] = [];
    for (let index = 0; index < sysctls.length; index += 1) {
      const sysctl = sysctls[index] ?? null;
      const name = isJsonObject(sysctl) ? sysctl.name : sysctl;
      if (isJsonObject(sysctl) && allowed.has(name)) continue;
      const segment = toItemSegment(sysctls, index, 'name');
      const path = ['spec', 'securityContext', 'sysctls', segment];
      found.push({
        path,
        message: `The pod sets the sysctl ${isAbsent(name) ? '""' : describeValue(name)}, which is not among the safe ones of this version.`,
        edits: typeof segment === 'object' ? [toEdit(path, sysctl, undefined)] : [],
      });
    }
    return found;
  };
};

export const sysctls: Check = {
  id: 'sysctls',
  level: 'baseline',
  control: 'pss-sysctls',
  title: 'Only safe kernel parameters are set',
  layer: 'runtime',
  what: `spec.securityContext.sysctls may name only ${safeV1_0.join(', ')}; from v1.27 also net.ipv4.ip_local_reserved_ports; from v1.29 also tcp_keepalive_time, tcp_fin_timeout, tcp_keepalive_intvl and tcp_keepalive_probes of net.ipv4; from v1.32 also net.ipv4.tcp_rmem and tcp_wmem; from v1.37 also net.ipv4.tcp_slow_start_after_idle and tcp_notsent_lowat.`,
  why: 'A sysctl that does not belong to the pod alone changes the kernel for all its neighbours: it can starve them, switch off protections, or break the node.',
  fine: 'A database or proxy on nodes of its own whose kubelet allows that sysctl by name (--allowed-unsafe-sysctls).',
  remediation:
    'Remove the sysctl and set it on the nodes themselves, for all pods on them; or use one of the safe ones. Some became safe in a newer version: raise the version label of the namespace.',
  references: [
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
    'https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/',
  ],
  reads: ['spec.securityContext.sysctls[*].name'],
  revisions: [
    { since: 0, find: findOutside(safeV1_0) },
    { since: 27, find: findOutside(safeV1_27) },
    { since: 29, find: findOutside(safeV1_29) },
    { since: 32, find: findOutside(safeV1_32) },
    { since: 37, find: findOutside(safeV1_37) },
  ],
  overrides: null,
};
