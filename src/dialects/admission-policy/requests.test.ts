/** What a policy asks its host for: parameters, who asks, and what they may do. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Request } from '../../model/request.ts';
import type { Resource } from '../../model/resource.ts';
import { binding, deny, pod, policy } from './demo.ts';
import { compile, judge, read, say } from './harness.ts';

const limited = policy(`paramKind: {apiVersion: v1, kind: ConfigMap}
validations: [{expression: "object.spec.containers.size() <= int(params.data.most)", messageExpression: "'at most ' + string(params.data.most)"}]`);

const map = (name: string, most: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'shop' },
  data: { most },
});

test('a parameter is asked for by name, in the namespace of what is judged', () => {
  const asked: Request[] = [];
  const compiled = compile([
    limited,
    binding('validationActions: [Deny]\nparamRef: {name: limits, parameterNotFoundAction: Deny}'),
  ]);
  const said = say(
    judge(compiled, pod, (request) => {
      asked.push(request);
      return { kind: 'value', value: map('limits', '1') };
    }),
  );
  assert.deepEqual(said, ['fail deny: at most 1 (spec.containers)']);
  assert.deepEqual(asked, [
    { kind: 'parameter', apiVersion: 'v1', objectKind: 'ConfigMap', namespace: 'shop', name: 'limits' },
  ]);
  assert.deepEqual(compiled.asked, [{ group: '', kind: 'ConfigMap' }]);
});

test('a parameter that is not found denies, or takes the policy out', () => {
  const named = (action: string): Resource =>
    binding(`validationActions: [Warn]\nparamRef: {name: limits, parameterNotFoundAction: ${action}}`);
  assert.deepEqual(say(judge(compile([limited, named('Deny')]), pod)), [
    'error deny: failed to configure binding: no params found for policy binding with `Deny` parameterNotFoundAction',
  ]);
  assert.deepEqual(say(judge(compile([limited, named('Allow')]), pod)), []);
});

test('a selector may choose several parameters: one conclusion each', () => {
  const chosen = binding(
    'validationActions: [Deny]\nparamRef: {namespace: rules, selector: {matchLabels: {a: b}}, parameterNotFoundAction: Deny}',
  );
  const asked: Request[] = [];
  const { findings } = judge(compile([limited, chosen]), pod, (request) => {
    asked.push(request);
    return { kind: 'value', value: [map('b', '1'), map('a', '0'), map('c', '9')] };
  });
  assert.deepEqual(findings.map(({ status, message }) => `${status} ${message}`).toSorted(), [
    'fail at most 0',
    'fail at most 1',
    'pass Every validation of the policy holds.',
  ]);
  assert.equal(new Set(findings.map(({ id }) => id)).size, 3);
  assert.deepEqual(asked, [
    { kind: 'list', apiVersion: 'v1', objectKind: 'ConfigMap', namespace: 'rules', selector: 'a=b' },
  ]);
});

test('of a custom kind a selector chooses in the namespace of what is judged, or what is in none', () => {
  const custom = policy(`paramKind: {apiVersion: rules.test/v1, kind: Limit}
validations: [{expression: "false", messageExpression: "string(params.metadata.name)"}]`);
  const chosen = binding('validationActions: [Deny]\nparamRef: {selector: {}, parameterNotFoundAction: Deny}');
  const limit = (name: string, more: object) => ({
    apiVersion: 'rules.test/v1',
    kind: 'Limit',
    metadata: { name, ...more },
  });
  const said = say(
    judge(compile([custom, chosen]), pod, () => ({
      kind: 'value',
      value: [limit('near', { namespace: 'shop' }), limit('far', { namespace: 'other' }), limit('wide', {})],
    })),
  );
  assert.deepEqual(said.toSorted(), ['fail deny: near', 'fail deny: wide']);
});

test('an unbound policy is judged with every object of its paramKind', () => {
  assert.deepEqual(
    say(judge(compile([limited]), pod, () => ({ kind: 'value', value: [map('a', '1'), map('b', '9')] }))).toSorted(),
    ['fail deny: at most 1 (spec.containers)', 'pass deny: Every validation of the policy holds.'],
  );
  assert.deepEqual(say(judge(compile([limited]), pod)), [
    'skip/no-evidence none: The policy takes its parameters from ConfigMap objects, and none was read.',
  ]);
});

test('a namespaced parameter of no namespace cannot be found for a cluster-scoped object', () => {
  const compiled = compile([
    limited,
    binding('validationActions: [Deny]\nparamRef: {name: limits, parameterNotFoundAction: Allow}'),
  ]);
  assert.deepEqual(say(judge(compiled, read('{apiVersion: v1, kind: Node, metadata: {name: n}}'))), [
    'error deny: failed to configure binding: cannot use namespaced paramRef in policy binding that matches cluster-scoped resources',
  ]);
});

test('with --as the request has a user, in the groups everybody is in', () => {
  const asks = policy(
    `validations: [{expression: "request.userInfo.username == 'ann' && 'devs' in request.userInfo.groups && 'system:authenticated' in request.userInfo.groups"}]`,
  );
  assert.deepEqual(say(judge(compile([asks, deny], { user: { name: 'ann', groups: ['devs'] } }), pod)), [
    'pass deny: Every validation of the policy holds.',
  ]);
});

test('the authorizer asks access reviews, all of one round together', () => {
  const asks = policy(`validations:
- expression: "authorizer.group('').resource('secrets').namespace('shop').check('get').allowed()"
  message: "no secrets"
- expression: "authorizer.requestResource.check('create').allowed()"`);
  const asked: Request[] = [];
  const compiled = compile([asks, deny], { user: { name: 'ann', groups: [] } });
  const said = say(
    judge(compiled, pod, (request) => {
      asked.push(request);
      const allowed = request.kind === 'access-review' && request.resource === 'pods';
      return { kind: 'value', value: { allowed, reason: '' } };
    }),
  );
  assert.deepEqual(said, ['fail deny: no secrets']);
  const common = {
    kind: 'access-review',
    user: 'ann',
    groups: ['system:authenticated'],
    group: '',
    subresource: null,
    namespace: 'shop',
  };
  assert.deepEqual(asked, [
    { ...common, verb: 'get', resource: 'secrets', name: null },
    { ...common, verb: 'create', resource: 'pods', name: 'web' },
  ]);
});

test('a path is asked for as one, and a service account in the two groups the server looks at', () => {
  const asks = policy(`validations:
- expression: "authorizer.serviceAccount('ci', 'builder').path('/metrics').check('get').allowed()"`);
  const asked: Request[] = [];
  const compiled = compile([asks, deny], { user: { name: 'ann', groups: [] } });
  const said = say(
    judge(compiled, pod, (request) => {
      asked.push(request);
      return { kind: 'value', value: { allowed: true, reason: '' } };
    }),
  );
  assert.deepEqual(said, ['pass deny: Every validation of the policy holds.']);
  assert.deepEqual(asked, [
    {
      kind: 'path-review',
      user: 'system:serviceaccount:ci:builder',
      groups: ['system:serviceaccounts', 'system:serviceaccounts:ci'],
      verb: 'get',
      path: '/metrics',
    },
  ]);
});

test('permissions that nobody can tell are no evidence', () => {
  const asks = policy(`validations: [{expression: "authorizer.path('/metrics').check('get').allowed()"}]`);
  assert.deepEqual(
    say(
      judge(compile([asks, deny], { user: { name: 'ann', groups: [] } }), pod, () => ({
        kind: 'refused',
        why: 'no Roles were read',
      })),
    ),
    ['error/no-evidence none: What ann may do could not be told: no Roles were read.'],
  );
});
