/** Tests of the baseline checks that keep a pod off its node. */

import { testCheck } from './harness.ts';
import { hostNamespaces } from './host-namespaces.ts';
import { hostPathVolumes } from './host-path-volumes.ts';
import { hostPorts } from './host-ports.ts';
import { hostProbes } from './host-probes.ts';
import { hostProcess } from './host-process.ts';
import { privileged } from './privileged.ts';

testCheck(hostProcess, [
  {
    name: 'lets pass a pod that says nothing, false or null',
    pod: `
securityContext: { windowsOptions: { hostProcess: false } }
containers:
- { name: web, securityContext: { windowsOptions: { hostProcess: null } } }
- { name: log, securityContext: { windowsOptions: null } }`,
    expected: [],
  },
  {
    name: 'names the pod and each container that is a process of the node',
    pod: `
securityContext: { windowsOptions: { hostProcess: true } }
initContainers: [{ name: setup, securityContext: { windowsOptions: { hostProcess: true } } }]
containers: [{ name: web }]`,
    expected: [
      'spec.securityContext.windowsOptions.hostProcess: The pod sets securityContext.windowsOptions.hostProcess to true: it runs as a process of the Windows node.',
      'spec.initContainers[name=setup].securityContext.windowsOptions.hostProcess: Init container "setup" sets securityContext.windowsOptions.hostProcess to true: it runs as a process of the Windows node.',
    ],
  },
  {
    name: 'does not take a text for false',
    pod: `{ containers: [{ name: web, securityContext: { windowsOptions: { hostProcess: "false" } } }] }`,
    expected: [
      'spec.containers[name=web].securityContext.windowsOptions.hostProcess: Container "web" sets securityContext.windowsOptions.hostProcess to the text "false", where true or false is expected: the API server refuses it.',
    ],
  },
]);

testCheck(hostNamespaces, [
  { name: 'lets pass a pod of its own', pod: '{ hostNetwork: false, hostPID: null, containers: [] }', expected: [] },
  {
    name: 'tells each namespace that is shared',
    pod: '{ hostNetwork: true, hostPID: true, hostIPC: true }',
    expected: [
      "spec.hostNetwork: The pod sets hostNetwork to true and shares the node's network: it can reach the node's own ports and listen on its addresses.",
      "spec.hostPID: The pod sets hostPID to true and shares the node's processes: it can see all of them, and their environment and files.",
      "spec.hostIPC: The pod sets hostIPC to true and shares the node's shared memory and message queues.",
    ],
  },
  {
    name: 'does not call a number safe',
    pod: '{ hostNetwork: 0 }',
    expected: [
      'spec.hostNetwork: The pod sets hostNetwork to 0, where true or false is expected: the API server refuses it.',
    ],
  },
]);

testCheck(privileged, [
  {
    name: 'lets pass what is not privileged',
    pod: '{ containers: [{ name: web, securityContext: { privileged: false } }, { name: log }] }',
    expected: [],
  },
  {
    name: 'finds regular and ephemeral containers, by index where they have no name or share one',
    pod: `
containers:
- { name: web, securityContext: { privileged: true } }
- { name: web, securityContext: { privileged: true } }
ephemeralContainers:
- { securityContext: { privileged: true } }`,
    expected: [
      'spec.containers[name=web].securityContext.privileged: Container "web" sets securityContext.privileged to true: it is root on the node in all but name.',
      'spec.containers[1].securityContext.privileged: Container "web" sets securityContext.privileged to true: it is root on the node in all but name.',
      'spec.ephemeralContainers[0].securityContext.privileged: The ephemeral container at index 0 sets securityContext.privileged to true: it is root on the node in all but name.',
    ],
  },
  {
    name: 'does not call the text "true" safe',
    pod: '{ containers: [{ name: web, securityContext: { privileged: "true" } }] }',
    expected: [
      'spec.containers[name=web].securityContext.privileged: Container "web" sets securityContext.privileged to the text "true", where true or false is expected: the API server refuses it.',
    ],
  },
]);

testCheck(hostPathVolumes, [
  {
    name: 'lets pass other volumes',
    pod: '{ volumes: [{ name: tmp, emptyDir: {} }, { name: x, hostPath: null }] }',
    expected: [],
  },
  {
    name: 'names the volume and the path',
    pod: '{ volumes: [{ name: sock, hostPath: { path: /run/containerd.sock } }, { hostPath: {} }] }',
    expected: [
      'spec.volumes[name=sock].hostPath: Volume "sock" mounts the node\'s own path "/run/containerd.sock".',
      "spec.volumes[1].hostPath: The volume at index 1 mounts the node's own path nothing.",
    ],
  },
  {
    name: 'does not call a broken list safe',
    pod: '{ volumes: { name: x } }',
    expected: ['spec.volumes: The pod sets volumes to an object, where a list is expected: the API server refuses it.'],
  },
]);

testCheck(hostPorts, [
  {
    name: 'lets pass container ports, and 0',
    pod: '{ containers: [{ name: web, ports: [{ containerPort: 80 }, { containerPort: 81, hostPort: 0 }, null] }] }',
    expected: [],
  },
  {
    name: 'tells each port of the node, by name where it has one',
    pod: '{ containers: [{ name: web, ports: [{ containerPort: 80, hostPort: 8080 }, { name: tls, hostPort: 443 }] }] }',
    expected: [
      'spec.containers[name=web].ports[0].hostPort: Container "web" claims port 8080 of the node.',
      'spec.containers[name=web].ports[name=tls].hostPort: Container "web" claims port 443 of the node.',
    ],
  },
]);

testCheck(hostProbes, [
  {
    name: 'lets pass probes of the pod itself',
    pod: '{ containers: [{ name: web, livenessProbe: { httpGet: { port: 80, host: "" } }, lifecycle: { preStop: null } }] }',
    expected: [],
  },
  {
    name: 'did not exist before v1.34',
    version: 'v1.33',
    pod: '{ containers: [{ name: web, livenessProbe: { httpGet: { port: 80, host: 10.0.0.1 } } }] }',
    expected: [],
  },
  {
    name: 'finds hosts in probes and in hooks from v1.34 on',
    version: 'v1.34',
    pod: `
containers:
- name: web
  startupProbe: { tcpSocket: { port: 80, host: localhost } }
  lifecycle: { postStart: { httpGet: { host: 169.254.169.254 } } }`,
    expected: [
      'spec.containers[name=web].startupProbe.tcpSocket.host: Container "web" makes the kubelet connect to the host "localhost" in startupProbe.tcpSocket.',
      'spec.containers[name=web].lifecycle.postStart.httpGet.host: Container "web" makes the kubelet connect to the host "169.254.169.254" in lifecycle.postStart.httpGet.',
    ],
  },
]);
