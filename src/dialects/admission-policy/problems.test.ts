/** What is wrong with what people wrote: said with its line and column, and never a policy that silently does nothing. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { toResource } from '../../kube/schema/to-resource.ts';
import type { Json } from '../../model/json.ts';
import { compile, judge, read, say } from './harness.ts';

const policyWith = (lines: string): string => `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: demo}
spec:
${lines}`;

const constraints = `  matchConstraints:
    resourceRules:
    - {apiGroups: [""], apiVersions: [v1], resources: [pods], operations: [CREATE]}`;

const cases: readonly (readonly [
  name: string,
  lines: string,
  severity: string,
  message: string | RegExp,
  place: string,
])[] = [
  [
    'an expression that does not parse',
    `${constraints}\n  validations:\n  - expression: "object.spec.("`,
    'error',
    /^spec\.validations\[0\]\.expression, column \d+ of the expression: /,
    '9:5',
  ],
  [
    'a name that there is not',
    `${constraints}\n  validations:\n  - expression: |\n      true &&\n      thing.x == 1`,
    'error',
    /^spec\.validations\[0\]\.expression, line 2, column 1 of the expression: undeclared reference to 'thing'/,
    '9:5',
  ],
  [
    'an expression of another type',
    `${constraints}\n  validations:\n  - expression: object.spec`,
    'error',
    'spec.validations[0].expression: must evaluate to bool but got dyn',
    '9:5',
  ],
  [
    'a policy without rules',
    '  validations: [{expression: "true"}]',
    'error',
    'spec.matchConstraints.resourceRules: this is required',
    '4:1',
  ],
  [
    'a policy without validations',
    constraints,
    'error',
    'spec.validations: validations or auditAnnotations are required',
    '4:1',
  ],
  [
    'an operation that there is not',
    `  matchConstraints:\n    resourceRules:\n    - {apiGroups: [""], apiVersions: [v1], resources: [pods], operations: [PATCH]}\n  validations: [{expression: "true"}]`,
    'error',
    'spec.matchConstraints.resourceRules[0].operations: "PATCH" is none of CREATE, UPDATE, DELETE, CONNECT, *',
    '7:63',
  ],
  [
    'a kind where a resource belongs',
    `  matchConstraints:\n    resourceRules:\n    - {apiGroups: [""], apiVersions: [v1], resources: [Pod], operations: [CREATE]}\n  validations: [{expression: "true"}]`,
    'warning',
    'spec.matchConstraints.resourceRules[0].resources: "Pod" looks like a kind; resources are written in the plural and in lower case, so this matches nothing',
    '7:44',
  ],
  [
    'a field that the matched kind does not have only warns',
    `${constraints}\n  validations:\n  - expression: object.spec.replicas > 1`,
    'warning',
    /^spec\.validations\[0\]\.expression, column \d+ of the expression: undefined field 'replicas' \(checked for Pod\)$/,
    '9:5',
  ],
];

for (const [name, lines, severity, message, place] of cases) {
  test(name, () => {
    const [problem] = compile([read(policyWith(lines))]).problems;
    assert.equal(problem?.severity, severity, JSON.stringify(problem));
    if (typeof message === 'string') assert.equal(problem.message, message);
    else assert.match(problem.message, message);
    assert.equal(`${problem.span?.line}:${problem.span?.column}`, place);
    assert.equal(problem.policy, 'demo');
  });
}

const pod = read('{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {containers: [{name: a, image: b}]}}');

test('a policy the server would refuse is an error about every subject it would match', () => {
  const lines = `${constraints}\n  validations:\n  - expression: object.spec\n  - expression: "true"`;
  assert.deepEqual(say(judge(compile([read(policyWith(lines))]), pod)), [
    'error/not-compiled deny: The API server would refuse this policy: spec.validations[0].expression: must evaluate to bool but got dyn',
  ]);
  assert.deepEqual(say(judge(compile([read(policyWith(`  failurePolicy: Ignore\n${lines}`))]), pod)), [
    'error/not-compiled none: The API server would refuse this policy: spec.validations[0].expression: must evaluate to bool but got dyn',
  ]);
});

const bindingWith = (spec: string): string => `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: bind}
spec: ${spec}`;

const bindings: readonly (readonly [name: string, spec: string, message: string])[] = [
  [
    'a binding to a policy that was not read',
    '{policyName: other, validationActions: [Deny]}',
    'the binding refers to the policy "other", which was not read: it does nothing here',
  ],
  ['a binding without actions', '{policyName: demo}', 'spec.validationActions: this is required: Deny, Warn or Audit'],
  [
    'Deny beside Warn',
    '{policyName: demo, validationActions: [Deny, Warn]}',
    'spec.validationActions: Deny and Warn may not stand together',
  ],
  [
    'a paramRef of name and selector',
    '{policyName: demo, validationActions: [Deny], paramRef: {name: a, selector: {}, parameterNotFoundAction: Deny}}',
    'spec.paramRef: exactly one of name and selector is required',
  ],
  [
    'a selector that is none',
    '{policyName: demo, validationActions: [Deny], matchResources: {objectSelector: {matchExpressions: [{key: a, operator: is}]}}}',
    'spec.matchResources.objectSelector.matchExpressions[0].operator: operator is In, NotIn, Exists or DoesNotExist',
  ],
];

for (const [name, spec, message] of bindings) {
  test(name, () => {
    const { problems } = compile([
      read(policyWith(`${constraints}\n  validations: [{expression: "true"}]`)),
      read(bindingWith(spec)),
    ]);
    assert.deepEqual(
      problems.map((problem) => problem.message),
      [message],
    );
  });
}

test('of two different policies of one name the first is judged, and that is said', () => {
  const one = read(policyWith(`${constraints}\n  validations: [{expression: "true"}]`));
  const two = read(policyWith(`${constraints}\n  validations: [{expression: "false"}]`));
  const { rules, problems } = compile([one, two]);
  assert.equal(rules.length, 1);
  assert.deepEqual(
    problems.map(({ message }) => message),
    [
      'ValidatingAdmissionPolicy demo stands more than once and differently; the first is used: a cluster has one of a name',
    ],
  );
});

test('no document makes the dialect throw', () => {
  const origin = { kind: 'file', file: '-', document: 0, item: null, start: 0, end: 0 } as const;
  const kinds = [
    'ValidatingAdmissionPolicy',
    'ValidatingAdmissionPolicyBinding',
    'MutatingAdmissionPolicy',
    'MutatingAdmissionPolicyBinding',
  ];
  const words = [
    'matchConstraints',
    'resourceRules',
    'validations',
    'expression',
    'variables',
    'name',
    'paramRef',
    'mutations',
    'policyName',
    'selector',
    'matchExpressions',
  ];
  const spec = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom<Json>(null, true, 0, '', 'true', 'object.x', '1 +', 'demo'),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...words), tie('value'), { maxKeys: 4 }),
    ),
  })).value;
  fc.assert(
    fc.property(fc.constantFrom(...kinds), spec, (kind, value) => {
      const result = toResource(
        { apiVersion: 'admissionregistration.k8s.io/v1', kind, metadata: { name: 'demo' }, spec: value },
        origin,
      );
      if (result.kind !== 'resource') return;
      judge(compile([result.resource]), pod);
    }),
  );
});
