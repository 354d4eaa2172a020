/** Rules of a ClusterPolicy in CEL. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseYaml } from '../../../lang/yaml/read-yaml.ts';
import { isJsonObject, type JsonObject } from '../../../model/json.ts';
import type { Answer, Request } from '../../../model/request.ts';
import type { ClassicRule } from '../classic-policy.ts';
import { createRuleContext } from '../context/create-rule-context.ts';
import { AnswerNeeded, RuleFault, type RuleContext } from '../rule-context.ts';
import type { RuleResponse } from '../rule-response.ts';
import { compileCel } from './compile-cel.ts';

const read = (text: string): JsonObject => {
  const parsed = parseYaml(text);
  assert.ok(parsed.kind === 'value' && isJsonObject(parsed.value));
  return parsed.value;
};

const ruleOf = (message: string, conditions: readonly string[]): ClassicRule => ({
  name: 'check',
  path: ['spec', 'rules', 0],
  match: { any: [], all: [], direct: null },
  exclude: null,
  context: [],
  preconditions: null,
  celPreconditions: conditions.map((expression, at) => ({ name: `c${at}`, expression })),
  imageExtractors: null,
  body: {
    kind: 'validate',
    validate: {
      failureAction: { action: 'Audit', overrides: [] },
      allowExistingViolations: true,
      message,
      check: { kind: 'cel', cel: {} },
    },
  },
});

const pod = read(`apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {app: web}}
spec: {hostNetwork: true, containers: [{name: app, image: app:1}]}`);

const contextOf = (answers: (request: Request) => Answer | undefined, policyNamespace: string | null): RuleContext =>
  createRuleContext({
    policyNamespace,
    subject: {
      ref: { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'web' },
      operation: 'CREATE',
      subresource: '',
      object: pod,
      oldObject: null,
      user: null,
      namespaceLabels: () => ({ tier: 'front' }),
    },
    answer: (request) => {
      const answer = answers(request);
      // oxlint-disable-next-line typescript/only-throw-error -- a signal, see signals.ts
      if (answer === undefined) throw new AnswerNeeded(request);
      return answer;
    },
  });

const nothingKnown = (): undefined => undefined;

const judge = (
  cel: string,
  {
    message = '',
    conditions = [],
    answers = nothingKnown,
    policyNamespace = null,
  }: {
    readonly message?: string;
    readonly conditions?: readonly string[];
    readonly answers?: (request: Request) => Answer | undefined;
    readonly policyNamespace?: string | null;
  } = {},
): readonly RuleResponse[] => {
  const compiled = compileCel(ruleOf(message, conditions), read(cel));
  assert.ok(compiled.kind === 'handler', JSON.stringify(compiled));
  return compiled.handle(contextOf(answers, policyNamespace));
};

const passed: RuleResponse = { status: 'pass', message: "Validation rule 'check' passed.", path: '' };

test('expressions that hold pass', () => {
  assert.deepEqual(judge(`{expressions: [{expression: "object.metadata.name == 'web'"}]}`), [passed]);
});

test('the first that does not hold tells its message', () => {
  assert.deepEqual(
    judge(`expressions:
- {expression: "true"}
- {expression: "!object.spec.hostNetwork", message: no host network}
- {expression: "false", message: never said}`),
    [{ status: 'fail', message: 'no host network', path: '' }],
  );
});

test('without a message of its own the rule’s is said, and without that the expression', () => {
  const cel = `{expressions: [{expression: " !object.spec.hostNetwork "}]}`;
  assert.equal(judge(cel, { message: 'of the rule' })[0]?.message, 'of the rule');
  assert.equal(judge(cel)[0]?.message, 'failed expression: !object.spec.hostNetwork');
});

test('a message is computed, with the variables of the rule', () => {
  assert.equal(
    judge(`variables:
- {name: names, expression: "object.spec.containers.map(c, c.name)"}
- {name: text, expression: "variables.names.join(', ')"}
expressions:
- {expression: "size(variables.names) == 0", messageExpression: "'found ' + variables.text"}`)[0]?.message,
    'found app',
  );
});

test('an expression that cannot be computed fails', () => {
  assert.deepEqual(judge(`{expressions: [{expression: "object.spec.nodeName == 'a'", message: said}]}`), [
    {
      status: 'fail',
      message: "expression 'object.spec.nodeName == 'a'' resulted in error: no such key: nodeName",
      path: '',
    },
  ]);
});

test('what is in an object compares with anything, since it comes without the types of its kind', () => {
  for (const part of ['object.metadata.labels', 'object.spec.containers', 'object.spec.containers[0]'])
    assert.deepEqual(judge(`{expressions: [{expression: "${part} != '' && !(${part} == 1)"}]}`), [passed], part);
});

test('orValue keeps what is no optional', () => {
  const containers = 'object.spec.containers.orValue([]).size() == 1';
  const absent = "object.spec.?nodeName.orValue('none') == 'none'";
  assert.deepEqual(judge(`{expressions: [{expression: "${containers} && ${absent}"}]}`), [passed]);
});

test('a precondition that does not hold skips', () => {
  assert.deepEqual(
    judge(`{expressions: [{expression: "false"}]}`, { conditions: ["object.metadata.name == 'other'"] }),
    [{ status: 'skip', reason: 'not-applicable', message: 'cel preconditions not met', path: '' }],
  );
});

test('a precondition that cannot be computed fails, unless another does not hold', () => {
  const cel = `{expressions: [{expression: "true"}]}`;
  assert.equal(
    judge(cel, { conditions: ['object.spec.a == 1'] })[0]?.message,
    "expression 'object.spec.a == 1' resulted in error: no such key: a",
  );
  assert.equal(judge(cel, { conditions: ['object.spec.a == 1', 'false'] })[0]?.status, 'skip');
});

test('the namespace is read where an expression names it', () => {
  assert.deepEqual(
    judge(
      `{expressions: [{expression: "namespaceObject.metadata.labels.tier == 'front' && namespaceObject.metadata.name == 'shop'"}]}`,
    ),
    [passed],
  );
});

test('the request is the admission request', () => {
  assert.deepEqual(
    judge(
      `{expressions: [{expression: "request.operation == 'CREATE' && request.resource.resource == 'pods' && request.namespace == 'shop'"}]}`,
    ),
    [passed],
  );
});

test('who asks is not known: a rule that reads it is skipped', () => {
  assert.deepEqual(judge(`{expressions: [{expression: "request.userInfo.username == 'a'"}]}`), [
    {
      status: 'skip',
      reason: 'no-evidence',
      message: 'The policy reads who asks, and nobody was named: give --as USER and --as-group GROUP to judge it.',
      path: '',
    },
  ]);
});

const withParameter = `paramKind: {apiVersion: v1, kind: ConfigMap}
paramRef: {name: limits, parameterNotFoundAction: Deny}
expressions:
- {expression: "size(object.spec.containers) <= int(params.data.most)"}`;

test('a parameter is asked for by name, in the namespace of what is judged', () => {
  assert.throws(
    () => judge(withParameter),
    (signal: unknown) => {
      assert.ok(signal instanceof AnswerNeeded);
      assert.deepEqual(signal.request, {
        kind: 'parameter',
        apiVersion: 'v1',
        objectKind: 'ConfigMap',
        namespace: 'shop',
        name: 'limits',
      });
      return true;
    },
  );
  const limits = (most: string) => (): Answer => ({ kind: 'value', value: { data: { most } } });
  assert.equal(judge(withParameter, { answers: limits('1') })[0]?.status, 'pass');
  assert.equal(judge(withParameter, { answers: limits('0') })[0]?.status, 'fail');
});

test('a parameter that is not there is an error', () => {
  assert.throws(
    () => judge(withParameter, { answers: () => ({ kind: 'absent' }) }),
    (fault: unknown) =>
      fault instanceof RuleFault && fault.message === 'error in parameterized resource: ConfigMap "limits" not found',
  );
});

test('a namespaced policy takes no parameter from another namespace', () => {
  assert.throws(
    () => judge(withParameter.replace('name: limits', 'name: limits, namespace: other'), { policyNamespace: 'shop' }),
    (fault: unknown) =>
      fault instanceof RuleFault &&
      fault.message === 'error in parameterized resource: a policy of namespace shop reads nothing of other',
  );
});

test('what does not compile is told with its place', () => {
  const compiled = compileCel(
    ruleOf('', []),
    read(`{expressions: [{expression: "object.a +"}, {expression: "'text'"}, {expression: "unknown"}]}`),
  );
  assert.equal(compiled.kind, 'defects');
  assert.deepEqual(compiled.kind === 'defects' ? compiled.defects.slice(1) : [], [
    {
      severity: 'error',
      message: 'must evaluate to bool but got string',
      path: ['validate', 'cel', 'expressions', 1, 'expression'],
    },
    {
      severity: 'error',
      message: "column 1 of the expression: undeclared reference to 'unknown'",
      path: ['validate', 'cel', 'expressions', 2, 'expression'],
    },
  ]);
});
