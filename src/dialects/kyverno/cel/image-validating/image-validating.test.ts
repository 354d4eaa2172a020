/** ImageValidatingPolicies beside what Kyverno 1.19.1 answered. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test, { describe } from 'node:test';
import type { JsonObject } from '../../../../model/json.ts';
import { compile, judgeCase, judgeObject, sorted, toSubject, type GoldenCase } from '../harness.ts';

const golden = JSON.parse(
  readFileSync(new URL('image-validating.golden.json', import.meta.url), 'utf8'),
) as readonly GoldenCase[];

describe('an ImageValidatingPolicy says what Kyverno 1.19.1 reports, where no signature is asked for', () => {
  for (const given of golden) {
    test(given.name, () => {
      const { reported } = judgeCase(given);
      assert.deepEqual(reported, sorted(given.results));
    });
  }
});

const policyOf = (reference: string): JsonObject =>
  ({
    apiVersion: 'policies.kyverno.io/v1',
    kind: 'ImageValidatingPolicy',
    metadata: { name: 'p' },
    spec: {
      matchConstraints: {
        resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }],
      },
      matchImageReferences: [JSON.parse(reference) as JsonObject],
      validationConfigurations: { required: false, verifyDigest: false },
      validations: [{ expression: 'images.containers.size() == 0', message: 'matched' }],
    },
  }) as const;

const podOf = (image: string): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'a' },
  spec: { containers: [{ name: 'c', image }] },
});

describe('an ImageValidatingPolicy is about the images its references match', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['{"glob":"ghcr.io/{acme,other}/*"}', 'ghcr.io/other/app:v1', 'fail matched'],
    ['{"glob":"ghcr.io/{acme,other}/*"}', 'ghcr.io/else/app:v1', 'pass success'],
    ['{"glob":"registry-[0-9].example.com/*"}', 'registry-1.example.com/app', 'fail matched'],
    ['{"expression":"ref.startsWith(\\"ghcr.io/\\")"}', 'ghcr.io/app', 'fail matched'],
    [
      '{"expression":"ref.split(\\"@\\")[1].size() > 0"}',
      'ghcr.io/app:v1',
      'error failed to evaluate policy: index out of bounds: 1',
    ],
  ];
  for (const [reference, image, expected] of cases) {
    test(`${reference} of ${image}: ${expected}`, () => {
      const { rules, problems } = compile([toSubject(policyOf(reference))]);
      assert.deepEqual(problems, []);
      const [rule] = rules;
      assert.ok(rule !== undefined);
      const said = judgeObject(rule, podOf(image)).conclusions.map(({ status, message }) => `${status} ${message}`);
      assert.deepEqual(said, [expected]);
    });
  }

  test('a glob that is none is a mistake in the policy', () => {
    const { problems } = compile([toSubject(policyOf('{"glob":"ghcr.io/[a-zA-Z]*"}'))]);
    assert.deepEqual(
      problems.map(({ severity, message }) => [severity, message]),
      [['error', 'spec.matchImageReferences[0].glob: a range in brackets has two ends and nothing else']],
    );
  });
});
