/** Distinct Deployments (or Pods) as YAML, for measuring policies: each with its own names, labels, images and limits. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Generated {
  readonly folder: string;
  readonly bytes: number;
}

/** `hardened`: one in eleven fails something. `careless`: every one leaves out two limits, and so has two findings. */
export type Estate = 'hardened' | 'careless';

/** A thousand documents a file, as an export of a cluster may hold them. */
const inFile = 1000;

export const generateWorkloads = (
  folder: string,
  kind: 'Deployment' | 'Pod',
  count: number,
  estate: Estate = 'hardened',
): Generated => {
  mkdirSync(folder, { recursive: true });
  let bytes = 0;
  for (let first = 0; first < count; first += inFile) {
    const documents = Array.from({ length: Math.min(inFile, count - first) }, (_, index) =>
      render(kind, first + index, estate),
    );
    const text = documents.join('---\n');
    bytes += text.length;
    writeFileSync(join(folder, `${kind.toLowerCase()}s-${first}.yaml`), text);
  }
  return { folder, bytes };
};

const render = (kind: 'Deployment' | 'Pod', number: number, estate: Estate): string => {
  const metadata = `metadata:
  name: web-${number}
  namespace: team-${number % 40}
  labels: {app: web-${number}, tier: ${number % 2 === 0 ? 'front' : 'back'}, app.kubernetes.io/part-of: shop}
`;
  if (kind === 'Pod') return `apiVersion: v1\nkind: Pod\n${metadata}spec:\n${renderSpec(number, estate, '  ')}`;
  return `apiVersion: apps/v1
kind: Deployment
${metadata}spec:
  replicas: ${(number % 5) + 1}
  selector:
    matchLabels: {app: web-${number}}
  template:
    metadata:
      labels: {app: web-${number}}
    spec:
${renderSpec(number, estate, '      ')}`;
};

/** What one in eleven of a hardened estate has wrong with it, one thing each. */
const mistakes = ['escalation', 'host-network', 'memory-limit', 'added-capability', 'host-path'] as const;

const mistakeOf = (number: number): (typeof mistakes)[number] | null =>
  number % 11 === 0 ? (mistakes[(number / 11) % mistakes.length] ?? null) : null;

const renderSpec = (number: number, estate: Estate, indent: string): string => {
  const mistake = mistakeOf(number);
  const others = estate === 'hardened' ? ['cpu: 500m', 'ephemeral-storage: 256Mi'] : [];
  const proxyMemory = mistake === 'memory-limit' ? [] : ['memory: 64Mi'];
  return `automountServiceAccountToken: false
serviceAccountName: web-${number}
${mistake === 'host-network' ? 'hostNetwork: true\n' : ''}securityContext:
  runAsNonRoot: true
  seccompProfile: {type: RuntimeDefault}
containers:
- name: app
  image: registry.example.com/shop/web-${number % 97}:1.${number % 31}.${number % 7}
  ports:
  - {containerPort: ${8000 + (number % 900)}, name: http}
  env:
  - {name: REGION, value: eu-${number % 3}}
  - name: DATABASE_PASSWORD
    valueFrom: {secretKeyRef: {name: database, key: password}}
  resources:
    requests: {cpu: 50m, memory: ${64 + (number % 64)}Mi}
    limits: {${[`memory: ${128 + (number % 128)}Mi`, ...others].join(', ')}}
  securityContext:
    allowPrivilegeEscalation: ${mistake === 'escalation'}
    readOnlyRootFilesystem: true
    capabilities: {drop: [ALL]${mistake === 'added-capability' ? ', add: [NET_ADMIN]' : ''}}
- name: proxy
  image: registry.example.com/mesh/proxy:2.${number % 5}
  resources:
    requests: {cpu: 10m, memory: 32Mi}
    limits: {${[...proxyMemory, ...others].join(', ')}}
  securityContext:
    allowPrivilegeEscalation: false
    capabilities: {drop: [ALL]}
volumes:
- {name: tmp, emptyDir: {sizeLimit: 64Mi}}
${mistake === 'host-path' ? '- {name: logs, hostPath: {path: /var/log}}\n' : ''}`.replaceAll(/^(?=.)/gm, indent);
};
