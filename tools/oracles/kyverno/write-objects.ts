/** The objects that written policies judge. */

import type { JsonObject } from '../../../src/model/json.ts';
import type { Random } from '../api-server/random.ts';
import { mutateResource } from './mutate-resource.ts';

export const writeObjects = (random: Random): readonly JsonObject[] =>
  [...seeds, ...seeds, ...seeds].map((seed, index) => (index < seeds.length ? seed : mutateResource(seed, random)));

const container = { name: 'c1', image: 'nginx:1.2', securityContext: { privileged: false } };

const podSpec = {
  serviceAccountName: 'robot',
  containers: [
    container,
    { name: 'c2', image: 'ghcr.io/a/b:v1', resources: { limits: { memory: '1Gi', cpu: '500m' } } },
  ],
  volumes: [{ name: 'v', emptyDir: {} }],
};

const hardSpec = {
  hostNetwork: true,
  hostPID: true,
  securityContext: {
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
    sysctls: [{ name: 'kernel.x', value: '1' }],
  },
  initContainers: [{ name: 'i1', image: 'busybox', securityContext: { runAsUser: 0 } }],
  containers: [
    {
      name: 'c1',
      image: 'nginx:latest',
      ports: [{ containerPort: 80, hostPort: 80 }],
      securityContext: {
        privileged: true,
        allowPrivilegeEscalation: true,
        capabilities: { add: ['SYS_ADMIN', 'NET_RAW'], drop: ['ALL'] },
        procMount: 'Unmasked',
      },
    },
  ],
  volumes: [{ name: 'h', hostPath: { path: '/' } }],
};

const seeds: readonly JsonObject[] = [
  { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', labels: { app: 'web', team: 'a' } }, spec: podSpec },
  {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'hard', namespace: 'other', annotations: { note: 'x' } },
    spec: hardSpec,
  },
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', labels: { app: 'web' } },
    spec: { replicas: 2, template: { metadata: { labels: { app: 'web' } }, spec: podSpec } },
  },
  {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'db', namespace: 'prod1' },
    spec: { schedule: '* * * * *', jobTemplate: { spec: { template: { spec: hardSpec } } } },
  },
  { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'job-x' }, spec: { template: { spec: podSpec } } },
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'a1', labels: { team: 'b' } },
    data: { count: '3', size: '2Gi', when: '90m', list: '["a","b"]', text: 'web' },
  },
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'web', namespace: 'kube-system' }, data: {} },
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default', labels: { team: 'a' } } },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', annotations: { note: 'y', ab: 'bc' } },
    spec: { type: 'NodePort', ports: [{ port: 80, nodePort: 30_080 }, { port: 443 }], selector: { app: 'web' } },
  },
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'robot' }, automountServiceAccountToken: false },
  {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'agent', namespace: 'kube-system', labels: { app: 'agent' } },
    spec: { template: { spec: hardSpec } },
  },
];
