/** Assertion trees in whole policies: what they say of objects. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compile, read, say, sayProblems } from '../harness.ts';
import { parseAssertText } from './parse-assert-text.ts';

const indent = (text: string, by: string): string => text.trim().replaceAll(/^/gm, by);

const policy = (tree: string, context = '[]'): string => `
apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: p}
spec:
  rules:
  - name: r
    match: {any: [{resources: {kinds: [ConfigMap]}}]}
    context: ${context}
    validate:
      message: unused
      assert:
${indent(tree, '        ')}
`;

const object = `
apiVersion: v1
kind: ConfigMap
metadata: {name: c, namespace: n, labels: {app: web}}
data: {a: x, b: y}
list: [{name: one, size: 1}, {name: two, size: 2}]
(odd): 1
`;

const cases: readonly (readonly [name: string, tree: string, said: readonly string[], context?: string])[] = [
  ['what is named must be the same', 'object: {data: {a: x}}', ["p/r: pass audit: Validation rule 'r' passed."]],
  [
    'each difference is a failure',
    'object: {data: {a: z}}',
    ['p/r: fail audit: object.data.a: Invalid value: "x": Expected value: "z"'],
  ],
  [
    'a missing field is required',
    'object: {data: {c: z}}',
    ['p/r: fail audit: object.data.c: Required value: field not found in the input object'],
  ],
  [
    'a key in parentheses is an expression',
    'object: {(length(data)): 2}',
    ["p/r: pass audit: Validation rule 'r' passed."],
  ],
  [
    'a text in parentheses is one, too',
    "object: {data: {a: (to_lower('X'))}}",
    ["p/r: pass audit: Validation rule 'r' passed."],
  ],
  [
    'a tilde asserts of each element',
    'object: {~.list: {(size < `2`): true}}',
    ['p/r: fail audit: object.~.list[1].(size < `2`): Invalid value: false: Expected value: true'],
  ],
  [
    'what is missing in an expression is null',
    'object: {(nothing.at.all): null}',
    ["p/r: pass audit: Validation rule 'r' passed."],
  ],
  [
    'bindings hold further down and behind',
    'object: {metadata->m: {name: c}, data: {($m.name): c}, ~i.list: {(size > $i): true}}',
    ["p/r: pass audit: Validation rule 'r' passed."],
  ],
  ['backslashes keep a key as it is', 'object: {\\(odd)\\: 1}', ["p/r: pass audit: Validation rule 'r' passed."]],
  [
    'entries of the context are bindings',
    'object: {data: {a: ($wanted)}}',
    ["p/r: pass audit: Validation rule 'r' passed."],
    '[{name: wanted, variable: {value: x}}]',
  ],
];

for (const [name, tree, said, context] of cases) {
  test(name, () => {
    assert.deepEqual(say(compile([read(policy(tree, context))]), read(object)), said);
  });
}

test('what cannot be compared is an error', () => {
  const [only = ''] = say(compile([read(policy('object: {data: {a: 1}}'))]), read(object));
  assert.match(only, /^p\/r: error/);
  assert.match(only, /types are not comparable, int64 - string/);
});

test('the policy is told that Kyverno no longer runs it', () => {
  assert.deepEqual(sayProblems(compile([read(policy('object: {data: {a: x}}'))])), [
    '12 warning: spec.rules[0].validate.assert: Kyverno 1.19 and newer do not run validate.assert and refuse a policy that has nothing else; it is judged here as 1.13 to 1.18 did',
  ]);
});

test('a wrong expression is a problem of the policy', () => {
  const [only = ''] = sayProblems(compile([read(policy('object: {(a b): 1}'))]));
  assert.match(only, /error: .*Unexpected token at the end of the expression: tUnquotedIdentifier/);
});

test('the texts of an assertion tree', () => {
  const said = (text: string): string => {
    const { isForeach, foreachName, binding, language, statement } = parseAssertText(text);
    return [isForeach, foreachName, binding, language, statement].join('|');
  };
  assert.equal(said('a'), 'false||||a');
  assert.equal(said('~.a'), 'true||||a');
  assert.equal(said('~x.(a[]) -> b'), 'true|x|b|jp|a[]');
  assert.equal(said('(cel;object.a)'), 'false|||cel|object.a');
  assert.equal(said('\\(a)\\->b'), 'false||b||(a)');
  assert.equal(said('a->b c'), 'false||||a->b c');
});
