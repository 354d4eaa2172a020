/** Webhooks, their Services and their Pods as YAML, for tests. */

export const guard = (webhook = '', name = 'guard', more = ''): string => `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: ${name}${more}}
webhooks:
  - name: a.guard.example
    clientConfig: {caBundle: Q0E=, service: {namespace: guards, name: guard}}
    rules: [{apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
    ${webhook}`;

export const gatekeeper = (webhook = ''): string =>
  guard(webhook, 'gatekeeper-validating-webhook-configuration').replace('a.guard.example', 'validation.gatekeeper.sh');

export const service = (spec = '{selector: {app: guard}, ports: [{port: 443}]}'): string =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: guard, namespace: guards}\nspec: ${spec}`;

export const pod = (isReady: boolean, name = 'guard-1'): string => `
apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: guards, labels: {app: guard, hash: abc}}
status: {conditions: [{type: Ready, status: "${isReady ? 'True' : 'False'}"}]}`;

export const leftOut = (...names: readonly string[]): string =>
  `namespaceSelector: {matchExpressions: [{key: kubernetes.io/metadata.name, operator: NotIn, values: [${names.join(', ')}]}]}`;
