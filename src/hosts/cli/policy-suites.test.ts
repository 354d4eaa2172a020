/** `vauban test`: fixtures beside policies, in a table, as JUnit and as JSON. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { folderOf, teams, toDeployment, toPolicy } from './example-policies.ts';
import { runCli } from './test-context.ts';

test('fixtures in pass/ and fail/ are judged by the policies beside them', async (context) => {
  const folder = folderOf(context, {
    'policies/team/policy.yaml': teams,
    'policies/team/pass/shop.yaml': toDeployment('shop'),
    'policies/team/fail/mine.yaml': toDeployment('mine'),
  });
  assert.deepEqual(await runCli(['test', 'policies'], { folder }), {
    code: 0,
    error: '',
    output: 'ok    policies/team  2 of 2\n\n2 fixtures in 1 folder: 2 as expected, 0 not\n',
  });
});

test('a fixture that is not as expected, one that no policy matches, and a broken policy are told apart', async (context) => {
  const folder = folderOf(context, {
    'a/policy.yaml': teams,
    'a/pass/mine.yaml': toDeployment('mine'),
    'a/fail/service.yaml': 'apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\n',
    'b/policy.yaml': toPolicy('object.('),
    'b/fail/any.yaml': toDeployment('shop'),
    'c/fail/any.yaml': toDeployment('shop'),
  });
  const { code, output } = await runCli(['test', '.'], { folder });
  assert.equal(code, 1);
  assert.match(output, /a\/fail\/service\.yaml should fail: no policy matches what is in it/);
  assert.match(
    output,
    /a\/pass\/mine\.yaml should pass: admission-policy\/team fails Deployment web: team mine is none of/,
  );
  assert.match(output, /b\/policy\.yaml:9: spec\.validations\[0\]\.expression, column 8 of the expression: /);
  assert.match(output, /c: there are fixtures here and no policy beside pass\/ and fail\/\n/);
  assert.match(output, /^4 fixtures in 3 folders: 0 as expected, 4 not, 2 folders with problems$/m);
});

test('the results of a test as JUnit and JSON count the same', async (context) => {
  const folder = folderOf(context, {
    'a/policy.yaml': teams,
    'a/pass/shop.yaml': toDeployment('shop'),
    'a/fail/shop.yaml': toDeployment('bank'),
  });
  await runCli(['test', 'a', '-o', 'junit=junit.xml', '-o', 'json=tests.json'], { folder });
  const { cases, failed } = JSON.parse(readFileSync(join(folder, 'tests.json'), 'utf8')) as Record<string, number>;
  assert.deepEqual({ cases, failed }, { cases: 2, failed: 1 });
  const junit = readFileSync(join(folder, 'junit.xml'), 'utf8');
  assert.match(junit, /<testsuites name="vauban test" tests="2" failures="1" errors="0">/);
  assert.match(
    junit,
    /<testcase classname="a" name="fail\/shop\.yaml"[^>]*><failure message="should fail: every policy/,
  );
});

test('an AdmissionReview is a fixture of any operation', async (context) => {
  const review = (name: string): string => `apiVersion: admission.k8s.io/v1
kind: AdmissionReview
request:
  operation: UPDATE
  userInfo: {username: alice, groups: [system:authenticated]}
  object: {apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop}, spec: {replicas: ${name}}}
  oldObject: {apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop}, spec: {replicas: 3}}
`;
  const folder = folderOf(context, {
    'a/policy.yaml': toPolicy('object.spec.replicas >= oldObject.spec.replicas').replace('CREATE', 'UPDATE'),
    'a/pass/up.yaml': review('5'),
    'a/fail/down.yaml': review('1'),
  });
  assert.match((await runCli(['test', 'a'], { folder })).output, /^ok {4}a {2}2 of 2\n/);
});
