/** Which field a failed validation is said to be about. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deny, pod, policy } from '../demo.ts';
import { compile, judge } from '../harness.ts';

const containers = '(object.spec.?initContainers.orValue([]) + object.spec.containers)';

const cases: readonly (readonly [name: string, expression: string, path: string])[] = [
  ['a field that has the wrong value', "object.spec.restartPolicy == 'Never'", 'spec.restartPolicy'],
  ['a field that is missing', 'has(object.spec.priorityClassName)', 'spec.priorityClassName'],
  [
    'a field read optionally',
    'object.spec.?securityContext.?runAsUser.orValue(0) != 0',
    'spec.securityContext.runAsUser',
  ],
  ['a label by its key', "object.metadata.labels['app'] == 'shop'", 'metadata.labels.app'],
  [
    'the first item for which all does not hold',
    "object.spec.containers.all(c, !c.name.startsWith('pro'))",
    'spec.containers[name=proxy].name',
  ],
  ['the list where no item exists', "object.spec.containers.exists(c, c.name == 'x')", 'spec.containers'],
  [
    'the item that exists below a not',
    '!object.spec.containers.exists(c, c.?securityContext.?privileged.orValue(false))',
    'spec.containers[name=proxy].securityContext.privileged',
  ],
  ['an item of lists that were joined', `${containers}.all(c, c.name != 'proxy')`, 'spec.containers[name=proxy].name'],
  [
    'the first of what a filter let through',
    `${containers}.filter(c, c.?securityContext.?privileged.orValue(false)).size() == 0`,
    'spec.containers[name=proxy].securityContext.privileged',
  ],
  [
    'also where it was made into something else',
    `${containers}.filter(c, has(c.securityContext)).map(c, c.name).size() == 0`,
    'spec.containers[name=proxy].securityContext',
  ],
  [
    'the part of a conjunction that fails',
    "object.kind == 'Pod' && object.spec.restartPolicy == 'Never'",
    'spec.restartPolicy',
  ],
  [
    'of a choice the first, which demands; the others excuse',
    "object.spec.restartPolicy == 'Never' || object.spec.?hostNetwork.orValue(false)",
    'spec.restartPolicy',
  ],
  [
    'of a guard and what it guards the deeper',
    'has(object.spec.securityContext) && has(object.spec.securityContext.runAsUser)',
    'spec.securityContext.runAsUser',
  ],
  ['what two fields share', 'object.spec.schedulerName == object.spec.restartPolicy', 'spec'],
  [
    'the branch that was taken',
    "object.kind == 'Pod' ? object.spec.restartPolicy == 'Never' : false",
    'spec.restartPolicy',
  ],
  ['nothing where the object is not read', "request.operation == 'UPDATE'", ''],
];

for (const [name, expression, path] of cases) {
  test(name, () => {
    const compiled = compile([
      policy(`validations: [{expression: ${JSON.stringify(expression)}, message: "no"}]`),
      deny,
    ]);
    assert.deepEqual(
      judge(compiled, pod).findings.map((finding) => [finding.status, finding.path]),
      [['fail', path]],
    );
  });
}

test('a variable is looked into', () => {
  const compiled = compile([
    policy(`variables:
- {name: all, expression: "object.spec.containers"}
- {name: bad, expression: "variables.all.filter(c, c.name == 'proxy')"}
validations: [{expression: "variables.bad.size() == 0", message: "no"}]`),
    deny,
  ]);
  assert.deepEqual(
    judge(compiled, pod).findings.map(({ path }) => path),
    ['spec.containers[name=proxy].name'],
  );
});

test('variables that name each other twice are not followed for ever', () => {
  const chain = Array.from({ length: 40 }, (_, index) => {
    const before = index === 0 ? 'object.spec.restartPolicy' : `variables.v${index - 1}`;
    return `- {name: v${index}, expression: "${before} == ${before}"}`;
  });
  const compiled = compile([
    policy(`variables:\n${chain.join('\n')}\nvalidations: [{expression: "!variables.v39", message: "no"}]`),
    deny,
  ]);
  assert.deepEqual(
    judge(compiled, pod).findings.map(({ status, path }) => [status, path]),
    [['fail', '']],
  );
});
