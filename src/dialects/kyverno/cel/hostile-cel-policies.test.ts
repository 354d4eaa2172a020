/** CEL policies and objects made to stall: Kyverno's own functions cost what they take, and chains of variables end. */

import assert from 'node:assert/strict';
import test from 'node:test';
import { gzipSync } from 'node:zlib';
import type { JsonObject } from '../../../model/json.ts';
import type { Conclusion } from '../../../model/rule.ts';
import { compile, judgeObject, toSubject } from './harness.ts';

const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));

const policy = (expression: string, variables: readonly JsonObject[] = []): JsonObject => ({
  apiVersion: 'policies.kyverno.io/v1',
  kind: 'ValidatingPolicy',
  metadata: { name: 'p' },
  spec: {
    matchConstraints: {
      resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }],
    },
    variables: [...variables],
    validations: [{ expression }],
  },
});

const pod: JsonObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'x',
    namespace: 'team',
    finalizers: times(3000, (at) => `f${at}`),
    annotations: {
      t: 'a'.repeat(300_000),
      y: '- a\n'.repeat(75_000),
      j: `[${'"x",'.repeat(75_000)}1]`,
      g: gzipSync(Buffer.alloc(3 * 1024 * 1024 - 10, 97)).toString('base64'),
    },
  },
  spec: { containers: [{ name: 'a', image: 'b' }] },
};

const judge = (written: JsonObject): Conclusion => {
  const [rule] = compile([toSubject(written)]).rules;
  assert.ok(rule !== undefined);
  const { conclusions } = judgeObject(rule, pod, (request) =>
    request.kind === 'random' ? { kind: 'value', value: 'ab'.repeat(request.bytes) } : undefined,
  );
  const [conclusion] = conclusions;
  assert.ok(conclusion !== undefined);
  return conclusion;
};

const forEach = (expression: string): JsonObject => policy(`object.metadata.finalizers.all(f, ${expression})`);

const chain = (length: number, next: (name: string) => string): JsonObject =>
  policy(`json.marshal(variables.v${length}) != ''`, [
    { name: 'v0', expression: "'abcdefgh'" },
    ...times(length, (at) => ({ name: `v${at + 1}`, expression: next(`variables.v${at}`) })),
  ]);

const attacks: readonly (readonly [name: string, written: JsonObject])[] = [
  ['YAML read for each item', forEach("yaml.parse(object.metadata.annotations['y']) != null")],
  ['JSON read for each item', forEach("json.unmarshal(object.metadata.annotations['j']) != null")],
  ['JSON written for each item', forEach("json.marshal(object) != ''")],
  ['a bomb unpacked for each item', forEach("gzip.decompress(base64.decode(object.metadata.annotations['g'])) != ''")],
  ['a text packed for each item', forEach("gzip.compress(object.metadata.annotations['t']) != b''")],
  ['random texts for each item', forEach("random('[a-z]{1000}') != ''")],
  ['loops in loops', forEach('object.metadata.finalizers.all(a, object.metadata.finalizers.all(b, a + b != f))')],
  ['lists that double', chain(40, (name) => `[${name}, ${name}]`)],
  ['a chain of a thousand variables', chain(1000, (name) => name)],
  [
    'loops in a variable that another value stands in for',
    policy('variables.dear || true', [
      {
        name: 'dear',
        expression:
          'object.metadata.finalizers.all(a, object.metadata.finalizers.all(b, object.metadata.finalizers.all(c, a + b != c)))',
      },
    ]),
  ],
];

for (const [name, written] of attacks) {
  test(`${name}: an error, soon`, () => {
    const started = process.cpuUsage().user;
    const { status, reason, message } = judge(written);
    assert.equal(status, 'error', message);
    // A text that is too long to be made is a fault as any other.
    if (!message.includes('it is longer than')) assert.equal(reason, 'over-budget', message);
    const milliseconds = (process.cpuUsage().user - started) / 1000;
    assert.ok(milliseconds < 10_000, `${milliseconds} ms`);
  });
}
