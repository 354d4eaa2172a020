/** What the environments of policies differ in: what may be named where. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { compileExpression } from '../../lang/cel/compile-expression.ts';
import { objectType, stringType } from '../../lang/cel/type.ts';
import { EvaluationFault } from '../../lang/cel/value.ts';
import type { Value } from '../../lang/cel/value.ts';
import { createAdmissionEnvironment } from './admission-environment.ts';
import type { AdmissionEnvironmentOptions, CheckedTypes } from './admission-environment.ts';
import { AuthorizerValue } from './authorizer-library.ts';
import { provideTypes } from './declared-types.ts';

const least: AdmissionEnvironmentOptions = { hasParams: false, hasAuthorizer: false, isMutation: false };

const configMap: CheckedTypes = {
  object: objectType('v1.ConfigMap'),
  params: objectType('v1.ConfigMap'),
  types: [provideTypes({ 'v1.ConfigMap': { kind: stringType } })],
};

const refused = (expression: string, options: AdmissionEnvironmentOptions): string | null => {
  const compiled = compileExpression(expression, createAdmissionEnvironment(options));
  return compiled.kind === 'program' ? null : (compiled.defects[0]?.message ?? '');
};

const cases: readonly (readonly [name: string, expression: string, options: object, defect: string | null])[] = [
  ['params without a paramKind', 'params.x', {}, "undeclared reference to 'params'"],
  ['params with a paramKind', 'params.x', { hasParams: true }, null],
  [
    'an optional item of a type that nobody knows, over which the API server panics',
    '[?object.a]',
    {},
    'an optional item must be known to be optional, and this is dyn',
  ],
  ['an optional item that is one', '[?object.?a]', {}, null],
  ['the authorizer in a message', "authorizer.path('/')", {}, "undeclared reference to 'authorizer'"],
  ['the authorizer elsewhere', "authorizer.path('/')", { hasAuthorizer: true }, null],
  ["the request's resource", "authorizer.requestResource.check('get')", { hasAuthorizer: true }, null],
  ['an Object in a validation', 'Object{}', {}, "undeclared reference to 'Object'"],
  ['an Object in a mutation', 'Object{}', { isMutation: true }, null],
  ['a JSON pointer in a validation', "jsonpatch.escapeKey('a')", {}, "undeclared reference to 'jsonpatch'"],
  ['a JSON pointer in a mutation', "jsonpatch.escapeKey('a')", { isMutation: true }, null],
  [
    'a function newer than the last server, in a new policy',
    '[1].includes(1)',
    {},
    "undeclared reference to 'includes'",
  ],
  ['the same in a policy that is stored', '[1].includes(1)', { isStored: true }, null],
  ['a pattern that is none', "'a'.find('[')", {}, 'error parsing regexp: missing closing ]: `[`'],
  ['any field of an object at creation', 'object.nope', {}, null],
  ['a field the matched kind has', 'object.kind', { checked: configMap }, null],
  ['a field the matched kind has not', 'object.nope', { checked: configMap }, "undefined field 'nope'"],
  ['a field the parameter has not', 'params.nope', { hasParams: true, checked: configMap }, "undefined field 'nope'"],
  [
    "the request's resource in the second check",
    "authorizer.requestResource.check('get')",
    { hasAuthorizer: true, checked: configMap },
    "type 'kubernetes.authorization.Authorizer' has no fields",
  ],
];

describe('An expression may name', () => {
  for (const [name, expression, options, defect] of cases) {
    test(`${name}: ${defect === null ? 'yes' : 'no'}`, () => {
      const told = refused(expression, { ...least, ...options });
      if (defect === null) assert.equal(told, null);
      else assert.equal(told?.replace(" (in container '')", ''), defect);
    });
  }
});

const run = (expression: string, given: Readonly<Record<string, Value>>): Value | EvaluationFault => {
  const environment = createAdmissionEnvironment({ ...least, hasAuthorizer: true });
  const compiled = compileExpression(expression, environment);
  assert.ok(compiled.kind === 'program');
  const values = environment.variables.map(({ name }) => given[name]);
  return compiled.program.evaluate(values, { spent: 0, limit: Number.MAX_SAFE_INTEGER });
};

test('What arithmetic made of quantities is left of an equality, as in Kubernetes', () => {
  assert.equal(run("quantity('1').add(1) == quantity('2')", {}), true);
  const turned = run("quantity('2') == quantity('1').add(1)", {});
  assert.ok(turned instanceof EvaluationFault);
  assert.equal(turned.message, 'no such overload');
  assert.equal(run("quantity('2') != quantity('1').add(1)", {}), true);
});

test('A list to be sorted or thinned out that cannot be computed is a fault that nothing makes up for, as in cel-go', () => {
  const lists = [
    "object.none.map(e, 'a').sort()",
    'object.none.sortBy(e, e)',
    '[2].sortBy(e, e / 0)',
    'object.none.distinct()',
    '[2].flatten(object.none)',
  ];
  for (const sorted of lists) {
    const result = run(`${sorted} == [] || true`, { object: {} });
    assert.ok(result instanceof EvaluationFault);
    assert.match(result.message, /^internal error: interface conversion/);
  }
  assert.equal(run('[2].sortBy(e, object.none) == [] || true', { object: {} }), true);
});

describe('A list or map of an object, compared with what is neither, is', () => {
  const configMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'a', labels: { a: 'b' }, finalizers: ['f'] },
  };
  const widget = { ...configMap, apiVersion: 'vauban.test/v1', kind: 'Widget' };
  const request = { kind: { group: '', version: 'v1', kind: 'ConfigMap' } };
  const fault = 'no such overload';
  const comparisons: readonly (readonly [object: Value, expression: string, expected: boolean | string])[] = [
    [configMap, "object.metadata.labels == 'b'", fault],
    [configMap, 'object.metadata.labels == 1', fault],
    [configMap, 'object.metadata == true', fault],
    [configMap, 'object.metadata.finalizers == object.metadata', fault],
    [configMap, "[object.metadata.labels].exists(l, l == 'b')", fault],
    [configMap, "request.kind == dyn('b')", fault],
    [configMap, "object.metadata.labels == 'b' || true", true],
    [configMap, "object.metadata.labels != 'b'", true],
    [configMap, "'b' == object.metadata.labels", false],
    [configMap, 'object.metadata.labels == null', false],
    [configMap, "object.metadata.labels == {'a': 'c'}", false],
    [configMap, "object.metadata.finalizers == ['g']", false],
    [configMap, "[object.metadata.labels].map(l, l) == dyn('b')", false],
    [configMap, "object.metadata.labels in ['b']", false],
    [widget, "object.metadata.labels == 'b'", false],
  ];
  for (const [object, expression, expected] of comparisons) {
    const kind = object === widget ? 'custom' : 'built-in';
    test(`${typeof expected === 'string' ? 'a fault' : expected}: ${expression}, ${kind}`, () => {
      const result = run(expression, { object, request });
      assert.equal(result instanceof EvaluationFault ? result.message : result, expected);
    });
  }
});

test('What the checker took a dynamic value for is looked at before a call, as in cel-go', () => {
  const object = { texts: ['b'], ints: [1] };
  for (const [expression, message] of [
    ['object.texts.distinct().isSorted()', 'no such overload: isSorted(list)'],
    ['object.texts.reverse().max()', 'no such overload: max(list)'],
    ['object.ints.distinct()[0].upperAscii()', 'no such overload: upperAscii(int)'],
    ["(true ? object.ints.distinct() : ['a'])[0].upperAscii()", 'no such overload: upperAscii(int)'],
  ] as const) {
    const result = run(expression, { object });
    assert.ok(result instanceof EvaluationFault, expression);
    assert.match(result.message, new RegExp(`^${message.replaceAll(/[()]/g, '.')}`), expression);
  }
  assert.equal(run('object.ints.distinct().isSorted()', { object }), true);
});

test('A search that no budget allows is not begun', () => {
  const result = run('object.text.find(object.pattern)', {
    object: { text: 'a'.repeat(1_000_000), pattern: '(a*)*'.repeat(100) },
  });
  assert.ok(result instanceof EvaluationFault);
  assert.equal(result.reason, 'over-budget');
});

test('What the host throws instead of an answer passes through an expression that absorbs faults', () => {
  const signal = new Error('facts are needed');
  const authorizer = new AuthorizerValue(() => {
    throw signal;
  });
  assert.throws(() => run("authorizer.path('/x').check('get').allowed() || true", { authorizer }), signal);
});
