/** Small estates as YAML, for tests of generating: workloads, Services, accounts, an Ingress. */

import { toEstate, toTestResources } from './estate-of-yaml.ts';
import { generatePolicies, type Generation } from './generate-policies.ts';
import { renderFlowEnd } from './needed-flow.ts';
import { renderPorts } from './render-guide.ts';
import { renderPolicies } from './render-policies.ts';

const indent = (text: string, by: number): string => text.replaceAll(/^(?=.)/gm, ' '.repeat(by));

export interface PodOptions {
  /** Of the one container, as YAML. */
  readonly container?: string;
  readonly spec?: string;
  readonly kind?: string;
  readonly annotations?: string;
  readonly top?: string;
}

export const pods = (
  name: string,
  { container = '', spec = '', kind = 'Deployment', annotations = '{}', top = '' }: PodOptions = {},
): string => {
  const [namespace = '', own = ''] = name.split('/');
  return `apiVersion: ${kind === 'Job' ? 'batch/v1' : 'apps/v1'}
kind: ${kind}
metadata: {name: ${own}, namespace: ${namespace}}
spec:
${indent(top, 2)}
  selector: {matchLabels: {app: ${own}}}
  template:
    metadata:
      labels: {app: ${own}, tier: any}
      annotations: ${annotations}
    spec:
${indent(spec, 6)}
      containers:
      - name: main
        image: example.com/${own}:1
        ports: [{name: web, containerPort: 8080}, {name: metrics, containerPort: 9090}]
${indent(container, 8)}
---
`;
};

export const service = (name: string, ports = '[{port: 80, targetPort: web}]', more = ''): string => {
  const [namespace = '', own = ''] = name.split('/');
  return `apiVersion: v1
kind: Service
metadata: {name: ${own}, namespace: ${namespace}}
spec:
  selector: {app: ${own}}
  ports: ${ports}
${indent(more, 2)}
---
`;
};

export const env = (variables: Readonly<Record<string, string>>): string =>
  `env:\n${Object.entries(variables)
    .map(([name, value]) => `- {name: ${name}, value: ${JSON.stringify(value)}}\n`)
    .join('')}`;

export const generate = (
  yaml: string,
  namespaces: readonly string[] = [],
  kind: 'manifests' | 'cluster' = 'manifests',
): Generation => generatePolicies({ snapshot: toEstate(yaml, kind), namespaces });

export const flowsOf = (generation: Generation): readonly string[] => [
  ...new Set(
    generation.flows.map((flow) => `${renderFlowEnd(flow.from)} → ${renderFlowEnd(flow.to)}: ${renderPorts(flow)}`),
  ),
];

export const web = (variables: Readonly<Record<string, string>>): string =>
  pods('shop/web', { container: env(variables) });
export const api = pods('shop/api') + service('shop/api');
export const db = pods('data/db') + service('data/db', '[{port: 5432, targetPort: 8080}]');
export const headless = (more = ''): string =>
  pods('data/redis', { kind: 'StatefulSet', top: `serviceName: redis\n${more}` }) +
  service('data/redis', '[{port: 8080, targetPort: web}]', 'clusterIP: None');

export const account = (namespace: string, name: string, more = ''): string =>
  `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: ${name}, namespace: ${namespace}}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: any}
subjects: [{kind: ServiceAccount, name: ${name}}]
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: ${name}, namespace: ${namespace}}
${more}
---
`;

export const ingress = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop, namespace: shop}
spec:
  ingressClassName: nginx
  rules:
  - host: shop.example.com
    http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: api, port: {number: 80}}}}]}
---
`;
export const controller = pods('edge/nginx', {}).replace(
  'example.com/nginx:1',
  'registry.k8s.io/ingress-nginx/controller:v1.11.2',
);

/** The files as they are written, read again. */
export const readBack = (generation: Generation) =>
  generation.namespaces.flatMap((made) => toTestResources(renderPolicies(made, ({ path }) => path)));
