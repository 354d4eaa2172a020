/** What every dialect promises: rules that engines can run, problems as values, and nothing that depends on how often it is asked. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toResource as readResource } from '../kube/schema/to-resource.ts';
import type { JsonObject } from '../model/json.ts';
import { toGroup, type Origin, type Resource } from '../model/resource.ts';
import type { Facts } from '../model/request.ts';
import { severities } from '../model/severity.ts';
import type { CompileOptions } from './dialect.ts';
import { dialects } from './registry.ts';

const options: CompileOptions = { user: null, asWritten: false, locate: () => null, describe: () => null };

const origin: Origin = { kind: 'file', file: 'f.yaml', document: 0, item: null, start: 0, end: 0 };

const toResource = (object: JsonObject): Resource => {
  const result = readResource(object, origin);
  if (result.kind !== 'resource') throw new Error('an example is no object of Kubernetes');
  return result.resource;
};

/** Documents of each dialect: one that is well made, and one that is not. */
const examples: Readonly<
  Record<string, { readonly good: readonly JsonObject[]; readonly bad: readonly JsonObject[] }>
> = {
  'admission-policy': {
    good: [
      {
        apiVersion: 'admissionregistration.k8s.io/v1',
        kind: 'ValidatingAdmissionPolicy',
        metadata: { name: 'good' },
        spec: {
          matchConstraints: {
            resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], operations: ['CREATE'] }],
          },
          validations: [{ expression: 'object.spec.?hostPID.orValue(false) == false' }],
        },
      },
    ],
    bad: [
      {
        apiVersion: 'admissionregistration.k8s.io/v1',
        kind: 'ValidatingAdmissionPolicy',
        metadata: { name: 'bad' },
        spec: {
          matchConstraints: {
            resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], operations: ['CREATE'] }],
          },
          validations: [{ expression: 'object.(' }],
        },
      },
    ],
  },
  kyverno: {
    good: [
      {
        apiVersion: 'kyverno.io/v1',
        kind: 'ClusterPolicy',
        metadata: { name: 'good' },
        spec: {
          rules: [
            {
              name: 'no-host-pid',
              match: { any: [{ resources: { kinds: ['Pod'] } }] },
              validate: { message: 'No host PID.', pattern: { spec: { '=(hostPID)': false } } },
            },
          ],
        },
      },
    ],
    bad: [
      {
        apiVersion: 'kyverno.io/v1',
        kind: 'ClusterPolicy',
        metadata: { name: 'bad' },
        spec: {
          rules: [
            {
              name: 'no-host-pid',
              match: { any: [{ resources: { kinds: ['Pod'] } }] },
              preconditions: { all: [{ key: '{{ request.object.( }}', operator: 'Equals', value: 'x' }] },
              validate: { message: 'No host PID.', pattern: { spec: { '=(hostPID)': false } } },
            },
          ],
        },
      },
    ],
  },
};

const pod = toResource({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p' },
  spec: { hostPID: true, containers: [{ name: 'c', image: 'i' }] },
});
const absent: Facts = { answer: () => ({ kind: 'absent' }) };

for (const dialect of dialects) {
  const { good = [], bad = [] } = examples[dialect.id] ?? {};

  test(`${dialect.id} has examples here, claims them, and claims nothing else`, () => {
    assert.ok(good.length > 0 && bad.length > 0);
    for (const object of [...good, ...bad]) {
      const { ref } = toResource(object);
      assert.ok(dialect.claims(ref));
      assert.ok(dialect.groups.includes(toGroup(ref.apiVersion)));
    }
    assert.ok(!dialect.claims(pod.ref));
  });

  test(`${dialect.id} makes rules whose ids are two or three segments and are told apart`, async () => {
    const { rules, problems } = await dialect.compile(good.map(toResource), options);
    assert.deepEqual(problems, []);
    assert.ok(rules.length > 0);
    for (const { id, severity, title, match } of rules) {
      assert.match(id, /^[^/]+(\/[^/]+){1,2}$/);
      assert.ok(severities.includes(severity));
      assert.notEqual(title, '');
      assert.ok(match.length > 0);
    }
    assert.equal(new Set(rules.map(({ id }) => id)).size, rules.length);
  });

  test(`${dialect.id} concludes the same however often it is asked`, async () => {
    const compile = async () => (await dialect.compile(good.map(toResource), options)).rules;
    const judge = async (): Promise<unknown> =>
      (await compile()).map((rule) => rule.judge({ kind: 'resource', resource: pod }, absent));
    assert.deepEqual(await judge(), await judge());
    const [rule] = await compile();
    const once = rule?.judge({ kind: 'resource', resource: pod }, absent);
    assert.deepEqual(rule?.judge({ kind: 'resource', resource: pod }, absent), once);
  });

  test(`${dialect.id} says what is wrong, names the policy, and errs about what it would have judged`, async () => {
    const { rules, problems } = await dialect.compile(bad.map(toResource), options);
    assert.ok(problems.some(({ severity, policy }) => severity === 'error' && policy !== null));
    const judgements = rules.map((rule) => rule.judge({ kind: 'resource', resource: pod }, absent));
    assert.ok(
      judgements.some(
        (judgement) =>
          judgement.kind === 'done' && judgement.conclusions.some(({ reason }) => reason === 'not-compiled'),
      ),
    );
  });

  test(`${dialect.id} takes what a host says of a policy for its rule`, async () => {
    const [first] = (await dialect.compile(good.map(toResource), options)).rules;
    assert.ok(first !== undefined);
    const described = await dialect.compile(good.map(toResource), {
      ...options,
      describe: () => ({ metadata: { ...first, id: 'group/name', title: 'Described' }, action: 'audit' }),
    });
    assert.deepEqual(
      described.rules.map(({ id, title }) => [id, title]),
      [['group/name', 'Described']],
    );
  });
}
