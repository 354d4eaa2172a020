/** ValidatingAdmissionPolicies judged as a scan judges them: a person's files in, findings out. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Answer, Request } from '../../model/request.ts';
import type { Resource } from '../../model/resource.ts';
import { binding, deny, pod, policy } from './demo.ts';
import { compile, judge, judgeRequest, read, say } from './harness.ts';

/** Between the limit of one expression and that of a binding. */
const dear = 'lists.range(1000).all(a, lists.range(1000).all(b, a + b >= 0))';

const cases: readonly (readonly [name: string, spec: string, said: readonly string[]])[] = [
  [
    'a validation that holds passes',
    'validations: [{expression: "true"}]',
    ['pass deny: Every validation of the policy holds.'],
  ],
  [
    'without a message the expression is said, and the first container that breaks it is named',
    'validations: [{expression: "object.spec.containers.all(c, !has(c.securityContext) || !c.securityContext.?privileged.orValue(false))"}]',
    [
      'fail deny: failed expression: object.spec.containers.all(c, !has(c.securityContext) || !c.securityContext.?privileged.orValue(false)) (spec.containers[name=proxy].securityContext.privileged)',
    ],
  ],
  [
    'the message is trimmed',
    'validations: [{expression: "object.spec.?hostPID.orValue(true) == false", message: "  no  "}]',
    ['fail deny: no (spec.hostPID)'],
  ],
  [
    'a computed message comes first',
    `validations: [{expression: "false", message: "written", messageExpression: "'computed for ' + string(object.metadata.name)"}]`,
    ['fail deny: computed for web'],
  ],
  [
    'a computed message that cannot be computed leaves the written one',
    `validations: [{expression: "false", message: "written", messageExpression: "string(object.metadata.nothing)"}]`,
    ['fail deny: written'],
  ],
  [
    'an empty computed message leaves the written one',
    `validations: [{expression: "false", message: "written", messageExpression: "' '"}]`,
    ['fail deny: written'],
  ],
  [
    'a computed message of two lines leaves the written one',
    `validations: [{expression: "false", message: "written", messageExpression: '"a\\nb"'}]`,
    ['fail deny: written'],
  ],
  [
    'an error follows the failure policy',
    'validations: [{expression: "object.spec.nothing == 1"}]',
    [`error deny: expression 'object.spec.nothing == 1' resulted in error: no such key: nothing`],
  ],
  [
    'with Ignore an error asks for nothing',
    'failurePolicy: Ignore\nvalidations: [{expression: "object.spec.nothing == 1"}]',
    [`error none: expression 'object.spec.nothing == 1' resulted in error: no such key: nothing`],
  ],
  [
    'a condition that does not hold takes the subject out',
    'matchConditions: [{name: never, expression: "false"}]\nvalidations: [{expression: "false"}]',
    ['skip/not-applicable none: The condition "never" of the policy does not hold here.'],
  ],
  [
    'a condition that does not hold counts for more than one that fails',
    'matchConditions: [{name: broken, expression: "object.nothing == 1"}, {name: never, expression: "false"}]\nvalidations: [{expression: "false"}]',
    ['skip/not-applicable none: The condition "never" of the policy does not hold here.'],
  ],
  [
    'a condition that fails follows the failure policy',
    'matchConditions: [{name: broken, expression: "object.nothing == 1"}]\nvalidations: [{expression: "true"}]',
    [`error deny: expression 'object.nothing == 1' resulted in error: no such key: nothing`],
  ],
  [
    'with Ignore a condition that fails takes the subject out',
    'failurePolicy: Ignore\nmatchConditions: [{name: broken, expression: "object.nothing == 1"}]\nvalidations: [{expression: "false"}]',
    ['skip/not-applicable none: A condition of the policy cannot be evaluated, and its failurePolicy is Ignore.'],
  ],
  [
    'a variable that costs too much is a fault',
    `variables: [{name: dear, expression: "${dear}"}]\nvalidations: [{expression: "variables.dear"}]`,
    [
      'error/over-budget deny: expression \'variables.dear\' resulted in error: composited variable "dear" fails to evaluate: operation cancelled: actual cost limit exceeded',
    ],
  ],
  [
    'a variable that costs too much may be absorbed',
    `variables: [{name: dear, expression: "${dear}"}]\nvalidations: [{expression: "variables.dear || true"}]`,
    ['pass deny: Every validation of the policy holds.'],
  ],
  [
    'an expression that costs too much itself may not',
    `validations: [{expression: "${dear} || true"}]`,
    [
      `error/over-budget deny: expression '${dear} || true' resulted in error: operation cancelled: actual cost limit exceeded`,
    ],
  ],
  [
    'variables are lazy: one that nobody asks for may be broken',
    'variables: [{name: broken, expression: "object.nothing"}]\nvalidations: [{expression: "true"}]',
    ['pass deny: Every validation of the policy holds.'],
  ],
  [
    'a variable may read those before it',
    'variables: [{name: one, expression: "1"}, {name: two, expression: "variables.one + 1"}]\nvalidations: [{expression: "variables.two == 2"}]',
    ['pass deny: Every validation of the policy holds.'],
  ],
  [
    'oldObject is null on creation',
    'validations: [{expression: "oldObject == null"}]',
    ['pass deny: Every validation of the policy holds.'],
  ],
  [
    'the request is a creation in the namespace',
    `validations: [{expression: "request.operation == 'CREATE' && request.namespace == 'shop' && request.kind.kind == 'Pod' && request.resource.resource == 'pods' && !request.dryRun"}]`,
    ['pass deny: Every validation of the policy holds.'],
  ],
  [
    'a namespace that was not read exists with its label',
    `validations: [{expression: "namespaceObject.metadata.labels['kubernetes.io/metadata.name'] == 'shop'"}]`,
    ['pass deny: Every validation of the policy holds.'],
  ],
  [
    'conditions see no namespace',
    'matchConditions: [{name: none, expression: "namespaceObject == null"}]\nvalidations: [{expression: "namespaceObject != null"}]',
    ['pass deny: Every validation of the policy holds.'],
  ],
  [
    'the object is judged as the server presents it',
    `validations: [{expression: "object.spec.restartPolicy == 'Always'"}]`,
    ['pass deny: Every validation of the policy holds.'],
  ],
  [
    'who asks is not known without --as',
    `validations: [{expression: "request.userInfo.username == 'ann'"}, {expression: "false", message: "no"}]`,
    [
      'skip/no-evidence none: The policy reads who asks, and nobody was named: give --as USER and --as-group GROUP to judge it.',
      'fail deny: no',
    ],
  ],
  [
    'an expression that costs too much ends at its bound',
    `validations: [{expression: "[1,2,3,4,5,6,7,8,9,10].all(a, [1,2,3,4,5,6,7,8,9,10].all(b, [1,2,3,4,5,6,7,8,9,10].all(c, [1,2,3,4,5,6,7,8,9,10].all(d, [1,2,3,4,5,6,7,8,9,10].all(e, [1,2,3,4,5,6,7,8,9,10].all(f, a + b + c + d + e + f > 0))))))"}]`,
    [
      "error/over-budget deny: expression '[1,2,3,4,5,6,7,8,9,10].all(a, [1,2,3,4,5,6,7,8,9,10].all(b, [1,2,3,4,5,6,7,8,9,10].all(c, [1,2,3,4,5,6,7,8,9,10].all(d, [1,2,3,4,5,6,7,8,9,10].all(e, [1,2,3,4,5,6,7,8,9,10].all(f, a + b + c + d + e + f > 0))))))' resulted in error: operation cancelled: actual cost limit exceeded",
    ],
  ],
];

for (const [name, spec, said] of cases) {
  test(name, () => assert.deepEqual(say(judge(compile([policy(spec), deny]), pod)).toSorted(), said.toSorted()));
}

const failing = policy('validations: [{expression: "false", message: "no"}]');

test('as it was written, nothing is filled in', () => {
  const filled = policy('validations: [{expression: "has(object.spec.restartPolicy)", message: "no"}]');
  assert.deepEqual(say(judge(compile([filled, deny], { asWritten: true }), pod)), [
    'fail deny: no (spec.restartPolicy)',
  ]);
});

test('each binding is a rule with its action; Deny is stronger than Audit', () => {
  const compiled = compile([
    failing,
    binding('validationActions: [Audit, Deny]', 'a'),
    binding('validationActions: [Warn]', 'b'),
  ]);
  assert.deepEqual(
    compiled.rules.map(({ id }) => id),
    ['admission-policy/demo/a', 'admission-policy/demo/b'],
  );
  assert.deepEqual(say(judge(compiled, pod)), ['fail deny: no', 'fail warn: no']);
});

test('a policy that nothing binds is judged as if bound with Deny, and is not enforced', () => {
  const { findings } = judge(compile([failing]), pod);
  assert.deepEqual(
    findings.map(({ action, enforcement }) => [action, enforcement]),
    [['deny', 'not-enforced']],
  );
});

test('what a live cluster holds is enforced; what files hold is declared', () => {
  const cluster = { kind: 'cluster', cluster: 'c', uid: 'u' } as const;
  const live = (resource: Resource): Resource => ({ ...resource, origin: cluster });
  assert.equal(judge(compile([live(failing), live(deny)]), pod).findings[0]?.enforcement, 'enforced');
  assert.equal(judge(compile([live(failing), deny]), pod).findings[0]?.enforcement, 'declared');
});

test('findings of one rule about one subject have ids of their own', () => {
  const two = policy('validations: [{expression: "false", message: "one"}, {expression: "false", message: "two"}]');
  const { findings } = judge(compile([two, deny]), pod);
  assert.equal(new Set(findings.map(({ id }) => id)).size, 2);
});

test('a namespaceSelector is asked of the namespace the object is in, and of a Namespace itself', () => {
  const selective = binding(
    'validationActions: [Deny]\nmatchResources: {namespaceSelector: {matchLabels: {guard: "yes"}}}',
  );
  const compiled = compile([failing, selective]);
  const answer = (request: Request): Answer | undefined =>
    request.kind === 'namespace' ? { kind: 'value', value: { labels: { guard: 'yes' }, annotations: {} } } : undefined;
  assert.deepEqual(say(judge(compiled, pod)), []);
  assert.deepEqual(say(judge(compiled, pod, answer)), ['fail deny: no']);
  assert.deepEqual(
    say(judge(compiled, read('{apiVersion: v1, kind: Namespace, metadata: {name: n, labels: {guard: "yes"}}}'))),
    ['fail deny: no'],
  );
  assert.deepEqual(say(judge(compiled, read('{apiVersion: v1, kind: Namespace, metadata: {name: n}}'), answer)), []);
});

test('labels that may not be read are no evidence', () => {
  const selective = binding(
    'validationActions: [Deny]\nmatchResources: {namespaceSelector: {matchLabels: {guard: "yes"}}}',
  );
  assert.deepEqual(say(judge(compile([failing, selective]), pod, () => ({ kind: 'refused', why: 'forbidden' }))), [
    'error/no-evidence none: The labels of namespace shop could not be read: forbidden.',
  ]);
});

test('audit annotations are evidence; one that cannot be computed denies whatever the binding asks', () => {
  const audit = binding('validationActions: [Audit]');
  const noted = policy(`validations: [{expression: "false", message: "no"}]
auditAnnotations: [{key: image, valueExpression: "string(object.spec.containers[0].image)"}, {key: none, valueExpression: "null"}]`);
  assert.deepEqual(
    judge(compile([noted, audit]), pod).findings.map(({ evidence }) => evidence),
    [[{ text: 'image: registry.example.com/app:1', source: 'auditAnnotations' }]],
  );
  const broken = policy(`auditAnnotations: [{key: image, valueExpression: "string(object.nothing)"}]`);
  assert.deepEqual(say(judge(compile([broken, audit]), pod)), [
    `error deny: expression 'string(object.nothing)' resulted in error: no such key: nothing`,
  ]);
});

test('messages see no authorizer', () => {
  const asks = policy(
    `validations: [{expression: "false", message: "written", messageExpression: "authorizer.path('/x').check('get').reason()"}]`,
  );
  const { problems } = compile([asks, deny]);
  assert.match(problems[0]?.message ?? '', /undeclared|authorizer/);
});

test('an object the server would refuse is judged as written, and the finding says so', () => {
  const broken = read('{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {containers: {}}}');
  const { findings } = judge(compile([failing, deny]), broken);
  assert.equal(findings[0]?.status, 'fail');
  assert.match(
    findings[0]?.evidence[0]?.text ?? '',
    /^The API server would refuse this object, so it was judged as written: /,
  );
});

test('policies and bindings are never subjects', () => {
  const all = read(`apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: demo}
spec:
  matchConstraints: {resourceRules: [{apiGroups: ["*"], apiVersions: ["*"], resources: ["*"], operations: ["*"]}]}
  validations: [{expression: "false"}]`);
  assert.deepEqual(say(judge(compile([all, deny]), all)), []);
  assert.deepEqual(say(judge(compile([all, deny]), deny)), []);
  assert.equal(say(judge(compile([all, deny]), pod)).length, 1);
});

test('a deletion has an old object and no object', () => {
  const compiled = compile([
    read(`apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: demo}
spec:
  matchConstraints: {resourceRules: [{apiGroups: [""], apiVersions: [v1], resources: [pods], operations: [DELETE]}]}
  validations: [{expression: "object == null && oldObject.metadata.name == 'web' && request.operation == 'DELETE' && request.userInfo.username == 'ann'"}]`),
    deny,
  ]);
  const judgement = judgeRequest(compiled, {
    kind: 'admission',
    operation: 'DELETE',
    ref: pod.ref,
    subresource: null,
    object: null,
    oldObject: pod.object,
    user: { name: 'ann', groups: [] },
    dryRun: false,
  });
  assert.equal(judgement.kind === 'done' && judgement.conclusions[0]?.status, 'pass');
});
