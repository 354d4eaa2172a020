/** Which pods of an attacker the estate's own admission policies refuse, tried with real policies. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { keepForAttacks } from '../../../analysers/keep-for-attacks.ts';
import { toSnapshot, type SnapshotExtras } from '../../../analysers/snapshot-of-yaml.ts';
import { isJsonArray, type Json } from '../../../model/json.ts';
import { textAt } from '../../../model/read-object.ts';
import { tryPods } from './try-pods.ts';

const library = (name: string): string => readFileSync(`policies/workload/${name}/policy.yaml`, 'utf8');

const bind = (policy: string, actions = '[Deny]', more = ''): string => `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: ${policy}}
spec: {policyName: ${policy}, validationActions: ${actions}${more}}
`;

const shop = `
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {tier: front}}
`;

const nameOf = (text: string): string => / name: (\S+)/.exec(text)?.[1] ?? '';

const join = (...documents: readonly string[]): string => documents.join('\n---\n');

/** Types by verdict, each with what says it; what is allowed is left out. */
const tell = async (text: string, extras: SnapshotExtras = {}): Promise<readonly string[]> => {
  const evidence = await tryPods(toSnapshot(text, { keep: keepForAttacks }, extras));
  return evidence
    .flatMap(({ value }): readonly Json[] => (isJsonArray(value) ? value : []))
    .filter((trial) => textAt(trial, 'verdict') !== 'allowed')
    .map((trial) => {
      const [namespace, type, verdict, by, proof] = ['namespace', 'type', 'verdict', 'by', 'proof'].map((field) =>
        textAt(trial, field),
      );
      return `${namespace} ${type} ${verdict} by ${by} (${proof})`;
    });
};

const privileged = library('privileged');
const hostPaths = library('host-paths');

test('without a policy nothing is tried', async () =>
  assert.deepEqual(await tryPods(toSnapshot(shop, { keep: keepForAttacks })), []));

test('a bound policy against hostPath refuses every way by a folder of the node', async () => {
  const name = nameOf(hostPaths);
  assert.deepEqual(
    await tell(join(shop, hostPaths, bind(name))),
    [
      'CE_VAR_LOG_SYMLINK',
      'EXPLOIT_CONTAINERD_SOCK',
      'EXPLOIT_HOST_READ',
      'EXPLOIT_HOST_WRITE',
      'EXPLOIT_HOST_TRAVERSE',
    ].map((type) => `shop ${type} denied by ValidatingAdmissionPolicy ${name} (declared)`),
  );
});

test('in a live cluster that is enforced', async () => {
  const told = await tell(join(shop, hostPaths, bind(nameOf(hostPaths))), { kind: 'cluster' });
  assert.equal(told.length, 5);
  for (const line of told) assert.match(line, /\(enforced\)$/);
});

test('a policy against privileged alone leaves the ways by a capability', async () => {
  const name = nameOf(privileged);
  assert.deepEqual(await tell(join(shop, privileged, bind(name))), [
    `shop CE_NSENTER denied by ValidatingAdmissionPolicy ${name} (declared)`,
  ]);
});

test('with the capabilities refused as well they are gone', async () => {
  const capabilities = library('added-capabilities');
  const told = await tell(join(shop, privileged, bind(nameOf(privileged)), capabilities, bind(nameOf(capabilities))));
  assert.deepEqual(
    told.map((line) => line.split(' ').slice(0, 3).join(' ')),
    ['CE_MODULE_LOAD', 'CE_NSENTER', 'CE_PRIV_MOUNT', 'CE_SYS_PTRACE'].map((type) => `shop ${type} denied`),
  );
});

test('a policy that nothing binds refuses nothing in a cluster, and may in manifests', async () => {
  assert.deepEqual(await tell(join(shop, hostPaths), { kind: 'cluster' }), []);
  const told = await tell(join(shop, hostPaths));
  assert.equal(told.length, 5);
  for (const line of told) assert.match(line, / unknown by /);
});

test('a binding that only warns or audits refuses nothing', async () => {
  assert.deepEqual(await tell(join(shop, hostPaths, bind(nameOf(hostPaths), '[Warn, Audit]'))), []);
});

test('a binding for other namespaces refuses nothing here', async () => {
  const elsewhere = ', matchResources: {namespaceSelector: {matchLabels: {tier: back}}}';
  assert.deepEqual(await tell(join(shop, hostPaths, bind(nameOf(hostPaths), '[Deny]', elsewhere))), []);
});

test('a policy that a label evades is not known to refuse anything', async () => {
  const evaded = ', matchResources: {objectSelector: {matchExpressions: [{key: free, operator: DoesNotExist}]}}';
  const told = await tell(join(shop, hostPaths, bind(nameOf(hostPaths), '[Deny]', evaded)), { kind: 'cluster' });
  assert.equal(told.length, 5);
  for (const line of told) assert.match(line, / unknown by /);
});

const own = (expression: string): string => `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: own}
spec:
  failurePolicy: Fail
  matchConstraints: {resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]}
  validations: [{expression: ${JSON.stringify(expression)}}]
`;

test('an expression that does not compile refuses nothing known', async () => {
  assert.deepEqual(await tell(join(shop, own('object.spec.('), bind('own')), { kind: 'cluster' }), []);
});

test('what every pod is refused for is no wall against a way out', async () => {
  assert.deepEqual(await tell(join(shop, own("'cost-centre' in object.metadata.labels"), bind('own'))), []);
});

const kyverno = (action: string, more = ''): string => `
apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: disallow-host-path}
spec:
  validationFailureAction: ${action}
  rules:
    - name: host-path
      match: {any: [{resources: {kinds: [Pod]}}]}
${more}
      validate:
        message: no hostPath
        pattern: {spec: {=(volumes): [{X(hostPath): "null"}]}}
`;

const engine = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: kyverno-admission-controller, namespace: kyverno}
spec:
  replicas: 3
  template: {spec: {containers: [{name: kyverno, image: "ghcr.io/kyverno/kyverno:v1.17.0"}]}}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: kyverno-resource-validating-webhook-cfg, labels: {webhook.kyverno.io/managed-by: kyverno}}
webhooks:
  - name: validate.kyverno.svc-fail
    clientConfig: {service: {name: kyverno-svc, namespace: kyverno}}
    namespaceSelector: {matchExpressions: [{key: kubernetes.io/metadata.name, operator: NotIn, values: [kube-system, kyverno]}]}
`;

const ready = 'status: {conditions: [{type: Ready, status: "True"}]}\n';

test('a policy of Kyverno refuses where Kyverno runs', async () => {
  const told = await tell(join(shop, kyverno('Enforce') + ready, engine), { kind: 'cluster' });
  assert.deepEqual(told, [
    'shop CE_VAR_LOG_SYMLINK denied by ClusterPolicy disallow-host-path (enforced)',
    'shop EXPLOIT_CONTAINERD_SOCK denied by ClusterPolicy disallow-host-path (enforced)',
    'shop EXPLOIT_HOST_READ denied by ClusterPolicy disallow-host-path (enforced)',
    'shop EXPLOIT_HOST_WRITE denied by ClusterPolicy disallow-host-path (enforced)',
    'shop EXPLOIT_HOST_TRAVERSE denied by ClusterPolicy disallow-host-path (enforced)',
  ]);
});

test('one that audits refuses nothing', async () => {
  assert.deepEqual(await tell(join(shop, kyverno('Audit') + ready, engine), { kind: 'cluster' }), []);
});

test('without Kyverno it refuses nothing in a cluster, and may in manifests', async () => {
  assert.deepEqual(await tell(join(shop, kyverno('Enforce') + ready), { kind: 'cluster' }), []);
  const told = await tell(join(shop, kyverno('Enforce')));
  assert.equal(told.length, 5);
  for (const line of told) assert.match(line, / unknown by ClusterPolicy disallow-host-path/);
});

test('what excludes pods by name is evaded by whoever names a pod', async () => {
  const excluding = '      exclude: {any: [{resources: {names: [agent-*]}}]}';
  for (const line of await tell(join(shop, kyverno('Enforce', excluding) + ready, engine), { kind: 'cluster' }))
    assert.match(line, / unknown by /);
});

test('an exception in a policy’s name is evaded too', async () => {
  const exception = `
apiVersion: kyverno.io/v2
kind: PolicyException
metadata: {name: agents, namespace: shop}
spec:
  exceptions: [{policyName: disallow-host-path, ruleNames: [host-path]}]
  match: {any: [{resources: {kinds: [Pod], namespaces: [shop], names: [agent-*]}}]}
`;
  for (const line of await tell(join(shop, kyverno('Enforce') + ready, engine, exception), { kind: 'cluster' }))
    assert.match(line, / unknown by /);
});

test('what Gatekeeper judges is not known', async () => {
  const told = await tell(
    join(
      shop,
      `
apiVersion: templates.gatekeeper.sh/v1
kind: ConstraintTemplate
metadata: {name: k8spspprivilegedcontainer}
spec: {crd: {spec: {names: {kind: K8sPSPPrivilegedContainer}}}}
---
apiVersion: constraints.gatekeeper.sh/v1beta1
kind: K8sPSPPrivilegedContainer
metadata: {name: privileged}
spec: {match: {kinds: [{apiGroups: [""], kinds: [Pod]}]}}`,
    ),
  );
  assert.ok(told.length > 0);
  for (const line of told) assert.match(line, / unknown by K8sPSPPrivilegedContainer privileged/);
});

test('namespaces that a policy names or computes with are told apart, and the others are alike', async () => {
  const space = (name: string, label = ''): string => `
apiVersion: v1
kind: Namespace
metadata: {name: ${name}${label === '' ? '' : `, labels: {${label}}`}}`;
  const but = (key: string, operator: string, value: string): string =>
    `, matchResources: {namespaceSelector: {matchExpressions: [{key: ${key}, operator: ${operator}, values: [${value}]}]}}`;
  const spaces = join(space('a'), space('b'), space('c', 'tier: free'), space('d', 'team: x'));
  const refused = async (more: string, policy = hostPaths, name = nameOf(hostPaths)): Promise<string> => {
    const told = await tell(join(spaces, policy, bind(name, '[Deny]', more)));
    return [...new Set(told.map((line) => line.slice(0, 1)))].join('');
  };
  assert.equal(await refused(''), 'abcd');
  assert.equal(await refused(but('kubernetes.io/metadata.name', 'NotIn', 'b')), 'acd');
  assert.equal(await refused(but('tier', 'NotIn', 'free')), 'abd');
  const computing = own("request.namespace.startsWith('c') || !has(object.spec.volumes)");
  assert.equal(await refused('', computing, 'own'), 'abd');
});
