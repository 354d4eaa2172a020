/** Context entries that never have a value, and what else of a policy is told and runs all the same. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compile, read, say, sayProblems } from '../harness.ts';

const policy = (context: string, spec = ''): ReturnType<typeof read> =>
  read(`apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: demo}
spec:
  ${spec}
  rules:
  - name: r
    match: {any: [{resources: {kinds: [Pod]}}]}
    context: ${context}
    validate: {message: never, deny: {conditions: {all: [{key: "{{ a }}", operator: Equals, value: x}]}}}
`);

const pod = read('apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}');

const value = (name: string, text: string): string => `{name: ${name}, variable: {value: "${text}"}}`;

const cases: readonly (readonly [name: string, context: string, problems: readonly string[]])[] = [
  ['one made of one before it', `[${value('b', 'x')}, ${value('a', '{{ b }}')}]`, []],
  ['one that takes up what was called the same', `[${value('a', 'x')}, ${value('a', '{{ a }}')}]`, []],
  ['a field or a text that is called like it', `[${value('a', "{{ request.a || 'a' }}")}]`, []],
  [
    'one made of itself',
    `[${value('a', '{{ a }}')}]`,
    ['9 warning: spec.rules[0].context[0]: the context entry a is made of itself, and never has a value'],
  ],
  [
    'two made of each other',
    `[${value('a', '{{ b }}')}, ${value('b', '{{ a }}')}]`,
    ['9 warning: spec.rules[0].context[0]: the context entries a and b are made of each other: none has a value'],
  ],
  [
    'three in a circle',
    `[${value('a', '{{ b }}')}, ${value('b', '{{ c }}')}, ${value('c', '{{ a }}')}]`,
    [
      '9 warning: spec.rules[0].context[0]: the context entries a and b are made of each other: none has a value',
      '9 warning: spec.rules[0].context[1]: the context entries b and c are made of each other: none has a value',
    ],
  ],
  ['one made of one after it', `[{name: a, variable: {jmesPath: "to_upper(b)"}}, ${value('b', 'x')}]`, []],
];

for (const [name, context, problems] of cases)
  test(name, () => {
    const compiled = compile([policy(context)]);
    assert.deepEqual(sayProblems(compiled), problems);
    const [said = ''] = say(compiled, pod);
    assert.match(
      said,
      problems.length === 0 ? /^demo\/r: (pass|fail|error)/ : /^demo\/r: error\/[a-z-]+ audit: failed to check deny/,
    );
  });

test('conditions of a webhook are not evaluated, which is said', () => {
  const conditions = 'webhookConfiguration: {matchConditions: [{name: one, expression: "true"}]}';
  const compiled = compile([policy(`[${value('a', 'x')}]`, conditions)]);
  assert.deepEqual(sayProblems(compiled), [
    '5 warning: spec.webhookConfiguration.matchConditions: these conditions are not evaluated here: objects are judged as if all of them held',
  ]);
  assert.deepEqual(say(compiled, pod), ['demo/r: fail audit: never']);
});
