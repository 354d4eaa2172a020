/** Each gap that a bare API server can hold, planted there and read back through the command line; its healthy twin is not found. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { definition, mend, namespace, plant } from '../../../tools/control-plane/plant-objects.ts';
import { useTestCluster } from '../../../tools/control-plane/test-cluster.ts';
import { passesOf, scan, scanAll } from '../../../tools/control-plane/told-of-cluster.ts';
import { isJsonObject } from '../../model/json.ts';
import { join } from '../told-of-yaml.ts';

const admissionPolicy = (name: string, expression: string, spec = ''): string => `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: ${name}}
spec:
  matchConstraints: {resourceRules: [{apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}]}
  validations: [{expression: ${JSON.stringify(expression)}}]
  ${spec}`;

const admissionBinding = (name: string, spec: string): string => `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: ${name}}
spec: {policyName: ${name}, ${spec}}`;

/** Nothing that other tests make is matched: their namespaces do not carry the label. */
const apart = 'matchResources: {namespaceSelector: {matchLabels: {enf: native}}}';

test('a real cluster: native policies that are not enforced are found, and those that are are not', async (context) => {
  const plane = await useTestCluster(context);
  if (plane === undefined) return;
  const params = 'paramKind: {apiVersion: v1, kind: ConfigMap}';
  const paramRef = (name: string) =>
    `paramRef: {name: ${name}, namespace: enf-native, parameterNotFoundAction: Allow}, validationActions: [Deny], ${apart}`;
  await plant(
    context,
    plane,
    join(
      namespace('enf-native', '{enf: native}'),
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: limits, namespace: enf-native}',
      admissionPolicy('enf-good', 'object.spec.replicas < 100'),
      admissionBinding('enf-good', `validationActions: [Deny, Audit], ${apart}`),
      admissionPolicy('enf-good-params', 'params != null', params),
      admissionBinding('enf-good-params', paramRef('limits')),
      admissionPolicy('enf-unbound', 'object.spec.replicas < 100'),
      admissionPolicy('enf-audits', 'object.spec.replicas < 100'),
      admissionBinding('enf-audits', `validationActions: [Audit], ${apart}`),
      admissionPolicy('enf-open', 'object.spec.replicas < 100', 'failurePolicy: Ignore'),
      admissionBinding('enf-open', `validationActions: [Deny], ${apart}`),
      admissionBinding('enf-astray', `validationActions: [Deny], ${apart}`),
      admissionPolicy('enf-params', 'params != null', params),
      admissionBinding('enf-params', paramRef('limit')),
      admissionPolicy('enf-nowhere', 'object.spec.replicas < 100'),
      admissionBinding(
        'enf-nowhere',
        'validationActions: [Deny], matchResources: {namespaceSelector: {matchLabels: {enf: nobody}}}',
      ),
      admissionPolicy('enf-types', 'object.spec.replica < 100'),
      admissionBinding('enf-types', `validationActions: [Deny], ${apart}`),
    ),
  );
  // The controller-manager's type check has been here when every policy has a status of it.
  const path = '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies/enf-types';
  for (let tries = 0; tries < 2000; tries += 1) {
    const { body } = await plane.request('GET', path);
    if (isJsonObject(body) && isJsonObject(body['status']) && body['status']['typeChecking'] !== undefined) break;
  }
  assert.deepEqual(await scan(plane.kubeconfig, /^enf-/), [
    'fail enforcement/binding-without-policy ValidatingAdmissionPolicyBinding enf-astray: Names ValidatingAdmissionPolicy enf-astray, which is not there: it judges nothing',
    'fail enforcement/policy-fails-open ValidatingAdmissionPolicy enf-open: Lets through what its expressions err on: failurePolicy is Ignore',
    'fail enforcement/policy-only-audits ValidatingAdmissionPolicy enf-audits: Only writes to the audit log: no binding denies',
    'fail enforcement/policy-parameters ValidatingAdmissionPolicyBinding enf-params: Takes parameters from ConfigMap enf-native/limit, which is not there: nothing is judged, and nobody is told',
    'fail enforcement/policy-scoped-away ValidatingAdmissionPolicy enf-nowhere: Leaves out every namespace with workloads (…): it judges nothing that runs',
    'fail enforcement/policy-type-errors ValidatingAdmissionPolicy enf-types: One expression errs on kinds it matches, says the API server’s type check',
    'fail enforcement/policy-without-binding ValidatingAdmissionPolicy enf-unbound: Has no binding: it judges nothing',
  ]);
  assert.deepEqual(await passesOf(plane.kubeconfig, 'enf-good'), [
    'enforcement/binding-without-policy',
    'enforcement/policy-fails-open',
    'enforcement/policy-only-audits',
    'enforcement/policy-scoped-away',
    'enforcement/policy-type-errors',
    'enforcement/policy-without-binding',
  ]);
});

const kyvernoDeployment = '/apis/apps/v1/namespaces/enf-kyverno/deployments/kyverno-admission-controller';

test('a real cluster: Kyverno absent, then there, then too new for what is kept', async (context) => {
  const plane = await useTestCluster(context);
  if (plane === undefined) return;
  const clusterPolicy = (name: string, action: string, rest = '') => `
apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: ${name}}
spec: {rules: [{name: owner, validate: {failureAction: ${action}}}]${rest}}
status: {conditions: [{type: Ready, status: 'True'}]}`;
  await plant(
    context,
    plane,
    join(
      definition('kyverno.io', 'v1', 'ClusterPolicy'),
      definition('kyverno.io', 'v2', 'PolicyException', 'Namespaced'),
      definition('policies.kyverno.io', 'v1', 'ValidatingPolicy'),
      namespace('enf-shop'),
      namespace('enf-kyverno'),
      clusterPolicy('enf-good', 'Enforce'),
    ),
  );
  const own = /^enf-|^kyverno$/;
  assert.deepEqual(await scan(plane.kubeconfig, own), [
    'fail enforcement/kyverno-absent ClusterPolicy enf-good: Judges nothing: there is no Kyverno in the cluster',
  ]);

  await plant(
    context,
    plane,
    join(
      `
apiVersion: apps/v1
kind: Deployment
metadata: {name: kyverno-admission-controller, namespace: enf-kyverno}
spec:
  replicas: 1
  selector: {matchLabels: {app: kyverno}}
  template: {metadata: {labels: {app: kyverno}}, spec: {containers: [{name: kyverno, image: 'reg.kyverno.io/kyverno/kyverno:v1.19.1'}]}}`,
      // It matches a kind that nobody has: nothing is ever put to it.
      `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: kyverno-resource-validating-webhook-cfg}
webhooks:
  - name: validate.kyverno.svc-fail
    clientConfig: {url: 'https://127.0.0.1:1/validate'}
    admissionReviewVersions: [v1]
    sideEffects: None
    rules: [{apiGroups: [nobody.example], apiVersions: [v1], operations: [CREATE], resources: [things]}]`,
      clusterPolicy('enf-audits', 'Audit'),
      clusterPolicy('enf-background', 'Enforce', ', admission: false'),
      clusterPolicy('enf-unready', 'Enforce').replace("'True'", "'False'"),
      clusterPolicy('enf-excludes', 'Enforce').replace(
        'name: owner,',
        'name: owner, exclude: {any: [{resources: {namespaces: [enf-shop]}}]},',
      ),
      'apiVersion: policies.kyverno.io/v1\nkind: ValidatingPolicy\nmetadata: {name: enf-cel-warns}\nspec: {validationActions: [Warn]}\nstatus: {conditionStatus: {ready: true}}',
      'apiVersion: policies.kyverno.io/v1\nkind: ValidatingPolicy\nmetadata: {name: enf-cel-good}\nspec: {validationActions: [Deny]}\nstatus: {conditionStatus: {ready: true}}',
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: kyverno, namespace: enf-kyverno}\ndata: {resourceFilters: '[*/*,kube-system,*] [*/*,enf-shop,*]'}",
      "apiVersion: kyverno.io/v2\nkind: PolicyException\nmetadata: {name: enf-broad, namespace: enf-shop}\nspec: {exceptions: [{policyName: enf-good, ruleNames: ['*']}], match: {any: [{resources: {kinds: ['*']}}]}}",
      "apiVersion: kyverno.io/v2\nkind: PolicyException\nmetadata: {name: enf-expired, namespace: enf-shop, labels: {cleanup.kyverno.io/ttl: '2026-11-01'}}\nspec: {exceptions: [{policyName: enf-good, ruleNames: [owner]}], match: {any: [{resources: {kinds: [Pod], names: [web]}}]}}",
      "apiVersion: kyverno.io/v2\nkind: PolicyException\nmetadata: {name: enf-narrow, namespace: enf-shop, labels: {cleanup.kyverno.io/ttl: '2026-12-01'}}\nspec: {exceptions: [{policyName: enf-good, ruleNames: [owner]}], match: {any: [{resources: {kinds: [Pod], names: [web]}}]}}",
    ),
  );
  const withEngine = await scan(plane.kubeconfig, own);
  assert.deepEqual(
    withEngine.map((line) => line.replace(/:.*/, '')),
    [
      'fail enforcement/kyverno-exception-expired PolicyException enf-expired',
      'fail enforcement/kyverno-exception-too-broad PolicyException enf-broad',
      'fail enforcement/kyverno-excluded-namespaces ClusterPolicy enf-excludes',
      'fail enforcement/kyverno-excluded-namespaces ConfigMap kyverno',
      'fail enforcement/kyverno-not-at-admission ClusterPolicy enf-background',
      'fail enforcement/kyverno-not-ready ClusterPolicy enf-unready',
      'fail enforcement/kyverno-only-audits ClusterPolicy enf-audits',
      'fail enforcement/kyverno-only-audits ValidatingPolicy enf-cel-warns',
    ],
  );

  await mend(plane, kyvernoDeployment, {
    spec: {
      template: { spec: { containers: [{ name: 'kyverno', image: 'reg.kyverno.io/kyverno/kyverno:v1.20.0' }] } },
    },
  });
  const tooNew = await scan(plane.kubeconfig, own);
  assert.deepEqual(
    tooNew.filter((line) => line.includes('kyverno-old-kinds')).map((line) => line.replace(/:.*/, '')),
    ['enf-audits', 'enf-background', 'enf-excludes', 'enf-good', 'enf-unready']
      .map((name) => `fail enforcement/kyverno-old-kinds ClusterPolicy ${name}`)
      .concat(
        ['enf-broad', 'enf-expired', 'enf-narrow'].map(
          (name) => `fail enforcement/kyverno-old-kinds PolicyException ${name}`,
        ),
      ),
  );

  await mend(plane, kyvernoDeployment, { spec: { replicas: 0 } });
  const idle = await scan(plane.kubeconfig, /^enf-good$/);
  assert.deepEqual(idle, [
    'fail enforcement/kyverno-absent ClusterPolicy enf-good: Judges nothing: Kyverno is there, but its Deployment is scaled to no replica',
  ]);
});

test('a real cluster: Gatekeeper’s constraints, templates and exemptions', async (context) => {
  const plane = await useTestCluster(context);
  if (plane === undefined) return;
  const constraint = (name: string, spec: string, kind = 'EnfOwners') =>
    `apiVersion: constraints.gatekeeper.sh/v1beta1\nkind: ${kind}\nmetadata: {name: ${name}}\nspec: ${spec}`;
  const template = (kind: string, status: string) =>
    `apiVersion: templates.gatekeeper.sh/v1\nkind: ConstraintTemplate\nmetadata: {name: ${kind.toLowerCase()}}\nspec: {crd: {spec: {names: {kind: ${kind}}}}}\nstatus: ${status}`;
  await plant(
    context,
    plane,
    join(
      definition('constraints.gatekeeper.sh', 'v1beta1', 'EnfOwners'),
      definition('constraints.gatekeeper.sh', 'v1beta1', 'EnfStray'),
      definition('templates.gatekeeper.sh', 'v1', 'ConstraintTemplate'),
      definition('config.gatekeeper.sh', 'v1alpha1', 'Config', 'Namespaced'),
      namespace('enf-gate'),
      namespace('enf-ignored', '{admission.gatekeeper.sh/ignore: "yes"}'),
      constraint('enf-good', '{}'),
      template('EnfOwners', '{created: true, byPod: [{id: a}]}'),
    ),
  );
  const own = /^enf/;
  const absent = await scan(plane.kubeconfig, own);
  assert.deepEqual(
    absent.filter((line) => line.includes('EnfOwners enf-good')),
    [
      'fail enforcement/gatekeeper-absent EnfOwners enf-good: Stops nothing: no webhook configuration puts requests to Gatekeeper',
    ],
  );
  await plant(
    context,
    plane,
    join(
      `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: gatekeeper-validating-webhook-configuration}
webhooks:
  - name: validation.gatekeeper.sh
    failurePolicy: Ignore
    clientConfig: {url: 'https://127.0.0.1:1/admit'}
    admissionReviewVersions: [v1]
    sideEffects: None
    rules: [{apiGroups: [nobody.example], apiVersions: [v1], operations: [CREATE], resources: [things]}]`,
      constraint('enf-dryrun', '{enforcementAction: dryrun}'),
      constraint('enf-stray', '{}', 'EnfStray'),
      constraint('enf-left', '{match: {excludedNamespaces: [enf-gate]}}'),
      template('EnfUnused', '{created: true}'),
      template('EnfBroken', '{created: true, byPod: [{id: a, errors: [{code: rego_parse_error, message: eof}]}]}'),
      'apiVersion: config.gatekeeper.sh/v1alpha1\nkind: Config\nmetadata: {name: enf-config, namespace: enf-gate}\nspec: {match: [{excludedNamespaces: [enf-gate], processes: ["*"]}]}',
    ),
  );
  const found = await scan(plane.kubeconfig, /^enf|^gatekeeper-/);
  assert.deepEqual(
    found.map((line) => line.replace(/:.*/, '')),
    [
      'fail enforcement/constraint-without-template EnfStray enf-stray',
      'fail enforcement/gatekeeper-excluded-namespaces Config enf-config',
      'fail enforcement/gatekeeper-excluded-namespaces EnfOwners enf-left',
      'fail enforcement/gatekeeper-excluded-namespaces Namespace enf-ignored',
      'fail enforcement/gatekeeper-only-audits EnfOwners enf-dryrun',
      'fail enforcement/template-errors ConstraintTemplate enfbroken',
      'fail enforcement/template-without-constraint ConstraintTemplate enfbroken',
      'fail enforcement/template-without-constraint ConstraintTemplate enfunused',
      'fail webhook/fails-open ValidatingWebhookConfiguration gatekeeper-validating-webhook-configuration',
    ],
  );
  assert.deepEqual(await passesOf(plane.kubeconfig, 'enf-good'), [
    'enforcement/constraint-without-template',
    'enforcement/gatekeeper-absent',
    'enforcement/gatekeeper-excluded-namespaces',
    'enforcement/gatekeeper-only-audits',
  ]);
});

test('a real cluster: NetworkPolicies under Flannel, under Calico, and under nobody knows what', async (context) => {
  const plane = await useTestCluster(context);
  if (plane === undefined) return;
  await plant(
    context,
    plane,
    join(
      namespace('enf-net'),
      'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: enf-closed, namespace: enf-net}\nspec: {podSelector: {}}',
    ),
  );
  const daemonSet = (name: string) =>
    `apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: ${name}, namespace: enf-net}\nspec: {selector: {matchLabels: {app: ${name}}}, template: {metadata: {labels: {app: ${name}}}, spec: {containers: [{name: agent, image: 'agent:1'}]}}}`;
  assert.deepEqual(await scanAll(plane.kubeconfig, /^enf-closed$/, '--include-skips'), [
    'skip enforcement/network-policy NetworkPolicy enf-closed: Whether the network plug-in enforces it cannot be told',
  ]);
  await plant(context, plane, daemonSet('kube-flannel-ds'));
  assert.deepEqual(await scan(plane.kubeconfig, /^enf-closed$/), [
    'fail enforcement/network-policy NetworkPolicy enf-closed: Stops no connection: Flannel enforces no NetworkPolicy',
  ]);
  await plant(context, plane, daemonSet('calico-node'));
  assert.deepEqual(await scan(plane.kubeconfig, /^enf-closed$/), []);
  assert.deepEqual(await passesOf(plane.kubeconfig, 'enf-closed'), ['enforcement/network-policy']);
});

test('a real cluster: whoever may not read the policies is told so once a rule, and nothing is called enforced', async (context) => {
  const plane = await useTestCluster(context);
  if (plane === undefined) return;
  const kubeconfig = await plane.addUser({ name: 'enf-nobody', groups: [] });
  const said = await scan(kubeconfig, /^\*$/, '--only', 'enforcement/policy-fails-open');
  assert.deepEqual(
    said
      .filter((line) => line.includes('policy-fails-open'))
      .map((line) => line.replace(/ is forbidden: .*/, ' is forbidden')),
    [
      'error enforcement/policy-fails-open MutatingAdmissionPolicy *: Could not be read: mutatingadmissionpolicies.admissionregistration.k8s.io is forbidden',
      'error enforcement/policy-fails-open ValidatingAdmissionPolicy *: Could not be read: validatingadmissionpolicies.admissionregistration.k8s.io is forbidden',
    ],
  );
});
