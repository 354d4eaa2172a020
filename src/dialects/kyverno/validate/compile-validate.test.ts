/** Rules of one policy each, with the statuses and messages that `kyverno apply` answered for the same object. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import type { Answer } from '../../../model/request.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Conclusion } from '../../../model/rule.ts';
import { compileClassicPolicies } from '../compile-classic-policies.ts';

interface Golden {
  readonly resource: JsonObject;
  readonly cases: readonly {
    readonly operation: string;
    readonly rule: JsonObject & { readonly name: string };
    readonly action: string;
    readonly results: readonly { readonly status: string; readonly message: string }[];
  }[];
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a file of this repository
const golden = JSON.parse(readFileSync(new URL('validation.golden.json', import.meta.url), 'utf8')) as Golden;

const toResource = (object: JsonObject): Resource => {
  const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every object of these tests has its metadata
  const metadata = object['metadata'] as JsonObject;
  return {
    ref: {
      apiVersion: text(object['apiVersion']),
      kind: text(object['kind']),
      namespace: text(metadata['namespace']),
      name: text(metadata['name']),
    },
    object,
    origin: { kind: 'file', file: 'object.yaml', document: 0, item: null, start: 0, end: 0 },
  };
};

const judge = (rule: JsonObject, operation: string, action: string): readonly Conclusion[] => {
  const metadata = { name: 'policy', annotations: { 'pod-policies.kyverno.io/autogen-controllers': 'none' } };
  const spec = { validationFailureAction: action, rules: [rule] };
  const policy = toResource({ apiVersion: 'kyverno.io/v1', kind: 'ClusterPolicy', metadata, spec });
  const compiled = compileClassicPolicies([policy], {
    user: null,
    values: { globalValues: { 'request.operation': operation }, policies: [], subresources: [] },
    asWritten: true,
    locate: () => null,
    describe: () => null,
  });
  assert.deepEqual(
    compiled.problems.filter(({ severity }) => severity === 'error'),
    [],
  );
  const refuse = (): Answer => ({ kind: 'refused', why: 'nobody is asked' });
  return compiled.rules.flatMap((each) => {
    const judgement = each.judge({ kind: 'resource', resource: toResource(golden.resource) }, { answer: refuse });
    assert.equal(judgement.kind, 'done');
    return judgement.kind === 'done' ? judgement.conclusions : [];
  });
};

const writtenMessage = ({ validate }: JsonObject): Json | undefined =>
  isJsonObject(validate) ? validate['message'] : undefined;

describe('compileValidate', () => {
  for (const { operation, rule, action, results } of golden.cases) {
    test(`${operation} ${rule.name}`, () => {
      const conclusions = judge(rule, operation, action);
      assert.deepEqual(
        conclusions.map(({ status, message }) => ({ status, message })),
        // Where Kyverno says nothing the message is told as it is written.
        results.map(({ status, message }) => ({ status, message: message === '' ? writtenMessage(rule) : message })),
      );
    });
  }

  const withKinds = (validate: JsonObject): JsonObject => ({
    name: 'rule',
    match: { any: [{ resources: { kinds: ['Pod'] } }] },
    validate,
  });

  test('a failure has the path of the field, in elements too', () => {
    const pattern = { image: 'nginx*' };
    const paths = [
      withKinds({ pattern: { metadata: { labels: { app: 'x' } } } }),
      withKinds({ foreach: [{ list: 'request.object.spec.containers', pattern }] }),
      withKinds({ foreach: [{ list: 'request.object.spec.[containers, initContainers][]', pattern }] }),
    ].map((rule) => judge(rule, 'CREATE', 'Audit').map(({ path }) => path));
    assert.deepEqual(paths, [['metadata.labels.app'], ['spec.containers[1].image'], ['spec.containers[1].image']]);
  });

  test('what nobody answered is no evidence, also where a default would take its place', () => {
    const context = [{ name: 'cm', configMap: { name: 'a', namespace: 'b' } }];
    const conditions = { any: [{ key: "{{ cm.data.x || 'y' }}", operator: 'Equals', value: 'z' }] };
    const [conclusion] = judge({ ...withKinds({ deny: { conditions } }), context }, 'CREATE', 'Audit');
    assert.equal(conclusion?.status, 'error');
    assert.equal(conclusion.reason, 'no-evidence');
  });

  test('an element whose preconditions nobody can answer is not passed over', () => {
    const context = [{ name: 'cm', configMap: { name: 'a', namespace: 'b' } }];
    const preconditions = { all: [{ key: '{{ cm.data.x }}', operator: 'Equals', value: 'z' }] };
    const loop = { list: 'request.object.spec.containers', context, preconditions, pattern: { name: 'c*' } };
    const [conclusion] = judge(withKinds({ foreach: [loop] }), 'CREATE', 'Audit');
    assert.equal(conclusion?.status, 'error');
  });

  test('an update that breaks a pod security rule as before is let through where the policy enforces', () => {
    const podSecurity = withKinds({ podSecurity: { level: 'restricted', version: 'latest' } });
    const statuses = ['Enforce', 'Audit'].map((action) => judge(podSecurity, 'UPDATE', action)[0]?.status);
    assert.deepEqual(statuses, ['skip', 'fail']);
  });

  test('signatures of manifests are never passed', () => {
    const manifests = { attestors: [{ entries: [] }] };
    const [conclusion] = judge(withKinds({ manifests }), 'CREATE', 'Audit');
    assert.equal(conclusion?.status, 'error');
    assert.equal(conclusion.reason, 'no-evidence');
  });
});
