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

for (const name of ['web', 'a.b-c', 'A', 'a_b', '-a', 'a'.repeat(254)]) {
  test(`takes and refuses the name ${name.slice(0, 9)} as the pattern of names has it`, () => {
    const { problems } = renderPolicies([toTestResource(toObject('{}', name))]);
    assert.equal(problems.length === 0, name === 'web' || name === 'a.b-c');
  });
}

test('a real API server takes and refuses the same policies', async (context) => {
  const plane = await useTestCluster(context);
  if (plane === undefined) return;
  for (const { name, spec, isValid } of validityCases) {
    const path = '/apis/networking.k8s.io/v1/namespaces/default/networkpolicies?dryRun=All';
    const { status, body } = await plane.request('POST', path, toObject(spec));
    assert.equal(status === 201, isValid, `${name}: ${JSON.stringify(body)}`);
  }
});
