/** Objects of small estates in YAML, for the tests of the rules about networks. */

export const namespace = (name: string): string => `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}}`;

export const workload = (name: string, spec = '{}', labels = `{app: ${name}}`, space = 'shop'): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}, namespace: ${space}}\nspec: {template: {metadata: {labels: ${labels}}, spec: ${spec}}}`;

export const listening = (port: number): string => `{containers: [{ports: [{name: main, containerPort: ${port}}]}]}`;

export const policy = (spec: string, name = 'p', space = 'shop'): string =>
  `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: ${name}, namespace: ${space}}\nspec: ${spec}`;

export const service = (name: string, spec: string): string =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}, namespace: shop}\nspec: {selector: {app: ${name}}, ports: [{port: 80, targetPort: main}], ${spec}}`;

export const ingress = (name: string): string =>
  `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: ${name}, namespace: shop}\nspec: {defaultBackend: {service: {name: ${name}, port: {number: 80}}}}`;

export const closed = policy('{podSelector: {}, policyTypes: [Ingress, Egress]}', 'closed');

export const web = workload('web', listening(8080));

export const plugIn = (name: string): string =>
  `apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: ${name}, namespace: kube-system}\nspec: {template: {spec: {hostNetwork: true, containers: []}}}`;
