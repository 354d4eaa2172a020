/** Tests of the checks that restricted adds. */

import { testCheck } from './harness.ts';
import { privilegeEscalation } from './privilege-escalation.ts';
import { restrictedCapabilities } from './restricted-capabilities.ts';
import { restrictedProcMount } from './restricted-proc-mount.ts';
import { restrictedSeccomp } from './restricted-seccomp.ts';
import { runAsNonRoot } from './run-as-non-root.ts';
import { runAsUser } from './run-as-user.ts';
import { volumeTypes } from './volume-types.ts';

const windows = '{ os: { name: windows }, containers: [{ name: web }] }';

testCheck(volumeTypes, [
  {
    name: 'lets pass the safe types, and a volume that the API server makes an emptyDir',
    pod: '{ volumes: [{ name: a, configMap: {} }, { name: b, image: {} }, { name: c, emptyDir: null }, { name: d }] }',
    expected: [],
  },
  {
    name: 'names the type of the others',
    pod: '{ volumes: [{ name: a, nfs: { server: x } }, { name: b, hostPath: { path: / } }, { name: c, fancy: {} }] }',
    expected: [
      'spec.volumes[name=a].nfs: Volume "a" has the type nfs, which the restricted level does not allow.',
      'spec.volumes[name=b].hostPath: Volume "b" has the type hostPath, which the restricted level does not allow.',
      'spec.volumes[name=c].fancy: Volume "c" has the type fancy, which the restricted level does not allow.',
    ],
  },
  {
    name: 'does not call a safe type with a broken value safe',
    pod: '{ volumes: [{ name: a, secret: mine }, b] }',
    expected: [
      'spec.volumes[name=a].secret: Volume "a" sets secret to a text, where an object is expected: the API server refuses it.',
      'spec.volumes[1]: The volume at index 1 is a text, where an object is expected: the API server refuses it.',
    ],
  },
]);

testCheck(privilegeEscalation, [
  {
    name: 'wants false in every container',
    pod: `
containers:
- { name: web, securityContext: { allowPrivilegeEscalation: false } }
- { name: log }
- { name: old, securityContext: { allowPrivilegeEscalation: true } }`,
    expected: [
      'spec.containers[name=log].securityContext.allowPrivilegeEscalation: Container "log" does not set securityContext.allowPrivilegeEscalation, where false is required.',
      'spec.containers[name=old].securityContext.allowPrivilegeEscalation: Container "old" sets securityContext.allowPrivilegeEscalation to true, where false is required.',
    ],
  },
  { name: 'did not exist before v1.8', version: 'v1.7', pod: '{ containers: [{ name: web }] }', expected: [] },
  { name: 'lets Windows off from v1.25 on', version: 'v1.25', pod: windows, expected: [] },
  {
    name: 'did not let Windows off before',
    version: 'v1.24',
    pod: windows,
    expected: [
      'spec.containers[name=web].securityContext.allowPrivilegeEscalation: Container "web" does not set securityContext.allowPrivilegeEscalation, where false is required.',
    ],
  },
]);

testCheck(runAsNonRoot, [
  {
    name: 'lets pass a pod that says so once',
    pod: '{ securityContext: { runAsNonRoot: true }, containers: [{ name: web }] }',
    expected: [],
  },
  {
    name: 'tells the pod once where nobody says so',
    pod: '{ containers: [{ name: web }, { name: log }], initContainers: [{ name: setup }] }',
    expected: [
      'spec.securityContext.runAsNonRoot: Neither the pod nor containers "setup", "web", "log" sets securityContext.runAsNonRoot to true.',
    ],
  },
  {
    name: 'tells each container that lacks it where others have it',
    pod: '{ containers: [{ name: web, securityContext: { runAsNonRoot: true } }, { name: log }] }',
    expected: [
      'spec.containers[name=log].securityContext.runAsNonRoot: Container "log" does not set securityContext.runAsNonRoot to true, nor does the pod.',
    ],
  },
  {
    name: 'wants false nowhere',
    pod: '{ securityContext: { runAsNonRoot: false }, containers: [{ name: web, securityContext: { runAsNonRoot: true } }] }',
    expected: [
      'spec.securityContext.runAsNonRoot: The pod sets securityContext.runAsNonRoot to false, where true is required.',
    ],
  },
  {
    name: 'lets user namespaces off from v1.35 on',
    version: 'v1.35',
    pod: '{ hostUsers: false, containers: [{ name: web }] }',
    expected: [],
  },
  {
    name: 'did not let user namespaces off before',
    version: 'v1.34',
    pod: '{ hostUsers: false, containers: [{ name: web }] }',
    expected: [
      'spec.securityContext.runAsNonRoot: Neither the pod nor container "web" sets securityContext.runAsNonRoot to true.',
    ],
  },
]);

testCheck(runAsUser, [
  {
    name: 'lets pass any other user',
    pod: '{ securityContext: { runAsUser: 1000 }, containers: [{ name: web }] }',
    expected: [],
  },
  {
    name: 'finds user 0 from v1.23 on',
    version: 'v1.23',
    pod: '{ hostUsers: false, containers: [{ name: web, securityContext: { runAsUser: 0 } }] }',
    expected: [
      'spec.containers[name=web].securityContext.runAsUser: Container "web" sets securityContext.runAsUser to 0, which is root.',
    ],
  },
  { name: 'did not exist before v1.23', version: 'v1.22', pod: '{ securityContext: { runAsUser: 0 } }', expected: [] },
  {
    name: 'lets user namespaces off from v1.35 on',
    pod: '{ hostUsers: false, securityContext: { runAsUser: 0 } }',
    expected: [],
  },
  {
    name: 'does not call a text safe',
    pod: '{ securityContext: { runAsUser: "0" } }',
    expected: [
      'spec.securityContext.runAsUser: The pod sets securityContext.runAsUser to the text "0", where a whole number is expected: the API server refuses it.',
    ],
  },
]);

testCheck(restrictedSeccomp, [
  {
    name: 'lets pass a pod that names a profile once',
    pod: '{ securityContext: { seccompProfile: { type: RuntimeDefault } }, containers: [{ name: web }] }',
    expected: [],
  },
  {
    name: 'tells the pod once where nobody names one',
    pod: '{ containers: [{ name: web }] }',
    expected: [
      'spec.securityContext.seccompProfile.type: Neither the pod nor container "web" sets securityContext.seccompProfile.type to RuntimeDefault or Localhost.',
    ],
  },
  {
    name: 'tells each container that lacks one where others have it',
    pod: '{ containers: [{ name: web, securityContext: { seccompProfile: { type: Localhost } } }, { name: log }] }',
    expected: [
      'spec.containers[name=log].securityContext.seccompProfile.type: Container "log" sets no securityContext.seccompProfile.type, nor does the pod: RuntimeDefault or Localhost is required.',
    ],
  },
  {
    name: 'does not call the bare word RuntimeDefault safe',
    pod: '{ securityContext: { seccompProfile: RuntimeDefault }, containers: [{ name: web }] }',
    expected: [
      'spec.securityContext.seccompProfile.type: The pod sets securityContext.seccompProfile to a text, where an object is expected: the API server refuses it.',
    ],
  },
  { name: 'did not exist before v1.19', version: 'v1.18', pod: '{ containers: [{ name: web }] }', expected: [] },
  { name: 'lets Windows off from v1.25 on', version: 'v1.25', pod: windows, expected: [] },
]);

testCheck(restrictedCapabilities, [
  {
    name: 'lets pass ALL dropped and NET_BIND_SERVICE added',
    pod: '{ containers: [{ name: web, securityContext: { capabilities: { drop: [ALL], add: [NET_BIND_SERVICE] } } }] }',
    expected: [],
  },
  {
    name: 'tells what is not dropped and what is added',
    pod: '{ containers: [{ name: web, securityContext: { capabilities: { drop: [NET_RAW], add: [CHOWN] } } }, { name: log }] }',
    expected: [
      'spec.containers[name=web].securityContext.capabilities.drop: Container "web" drops only some capabilities, where dropping ALL is required.',
      'spec.containers[name=web].securityContext.capabilities.add: Container "web" adds the capability CHOWN, where the restricted level allows NET_BIND_SERVICE alone.',
      'spec.containers[name=log].securityContext.capabilities.drop: Container "log" drops no capabilities, where dropping ALL is required.',
    ],
  },
  {
    name: 'does not take all for ALL',
    pod: '{ containers: [{ name: web, securityContext: { capabilities: { drop: [all] } } }] }',
    expected: [
      'spec.containers[name=web].securityContext.capabilities.drop: Container "web" drops only some capabilities, where dropping ALL is required.',
    ],
  },
  { name: 'did not exist before v1.22', version: 'v1.21', pod: '{ containers: [{ name: web }] }', expected: [] },
  { name: 'lets Windows off from v1.25 on', version: 'v1.25', pod: windows, expected: [] },
]);

testCheck(restrictedProcMount, [
  {
    name: 'lets nobody unmask /proc, user namespace or not',
    pod: '{ hostUsers: false, containers: [{ name: web, securityContext: { procMount: Unmasked } }] }',
    expected: [
      'spec.containers[name=web].securityContext.procMount: Container "web" sets securityContext.procMount to "Unmasked", which takes the masks off /proc.',
    ],
  },
]);
