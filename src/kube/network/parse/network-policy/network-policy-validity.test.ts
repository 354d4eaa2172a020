/** What the parser takes and refuses is what the API server takes and refuses. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { useTestCluster } from '../../../../../tools/control-plane/test-cluster.ts';
import { parseYaml } from '../../../../lang/yaml/read-yaml.ts';
import type { Json } from '../../../../model/json.ts';
import { renderPolicies, toTestResource } from '../parse-yaml-policies.ts';
import { validityCases } from './network-policy-cases.ts';

const toObject = (spec: string, name = 'policy'): Json => {
  const parsed = parseYaml(spec);
  assert.ok(parsed.kind !== 'defect', spec);
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace: 'default' },
    spec: parsed.value,
  };
};

for (const { name, spec, isValid } of validityCases) {
  test(`${isValid ? 'takes' : 'refuses'} ${name}`, () => {
    const { problems, tiers } = renderPolicies([toTestResource(toObject(spec))]);
    const errors = problems.filter((problem) => problem.startsWith('error '));
    assert.equal(errors.length === 0, isValid, problems.join('\n'));
    assert.equal(tiers !== '', isValid);
  });
}

const doubt =
  'metadata.name is no name that the API server takes: write at most 253 lower case letters, digits, - and .';

const names: readonly { readonly name: string; readonly isValid: boolean }[] = [
  { name: 'web', isValid: true },
  { name: 'a.b-c', isValid: true },
  { name: 'A', isValid: false },
  { name: 'a_b', isValid: false },
  { name: '-a', isValid: false },
  { name: 'a'.repeat(254), isValid: false },
];

for (const { name, isValid } of [...names, { name: 'made-*', isValid: true }]) {
  test(`reads a policy named ${name.slice(0, 9)}${isValid ? '' : ', and doubts it'}`, () => {
    const { problems, doubts, tiers } = renderPolicies([toTestResource(toObject('{}', name))]);
    assert.notEqual(tiers, '');
    assert.deepEqual(problems, []);
    assert.deepEqual(doubts, isValid ? [] : [`NetworkPolicy default/${name}: ${doubt}`]);
  });
}

test('refuses a policy without a name', () => {
  const { problems, tiers } = renderPolicies([toTestResource(toObject('{}', ''))]);
  assert.equal(tiers, '');
  assert.deepEqual(problems, ['error metadata.name: the policy has no name: give it one']);
});

test('a real API server takes and refuses the same policies', async (context) => {
  const plane = await useTestCluster(context);
  if (plane === undefined) return;
  const path = '/apis/networking.k8s.io/v1/namespaces/default/networkpolicies?dryRun=All';
  for (const { name, spec, isValid } of validityCases) {
    const { status, body } = await plane.request('POST', path, toObject(spec));
    assert.equal(status === 201, isValid, `${name}: ${JSON.stringify(body)}`);
  }
  for (const { name, isValid } of names) {
    const { status } = await plane.request('POST', path, toObject('{}', name));
    assert.equal(status === 201, isValid, name);
  }
});
