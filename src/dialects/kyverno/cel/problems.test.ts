/** What a person reads of a policy of policies.kyverno.io that is wrong, and where. */

import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import type { JsonObject } from '../../../model/json.ts';
import { compile, judgeObject, read } from './harness.ts';

const policy = (name: string, spec: string): string => `apiVersion: policies.kyverno.io/v1
kind: ValidatingPolicy
metadata:
  name: ${name}
spec:
  matchConstraints:
    resourceRules:
    - {apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [pods]}
${spec}`;

const sound = policy('sound', '  validations:\n  - expression: "true"\n');

const pod: JsonObject = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: {} };

interface Wrong {
  readonly name: string;
  readonly spec: string;
  readonly line: number;
  readonly message: string;
}

const wrongs: readonly Wrong[] = [
  {
    name: 'a field that is none',
    spec: '  validation:\n  - expression: "true"\n',
    line: 9,
    message: 'spec.validation: "validation" is no field of this; did you mean validations?',
  },
  {
    name: 'a required field that is misspelt',
    spec: '  validations:\n  - expresion: "true"\n',
    line: 10,
    message: 'spec.validations[0].expresion: "expresion" is no field of this; did you mean expression?',
  },
  {
    name: 'a required field that is missing',
    spec: '  validations:\n  - message: never\n',
    line: 10,
    message: 'spec.validations[0]: the field expression is required',
  },
  {
    name: 'a field that is like none',
    spec: '  validations:\n  - {expression: "true", colour: red}\n',
    line: 10,
    message: 'spec.validations[0].colour: "colour" is no field of this',
  },
  {
    name: 'a text where a list belongs',
    spec: '  validations: "true"\n',
    line: 9,
    message: 'spec.validations: a list is expected here',
  },
  {
    name: 'a word that is none',
    spec: '  failurePolicy: Maybe\n',
    line: 9,
    message: 'spec.failurePolicy: "Maybe" is none of Fail, Ignore',
  },
  {
    name: 'an expression that does not parse',
    spec: '  validations:\n  - expression: "object.spec =="\n',
    line: 10,
    message: 'spec.validations[0].expression: column 15 of the expression: found the end, expected a value',
  },
  {
    name: 'a validation that says neither true nor false',
    spec: '  validations:\n  - expression: object.spec\n',
    line: 10,
    message: 'spec.validations[0].expression: the expression must be of type bool, and is of type dyn',
  },
  {
    name: 'a variable that is not declared before',
    spec: '  matchConditions:\n  - {name: c, expression: variables.a == 1}\n  variables:\n  - {name: a, expression: "1"}\n',
    line: 10,
    message: "spec.matchConditions[0].expression: column 10 of the expression: undefined field 'a'",
  },
];

describe('what is wrong in a policy is a problem with its line, and the others are judged all the same', () => {
  for (const { name, spec, line, message } of wrongs) {
    test(name, () => {
      const { rules, problems } = compile([read(policy('wrong', spec)), read(sound)]);
      assert.deepEqual(
        problems.map((problem) => [problem.message, problem.span?.line, problem.policy]),
        [[message, line, 'wrong']],
      );
      const judged = rules.map((rule) =>
        judgeObject(rule, pod).conclusions.map(({ status, reason }) => [status, reason]),
      );
      assert.deepEqual(judged, [[['error', 'not-compiled']], [['pass', undefined]]]);
    });
  }
});

describe('an exception', () => {
  const strict = policy('strict', '  validations:\n  - {expression: "false", message: m}\n');
  const exception = (spec: string): string => `apiVersion: policies.kyverno.io/v1
kind: PolicyException
metadata: {name: e, namespace: ns}
spec:
  policyRefs: [{name: strict, kind: ValidatingPolicy}]
${spec}`;
  const judgeAt = (spec: string, now: string | null): readonly (readonly [string, string])[] => {
    const { rules } = compile([read(strict)], [read(exception(spec))]);
    return rules.flatMap((rule) =>
      judgeObject(rule, pod, (request) =>
        request.kind !== 'time'
          ? undefined
          : now === null
            ? { kind: 'refused', why: 'nobody has a clock' }
            : { kind: 'value', value: now },
      ).conclusions.map(({ status, message }) => [status, message] as const),
    );
  };

  test('holds until it ends', () =>
    assert.deepEqual(judgeAt('  expiresAt: "2026-05-01T00:00:00Z"\n', '2026-04-30T23:59:59Z'), [
      ['skip', 'rule is skipped due to policy exception: ns/e'],
    ]));

  test('excepts nothing once it has ended', () =>
    assert.deepEqual(judgeAt('  expiresAt: "2026-05-01T00:00:00Z"\n', '2026-05-01T00:00:01Z'), [['fail', 'm']]));

  test('that ends is an error where nobody says what time it is', () =>
    assert.deepEqual(
      judgeAt('  expiresAt: "2026-05-01T00:00:00Z"\n', null).map(([status]) => status),
      ['error'],
    ));

  test('that does not compile excepts nothing, and is told of once', () => {
    const wrong = read(exception('  matchConditions: [{name: c, expression: nope}]\n'));
    const { rules, problems } = compile([read(strict)], [wrong]);
    assert.deepEqual(
      problems.map(({ message, span }) => [message, span?.line]),
      [["spec.matchConditions[0].expression: column 1 of the expression: undeclared reference to 'nope'", 6]],
    );
    assert.deepEqual(
      rules.flatMap((rule) => judgeObject(rule, pod).conclusions.map(({ status }) => status)),
      ['fail'],
    );
  });
});

describe('a namespaced policy', () => {
  const own = sound
    .replace('kind: Validating', 'kind: NamespacedValidating')
    .replace('name: sound', 'name: sound\n  namespace: team');
  const [rule] = compile([read(own)]).rules;

  test('is named with its namespace', () => assert.equal(rule?.id, 'kyverno/team.sound'));

  test('judges what lives in its namespace, and nothing else', () => {
    assert.ok(rule !== undefined);
    const inside = { ...pod, metadata: { name: 'a', namespace: 'team' } };
    const outside = { ...pod, metadata: { name: 'a', namespace: 'other' } };
    assert.equal(judgeObject(rule, inside).conclusions.length, 1);
    assert.equal(judgeObject(rule, outside).conclusions.length, 0);
  });
});

test('conditions of the webhook are told of as what nobody evaluates here', () => {
  const conditions = '  webhookConfiguration:\n    matchConditions:\n    - {name: c, expression: "false"}\n';
  const { problems, rules } = compile([read(policy('p', `${conditions}  validations:\n  - expression: "false"\n`))]);
  assert.deepEqual(
    problems.map(({ severity, message, span }) => [severity, span?.line, message]),
    [
      [
        'warning',
        10,
        'spec.webhookConfiguration.matchConditions: these conditions are not evaluated here: objects are judged as if all of them held',
      ],
    ],
  );
  const [rule] = rules;
  assert.ok(rule !== undefined);
  assert.deepEqual(
    judgeObject(rule, pod).conclusions.map(({ status }) => status),
    ['fail'],
  );
});
