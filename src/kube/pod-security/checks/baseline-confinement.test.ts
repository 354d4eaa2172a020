/** Tests of the baseline checks that confine the processes of a pod. */

import { appArmor } from './app-armor.ts';
import { baselineCapabilities } from './baseline-capabilities.ts';
import { baselineProcMount } from './baseline-proc-mount.ts';
import { baselineSeccomp } from './baseline-seccomp.ts';
import { testCheck } from './harness.ts';
import { seLinux } from './selinux.ts';
import { sysctls } from './sysctls.ts';

testCheck(baselineCapabilities, [
  {
    name: 'lets pass the default ones, and dropping any',
    pod: '{ containers: [{ name: web, securityContext: { capabilities: { add: [CHOWN, KILL], drop: [NET_RAW] } } }] }',
    expected: [],
  },
  {
    name: 'tells all that are added beyond them at once',
    pod: '{ containers: [{ name: web, securityContext: { capabilities: { add: [SYS_ADMIN, CHOWN, NET_RAW, SYS_ADMIN, cap_x] } } }] }',
    expected: [
      'spec.containers[name=web].securityContext.capabilities.add: Container "web" adds the capabilities "cap_x", NET_RAW, SYS_ADMIN, beyond what the baseline level allows.',
    ],
  },
  {
    name: 'does not call a word safe where a list is expected',
    pod: '{ containers: [{ name: web, securityContext: { capabilities: { add: SYS_ADMIN } } }] }',
    expected: [
      'spec.containers[name=web].securityContext.capabilities.add: Container "web" sets securityContext.capabilities.add to a text, where a list is expected: the API server refuses it.',
    ],
  },
]);

testCheck(appArmor, [
  {
    name: 'lets pass profiles that confine',
    pod: `
metadata: { annotations: { container.apparmor.security.beta.kubernetes.io/web: localhost/mine } }
spec: { securityContext: { appArmorProfile: { type: Localhost } }, containers: [{ name: web }] }`,
    expected: [],
  },
  {
    name: 'finds Unconfined in fields and in annotations, of containers that are not there too',
    pod: `
metadata: { annotations: { container.apparmor.security.beta.kubernetes.io/gone: unconfined } }
spec: { containers: [{ name: web, securityContext: { appArmorProfile: { type: Unconfined } } }] }`,
    expected: [
      'spec.containers[name=web].securityContext.appArmorProfile.type: Container "web" sets securityContext.appArmorProfile.type to "Unconfined", where RuntimeDefault or Localhost is required.',
      'metadata.annotations["container.apparmor.security.beta.kubernetes.io/gone"]: The annotation for container "gone" sets its AppArmor profile to "unconfined", where runtime/default or localhost/… is required.',
    ],
  },
]);

testCheck(seLinux, [
  {
    name: 'lets pass a level of one own and the types for containers',
    pod: '{ securityContext: { seLinuxOptions: { level: "s0:c1,c2", type: container_kvm_t } } }',
    expected: [],
  },
  {
    name: 'tells a type, a user and a role apart',
    pod: '{ containers: [{ name: web, securityContext: { seLinuxOptions: { type: spc_t, user: u, role: r } } }] }',
    expected: [
      'spec.containers[name=web].securityContext.seLinuxOptions.type: Container "web" sets the SELinux type to "spc_t", which is none of those for containers.',
      'spec.containers[name=web].securityContext.seLinuxOptions.user: Container "web" sets the SELinux user to "u", and none may be set.',
      'spec.containers[name=web].securityContext.seLinuxOptions.role: Container "web" sets the SELinux role to "r", and none may be set.',
    ],
  },
  {
    name: 'knows container_engine_t from v1.31 on',
    version: 'v1.31',
    pod: '{ securityContext: { seLinuxOptions: { type: container_engine_t } } }',
    expected: [],
  },
  {
    name: 'does not know container_engine_t before',
    version: 'v1.30',
    pod: '{ securityContext: { seLinuxOptions: { type: container_engine_t } } }',
    expected: [
      'spec.securityContext.seLinuxOptions.type: The pod sets the SELinux type to "container_engine_t", which is none of those for containers.',
    ],
  },
]);

const unmasked = '{ hostUsers: false, containers: [{ name: web, securityContext: { procMount: Unmasked } }] }';

testCheck(baselineProcMount, [
  { name: 'lets a pod in a user namespace unmask /proc from v1.35 on', version: 'v1.35', pod: unmasked, expected: [] },
  {
    name: 'lets nobody unmask /proc before',
    version: 'v1.34',
    pod: unmasked,
    expected: [
      'spec.containers[name=web].securityContext.procMount: Container "web" sets securityContext.procMount to "Unmasked", which takes the masks off /proc.',
    ],
  },
]);

testCheck(baselineSeccomp, [
  { name: 'lets pass a pod that names no profile', pod: '{ containers: [{ name: web }] }', expected: [] },
  {
    name: 'finds Unconfined and profiles without a type',
    pod: `
securityContext: { seccompProfile: {} }
containers: [{ name: web, securityContext: { seccompProfile: { type: Unconfined } } }]`,
    expected: [
      'spec.securityContext.seccompProfile.type: The pod sets securityContext.seccompProfile.type to nothing, where RuntimeDefault or Localhost is required.',
      'spec.containers[name=web].securityContext.seccompProfile.type: Container "web" sets securityContext.seccompProfile.type to "Unconfined", where RuntimeDefault or Localhost is required.',
    ],
  },
  {
    name: 'reads the annotations before v1.19, of containers that are there',
    version: 'v1.18',
    pod: `
metadata:
  annotations:
    seccomp.security.alpha.kubernetes.io/pod: unconfined
    container.seccomp.security.alpha.kubernetes.io/web: ""
    container.seccomp.security.alpha.kubernetes.io/gone: unconfined
spec: { containers: [{ name: web, securityContext: { seccompProfile: { type: Unconfined } } }] }`,
    expected: [
      'metadata.annotations["seccomp.security.alpha.kubernetes.io/pod"]: The annotation for the pod sets its seccomp profile to "unconfined", where runtime/default or localhost/… is required.',
      'metadata.annotations["container.seccomp.security.alpha.kubernetes.io/web"]: The annotation for container "web" sets its seccomp profile to "", where runtime/default or localhost/… is required.',
    ],
  },
]);

const sysctlCase = (name: string, version: string, isSafe: boolean) => ({
  name: `${isSafe ? 'lets pass' : 'finds'} ${name} at ${version}`,
  version,
  pod: `{ securityContext: { sysctls: [{ name: ${name}, value: "1" }] } }`,
  expected: isSafe
    ? []
    : [
        `spec.securityContext.sysctls[name=${name}]: The pod sets the sysctl "${name}", which is not among the safe ones of this version.`,
      ],
});

testCheck(sysctls, [
  sysctlCase('kernel.shm_rmid_forced', 'v1.0', true),
  sysctlCase('net.ipv4.ip_local_reserved_ports', 'v1.26', false),
  sysctlCase('net.ipv4.ip_local_reserved_ports', 'v1.27', true),
  sysctlCase('net.ipv4.tcp_fin_timeout', 'v1.28', false),
  sysctlCase('net.ipv4.tcp_fin_timeout', 'v1.29', true),
  sysctlCase('net.ipv4.tcp_rmem', 'v1.31', false),
  sysctlCase('net.ipv4.tcp_rmem', 'v1.32', true),
  sysctlCase('net.ipv4.tcp_notsent_lowat', 'v1.36', false),
  sysctlCase('net.ipv4.tcp_notsent_lowat', 'v1.37', true),
  sysctlCase('net.ipv4.tcp_notsent_lowat', 'v1.99', true),
  sysctlCase('kernel.msgmax', 'latest', false),
]);
