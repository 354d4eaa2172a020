/** Whatever stands in a policy, reading it ends with values: a policy, or what is wrong with it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { array, assert as assertProperty, constantFrom, dictionary, letrec, oneof, property, record } from 'fast-check';
import { compile } from '../harness.ts';
import type { JsonObject } from '../../../model/json.ts';
import type { Resource } from '../../../model/resource.ts';

const toPolicy = (spec: JsonObject): Resource => ({
  ref: { apiVersion: 'kyverno.io/v1', kind: 'ClusterPolicy', namespace: null, name: 'fuzz' },
  object: { apiVersion: 'kyverno.io/v1', kind: 'ClusterPolicy', metadata: { name: 'fuzz' }, spec },
  origin: { kind: 'file', file: 'f.yaml', document: 0, item: null, start: 0, end: 0 },
});

const pod: Resource = {
  ref: { apiVersion: 'v1', kind: 'Pod', namespace: 'a', name: 'p' },
  object: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'a' }, spec: { containers: [] } },
  origin: { kind: 'file', file: 'f.yaml', document: 0, item: null, start: 0, end: 0 },
};

const words =
  'name match exclude any all resources kinds validate pattern anyPattern deny conditions key operator value foreach list mutate ' +
  'patchStrategicMerge patchesJson6902 generate data clone verifyImages imageReferences context variable jmesPath message __proto__ constructor podSecurity level preconditions selector matchLabels spec';
const texts = [
  'Pod',
  '*',
  '',
  '{{ request.object }}',
  '{{',
  '$(./a)',
  '\\{{ a }}',
  'Equals',
  '{{ a.{{ b }} }}',
  '>5',
  'a|b&c',
];

const { tree } = letrec((tie) => ({
  tree: oneof(
    { depthSize: 'small', withCrossShrink: true },
    constantFrom(...texts),
    constantFrom(null, true, 0, -1.5),
    array(tie('tree'), { maxLength: 3 }),
    dictionary(constantFrom(...words.split(' ')), tie('tree'), { maxKeys: 5 }),
  ),
}));

/** Beside anything at all, rules that look right as far as they go. */
const specs = oneof(
  record({ rules: tree }),
  record({ body: tree, kind: constantFrom('pattern', 'anyPattern', 'deny'), preconditions: tree }).map(
    ({ body, kind, preconditions }) => ({
      rules: [
        {
          name: 'r',
          match: { any: [{ resources: { kinds: ['Pod'] } }] },
          preconditions,
          validate: { [kind]: body },
        },
      ],
    }),
  ),
);

test('no policy makes reading or judging throw', () => {
  assertProperty(
    property(specs, (spec) => {
      const { rules, problems } = compile([toPolicy(spec as JsonObject)]);
      assert.ok(rules.length > 0 || problems.some(({ severity }) => severity === 'error') || noRules(spec));
      for (const rule of rules) rule.judge({ kind: 'resource', resource: pod }, { answer: () => ({ kind: 'absent' }) });
    }),
    { numRuns: 400 },
  );
});

const noRules = ({ rules }: { readonly rules: unknown }): boolean =>
  rules === null || (Array.isArray(rules) && rules.length === 0);
