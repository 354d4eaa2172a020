/** What the API server refuses in names, lists and lengths is refused here, and what it takes is taken. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compile, read } from './harness.ts';

interface Written {
  readonly metadata?: string;
  readonly rule?: string;
  readonly spec?: string;
}

const rule = '{apiGroups: [""], apiVersions: [v1], resources: [pods], operations: [CREATE]}';

const validating = (written: Written): string => `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: ${written.metadata ?? '{name: demo}'}
spec:
  matchConstraints: {resourceRules: [${written.rule ?? rule}]}
${written.spec ?? '  validations: [{expression: "true"}]'}`;

const mutating = (written: Written): string => `apiVersion: admissionregistration.k8s.io/v1
kind: MutatingAdmissionPolicy
metadata: {name: demo}
spec:
  matchConstraints: {resourceRules: [${written.rule ?? rule}]}
${written.spec ?? '  reinvocationPolicy: Never\n  mutations: [{patchType: JSONPatch, jsonPatch: {expression: "[]"}}]'}`;

const binding = (spec: string): string => `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: demo}
spec: ${spec}`;

const validations = '\n  validations: [{expression: "true"}]';

const refused: readonly (readonly [name: string, document: string, message: string])[] = [
  ['no name', validating({ metadata: '{labels: {a: b}}' }), 'metadata.name: this is required'],
  ['a name that is a number', validating({ metadata: '{name: 7}' }), 'metadata.name: a text is expected here'],
  [
    'a name with what terminals obey',
    validating({ metadata: String.raw`{name: "a\e[31mb"}` }),
    String.raw`metadata.name: "a\u001b[31mb" is no name the API server takes: lower case letters, digits, - and ., at most 253 of them`,
  ],
  [
    'a condition whose name is none',
    validating({ spec: `  matchConditions: [{name: "a b", expression: "true"}]${validations}` }),
    'spec.matchConditions[0].name: "a b" is no name the API server takes: letters, digits, -, _ and ., behind a DNS name and / where one is wanted',
  ],
  [
    'a condition that reads a variable',
    validating({
      spec: `  variables: [{name: a, expression: "true"}]\n  matchConditions: [{name: b, expression: variables.a}]${validations}`,
    }),
    "spec.matchConditions[0].expression: undeclared reference to 'variables': conditions are asked before there are any",
  ],
  [
    'an annotation whose key has a prefix of its own',
    validating({ spec: `  auditAnnotations: [{key: a/b, valueExpression: "'x'"}]` }),
    'spec.auditAnnotations[0].key: "a/b" is no key the API server takes: letters, digits, -, _ and ., at most 63 of them',
  ],
  [
    'an annotation longer than the server reads',
    validating({ spec: `  auditAnnotations: [{key: a, valueExpression: "'${'x'.repeat(6000)}'"}]` }),
    'spec.auditAnnotations[0].valueExpression: it may be at most 5120 bytes long',
  ],
  [
    'a paramKind of no version',
    validating({ spec: `  paramKind: {apiVersion: apps/, kind: Deployment}${validations}` }),
    'spec.paramKind.apiVersion: "apps/" is none: write VERSION or GROUP/VERSION',
  ],
  [
    'a paramKind that is no kind',
    validating({ spec: `  paramKind: {apiVersion: v1, kind: Config Map}${validations}` }),
    'spec.paramKind.kind: "Config Map" is no kind: it has letters, digits and -',
  ],
  [
    'a message of blanks',
    validating({ spec: '  validations: [{expression: "true", message: "  "}]' }),
    'spec.validations[0].message: there is nothing in it',
  ],
  [
    'a number no text can hold exactly where a word belongs',
    validating({ spec: `  failurePolicy: 12345678901234567890${validations}` }),
    'spec.failurePolicy: 12345678901234567890 is none of Fail, Ignore',
  ],
  [
    'a subresource beside all subresources',
    validating({ rule: rule.replace('[pods]', '[pods/*, pods/log]') }),
    'spec.matchConstraints.resourceRules[0].resources[1]: "pods/*" stands for "pods/log" too, so it may not stand beside it',
  ],
  [
    'the name of an object twice',
    validating({ rule: rule.replace('}', ', resourceNames: [a, a]}') }),
    'spec.matchConstraints.resourceRules[0].resourceNames[1]: "a" stands here twice',
  ],
  [
    'the name of an object with a slash',
    validating({ rule: rule.replace('}', ', resourceNames: [a/b]}') }),
    'spec.matchConstraints.resourceRules[0].resourceNames[0]: "a/b" is no name of an object: it has no / and no %, and is neither . nor ..',
  ],
  [
    'the mutation of what is deleted',
    mutating({ rule: rule.replace('CREATE', 'CREATE, DELETE') }),
    'spec.matchConstraints.resourceRules[0].operations: what is deleted cannot be mutated',
  ],
  [
    'a mutation whose reinvocation is null',
    mutating({
      spec: '  reinvocationPolicy: null\n  mutations: [{patchType: JSONPatch, jsonPatch: {expression: "[]"}}]',
    }),
    'spec.reinvocationPolicy: this is required: Never or IfNeeded',
  ],
  [
    'a binding to what can be no policy',
    binding('{policyName: A b, validationActions: [Deny]}'),
    'spec.policyName: "A b" is no name the API server takes: lower case letters, digits, - and ., at most 253 of them',
  ],
  [
    'a binding that says an action twice',
    binding('{policyName: demo, validationActions: [Deny, Deny]}'),
    'spec.validationActions: "Deny" stands here twice',
  ],
];

for (const [name, document, message] of refused) {
  test(`${name} is refused`, () => {
    const [problem] = compile([read(document)]).problems;
    assert.equal(problem?.message, message);
    assert.equal(problem.severity, 'error');
  });
}

const taken: readonly (readonly [name: string, document: string])[] = [
  ['a name that is given when it is created', validating({ metadata: '{generateName: demo-}' })],
  ['the core group written as null', validating({ rule: rule.replace('[""]', '[null]') })],
  [
    'a condition with a prefix',
    validating({ spec: `  matchConditions: [{name: example.com/a_b, expression: "true"}]${validations}` }),
  ],
  ['all of one subresource beside another', validating({ rule: rule.replace('[pods]', '["*/scale", pods/log]') })],
  [
    'a paramKind of another group',
    validating({ spec: `  paramKind: {apiVersion: example.com/v1beta1, kind: PodLimit}${validations}` }),
  ],
];

for (const [name, document] of taken) {
  test(`${name} is taken`, () => {
    assert.deepEqual(
      compile([read(document)]).problems.filter(({ severity }) => severity === 'error'),
      [],
    );
  });
}
