/** Native admission policies in small clusters: each gap and its healthy twin. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toSnapshot } from '../../snapshot-of-yaml.ts';
import { join, livedIn, tellOf, type Told } from '../../told-of-yaml.ts';
import { enforcementAnalyser } from '../index.ts';

const policy = (spec = '', more = ''): string => `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: owners}
spec:
  matchConstraints: {resourceRules: [{apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}]}
  validations: [{expression: 'true'}]
${spec}
${more}`;

/** As the library says of its policies. */
const meant = (action: string): string =>
  policy().replace(
    '{name: owners}',
    `{name: owners, annotations: {policies.vauban.dev/id: a/b, policies.vauban.dev/action: ${action}}}`,
  );

const binding = (spec = '{policyName: owners, validationActions: [Deny]}', name = 'owners-everywhere'): string => `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: ${name}}
spec: ${spec}`;

const withParams = '  paramKind: {apiVersion: v1, kind: ConfigMap}';
const paramRef = (action: string, namespace = 'namespace: policies, '): string =>
  binding(
    `{policyName: owners, validationActions: [Deny], paramRef: {name: limits, ${namespace}parameterNotFoundAction: ${action}}}`,
  );
const limits = (namespace: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: limits, namespace: ${namespace}}`;

const cases: readonly (readonly [
  name: string,
  rule: string,
  text: string,
  expected: readonly string[],
  more?: Omit<Told, 'rule'>,
])[] = [
  [
    'without a binding a policy judges nothing',
    'policy-without-binding',
    policy(),
    ['fail: ValidatingAdmissionPolicy owners: Has no binding: it judges nothing'],
  ],
  [
    'with a binding it is in force',
    'policy-without-binding',
    join(policy(), binding()),
    ['pass: ValidatingAdmissionPolicy owners: Is bound by owners-everywhere'],
  ],
  [
    'of manifests nothing more is said than that no binding was among them',
    'policy-without-binding',
    policy(),
    [
      'fail info: ValidatingAdmissionPolicy owners: No binding of it is among what was read: without one it judges nothing',
    ],
    { kind: 'manifests' },
  ],
  [
    'a binding of the other family does not bind it',
    'policy-without-binding',
    join(policy(), binding().replace('Validating', 'Mutating')),
    ['fail: ValidatingAdmissionPolicy owners: Has no binding: it judges nothing'],
  ],
  [
    'a mutating policy needs a binding too',
    'policy-without-binding',
    policy().replace('Validating', 'Mutating'),
    ['fail: MutatingAdmissionPolicy owners: Has no binding: it judges nothing'],
  ],
  [
    'a binding of a policy that is not there judges nothing',
    'binding-without-policy',
    join(policy(), binding('{policyName: owner, validationActions: [Deny]}')),
    [
      'fail: ValidatingAdmissionPolicyBinding owners-everywhere: Names ValidatingAdmissionPolicy owner, which is not there: it judges nothing',
    ],
  ],
  [
    'a binding of a policy that is there puts it in force',
    'binding-without-policy',
    join(policy(), binding()),
    ['pass: ValidatingAdmissionPolicyBinding owners-everywhere: Puts ValidatingAdmissionPolicy owners in force'],
  ],
  [
    'a binding alone in a repository may have its policy in another',
    'binding-without-policy',
    binding(),
    [
      'fail info: ValidatingAdmissionPolicyBinding owners-everywhere: Names ValidatingAdmissionPolicy owners, which is not among what was read: without it it judges nothing',
    ],
    { kind: 'manifests' },
  ],
  [
    'Audit alone only writes',
    'policy-only-audits',
    join(policy(), binding('{policyName: owners, validationActions: [Audit]}')),
    ['fail: ValidatingAdmissionPolicy owners: Only writes to the audit log: no binding denies'],
  ],
  [
    'Warn alone only warns',
    'policy-only-audits',
    join(policy(), binding('{policyName: owners, validationActions: [Warn]}')),
    ['fail: ValidatingAdmissionPolicy owners: Only warns: no binding denies'],
  ],
  [
    'Warn in one binding and Audit in another still deny nothing',
    'policy-only-audits',
    join(
      policy(),
      binding('{policyName: owners, validationActions: [Audit]}', 'a'),
      binding('{policyName: owners, validationActions: [Warn]}', 'b'),
    ),
    ['fail: ValidatingAdmissionPolicy owners: Only warns and writes to the audit log: no binding denies'],
  ],
  [
    'one binding that denies is enough',
    'policy-only-audits',
    join(policy(), binding(), binding('{policyName: owners, validationActions: [Audit]}', 'a')),
    ['pass: ValidatingAdmissionPolicy owners: Denies by owners-everywhere'],
  ],
  ['without a binding it is not said to audit', 'policy-only-audits', policy(), []],
  [
    'failurePolicy Ignore lets through what errs',
    'policy-fails-open',
    policy('  failurePolicy: Ignore'),
    ['fail: ValidatingAdmissionPolicy owners: Lets through what its expressions err on: failurePolicy is Ignore'],
  ],
  [
    'Fail, which is the default, does not',
    'policy-fails-open',
    join(policy(), binding()),
    ['pass: ValidatingAdmissionPolicy owners: Fails closed'],
  ],
  [
    'where nobody asks it that it fails closed is no comfort',
    'policy-fails-open',
    policy(),
    [
      'skip (not-applicable): ValidatingAdmissionPolicy owners: Is not wholly in force: see enforcement/policy-without-binding',
    ],
  ],
  [
    'nor where it denies nothing',
    'policy-fails-open',
    join(meant('audit'), binding('{policyName: owners, validationActions: [Audit]}')),
    ['skip (not-applicable): ValidatingAdmissionPolicy owners: Denies nothing: see enforcement/policy-only-audits'],
  ],
  [
    'a binding that only audits puts nothing in force',
    'binding-without-policy',
    join(policy(), binding(), binding('{policyName: owners, validationActions: [Audit]}', 'a')),
    [
      'pass: ValidatingAdmissionPolicyBinding owners-everywhere: Puts ValidatingAdmissionPolicy owners in force',
      'skip (not-applicable): ValidatingAdmissionPolicyBinding a: Denies nothing: see enforcement/policy-only-audits',
    ],
  ],
  [
    'a policy of the library that is meant to audit does',
    'policy-only-audits',
    join(meant('audit'), binding('{policyName: owners, validationActions: [Audit, Warn]}')),
    ['pass: ValidatingAdmissionPolicy owners: Audits, as this policy of the library is meant to'],
  ],
  [
    'one that is meant to deny does not',
    'policy-only-audits',
    join(meant('deny'), binding('{policyName: owners, validationActions: [Audit]}')),
    ['fail: ValidatingAdmissionPolicy owners: Only writes to the audit log: no binding denies'],
  ],
  [
    'what does not compile refuses everything',
    'policy-type-errors',
    join(policy().replace("'true'", '"objekt.spec.replicas > 1"'), binding()),
    [
      "fail high: ValidatingAdmissionPolicy owners: Does not compile (spec.validations[0].expression: undeclared reference to 'objekt'): where a server holds it, every request it matches is refused",
    ],
  ],
  [
    'with Ignore it judges nothing',
    'policy-type-errors',
    join(policy('  failurePolicy: Ignore').replace("'true'", '"nobody.x"'), binding()),
    [
      "fail high: ValidatingAdmissionPolicy owners: Does not compile (spec.validations[0].expression: undeclared reference to 'nobody'): where a server holds it, nothing is judged",
    ],
  ],
  [
    'variables and parameters are taken as they come',
    'policy-type-errors',
    policy(
      "  paramKind: {apiVersion: v1, kind: ConfigMap}\n  variables: [{name: a, expression: 'params.data.b'}]",
    ).replace("'true'", "\"variables.a == 'c' && authorizer.group('').resource('pods').check('list').allowed()\""),
    [],
  ],
  [
    'with Allow a missing parameter means that nothing is judged',
    'policy-parameters',
    join(policy(withParams), paramRef('Allow')),
    [
      'fail: ValidatingAdmissionPolicyBinding owners-everywhere: Takes parameters from ConfigMap policies/limits, which is not there: nothing is judged, and nobody is told',
    ],
  ],
  [
    'with Deny it means that everything is refused',
    'policy-parameters',
    join(policy(withParams), paramRef('Deny')),
    [
      'fail: ValidatingAdmissionPolicyBinding owners-everywhere: Takes parameters from ConfigMap policies/limits, which is not there: every request it matches is refused',
    ],
  ],
  [
    'a parameter that is there is found',
    'policy-parameters',
    join(policy(withParams), paramRef('Deny'), limits('policies')),
    ['pass: ValidatingAdmissionPolicyBinding owners-everywhere: Takes its parameters from ConfigMap policies/limits'],
  ],
  [
    'without a namespace each namespace needs its own',
    'policy-parameters',
    join(policy(withParams), paramRef('Allow', ''), livedIn('shop'), livedIn('till'), limits('shop')),
    [
      'fail: ValidatingAdmissionPolicyBinding owners-everywhere: Takes parameters from ConfigMap limits, which is not there in namespace till: nothing is judged there, and nobody is told',
    ],
  ],
  [
    'a binding without paramRef of a policy with paramKind refuses everything',
    'policy-parameters',
    join(policy(withParams), binding()),
    [
      'fail: ValidatingAdmissionPolicyBinding owners-everywhere: Has no paramRef, and ValidatingAdmissionPolicy owners reads parameters: its expressions err, which refuses every request',
    ],
  ],
  [
    'parameters of a custom kind are a person’s to look up',
    'policy-parameters',
    join(policy('  paramKind: {apiVersion: rules.example/v1, kind: Limit}'), paramRef('Deny')),
    [
      'skip (manual): ValidatingAdmissionPolicyBinding owners-everywhere: Whether Limit policies/limits is there, which it takes parameters from, cannot be told: objects of Limit are not read',
    ],
  ],
  ['a policy without parameters needs none', 'policy-parameters', join(policy(), binding()), []],
  [
    'a selector by a label that no namespace has selects nothing',
    'policy-scoped-away',
    join(
      policy(),
      binding(
        '{policyName: owners, validationActions: [Deny], matchResources: {namespaceSelector: {matchLabels: {guarded: yes-please}}}}',
      ),
      livedIn('shop'),
    ),
    [
      'fail: ValidatingAdmissionPolicy owners: Leaves out every namespace with workloads (shop): it judges nothing that runs',
    ],
  ],
  [
    'a selector that some namespaces fit reaches those',
    'policy-scoped-away',
    join(
      policy(),
      binding(
        '{policyName: owners, validationActions: [Deny], matchResources: {namespaceSelector: {matchLabels: {guarded: yes-please}}}}',
      ),
      livedIn('shop', '{guarded: yes-please}'),
      livedIn('till'),
    ),
    ['pass: ValidatingAdmissionPolicy owners: Reaches 1 of 2 namespaces with workloads'],
  ],
  [
    'the cluster’s own namespaces may be left out',
    'policy-scoped-away',
    join(
      policy(),
      binding(
        '{policyName: owners, validationActions: [Deny], matchResources: {namespaceSelector: {matchExpressions: [{key: kubernetes.io/metadata.name, operator: NotIn, values: [kube-system]}]}}}',
      ),
      livedIn('shop'),
      livedIn('kube-system'),
    ),
    ['pass: ValidatingAdmissionPolicy owners: Reaches 1 of 1 namespaces with workloads'],
  ],
  [
    'about cluster-scoped objects a namespaceSelector says nothing',
    'policy-scoped-away',
    join(
      policy().replace('deployments', 'clusterroles'),
      binding(
        '{policyName: owners, validationActions: [Deny], matchResources: {namespaceSelector: {matchLabels: {guarded: never}}}}',
      ),
      livedIn('shop'),
    ),
    [],
  ],
  [
    'warnings of the type check are told',
    'policy-type-errors',
    policy(
      '',
      "status: {typeChecking: {expressionWarnings: [{fieldRef: 'spec.validations[0].expression', warning: \"apps/v1, Kind=Deployment: ERROR: undefined field 'replica'\"}]}}",
    ),
    [
      'fail: ValidatingAdmissionPolicy owners: One expression errs on kinds it matches, says the API server’s type check',
    ],
  ],
  [
    'a type check without warnings passes',
    'policy-type-errors',
    join(policy('', 'status: {typeChecking: {}}'), binding()),
    ['pass: ValidatingAdmissionPolicy owners: Passes the API server’s type check'],
  ],
  ['where no type check was made nothing is said', 'policy-type-errors', policy(), []],
];

for (const [name, rule, text, expected, more] of cases)
  test(name, () =>
    assert.deepEqual(tellOf(enforcementAnalyser, text, { rule: `enforcement/${rule}`, ...more }), expected),
  );

const unread = (kind: string) =>
  ({
    kind,
    group: 'admissionregistration.k8s.io',
    cluster: 'test',
    namespace: null,
    reason: 'forbidden',
    grant: 'get, list',
  }) as const;

test('bindings that could not be read: no policy is said to have none, and it is said once', () => {
  const extras = { unread: [unread('ValidatingAdmissionPolicyBinding')] };
  const text = join(policy(), policy().replace('name: owners', 'name: others'));
  assert.deepEqual(tellOf(enforcementAnalyser, text, { rule: 'enforcement/policy-without-binding', extras }), [
    'error (no-evidence): ValidatingAdmissionPolicyBinding *: Could not be read: forbidden',
  ]);
});

test('policies that could not be read are told where their gaps would be', () => {
  const extras = { unread: [unread('ValidatingAdmissionPolicy')] };
  assert.deepEqual(tellOf(enforcementAnalyser, 'kind: none', { rule: 'enforcement/policy-fails-open', extras }), [
    'error (no-evidence): ValidatingAdmissionPolicy *: Could not be read: forbidden',
  ]);
});

test('matchPolicy Exact is noted', () => {
  const text = join(
    policy().replace('{resourceRules', '{matchPolicy: Exact, resourceRules'),
    binding(),
    livedIn('shop'),
  );
  const found = enforcementAnalyser
    .analyse(toSnapshot(text, enforcementAnalyser, { kind: 'cluster' }))
    .find(({ rule }) => rule.id === 'enforcement/policy-scoped-away');
  assert.deepEqual(found?.conclusion.evidence, [
    {
      text: 'it is not asked where the same object is written in another version or group than its rules name',
      source: 'spec.matchConstraints.matchPolicy: Exact',
    },
  ]);
});
