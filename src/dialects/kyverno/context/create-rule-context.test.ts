/** What a rule's expressions see: the request, values, entries, images; and what they may not see. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { QueryFault } from '../../../lang/jmespath/query.ts';
import type { Json, JsonObject } from '../../../model/json.ts';
import type { Answer, Request } from '../../../model/request.ts';
import type { PolicyValues } from '../../policy-values.ts';
import type { ContextEntry } from '../classic-policy.ts';
import { type KyvernoSubject, type RuleContext, RuleFault } from '../rule-context.ts';
import { cachedQuery } from './cached-query.ts';
import { compileEntries } from './compile-entries.ts';
import { createRuleContext, type RuleContextInput } from './create-rule-context.ts';
import { toRuleValues } from './rule-values.ts';

const pod: JsonObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { containers: [{ name: 'c', image: 'Host_x/a/b:1' }] },
};

const subject: KyvernoSubject = {
  ref: { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'web' },
  operation: 'CREATE',
  subresource: '',
  object: pod,
  oldObject: null,
  user: null,
  namespaceLabels: () => ({}),
};

const nobody = (): Answer => ({ kind: 'refused', why: 'nobody is asked' });

const create = (input: Partial<RuleContextInput> = {}): RuleContext =>
  createRuleContext({ subject, answer: nobody, ...input });

const ask = (context: RuleContext, source: string): Json => {
  const compiled = cachedQuery(source);
  assert.equal(compiled.kind, 'query');
  if (compiled.kind !== 'query') return null;
  const value = context.tryQuery(compiled.query);
  return value instanceof QueryFault ? `fault: ${value.message}` : value;
};

const told = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

const entriesOf = (...entries: readonly ContextEntry[]) => {
  const compiled = compileEntries(entries, ['context']);
  assert.equal(compiled.kind, 'entries');
  return compiled.kind === 'entries' ? compiled.entries : [];
};

const variable = (name: string, value: Json, jmesPath = ''): ContextEntry => ({
  kind: 'variable',
  name,
  value,
  jmesPath,
  fallback: undefined,
});

const apiCall = (name: string, urlPath: string, fallback?: Json): ContextEntry => ({
  kind: 'apiCall',
  name,
  call: { urlPath, method: 'GET', data: [], serviceUrl: null },
  jmesPath: 'items',
  fallback,
});

describe('createRuleContext', () => {
  test('an object that merely exists has no name and no user in its request', () => {
    assert.deepEqual(ask(create(), 'keys(request) | sort(@)'), ['namespace', 'object', 'operation']);
    assert.match(told(ask(create(), 'serviceAccountName')), /^fault: /);
  });

  test('an admission has its name, its kind and its user', () => {
    const user = { name: 'system:serviceaccount:ns:sa', groups: ['g'], clusterRoles: ['admin'] };
    const context = create({ subject: { ...subject, user }, isAdmission: true });
    const asked =
      '[request.name, request.kind.kind, request.userInfo.username, serviceAccountName, request.clusterRoles[0]]';
    assert.deepEqual(ask(context, asked), ['web', 'Pod', 'system:serviceaccount:ns:sa', 'sa', 'admin']);
  });

  test('values name what is inside by dots and quotes, change the object, and stand before what would be asked for', () => {
    const values: PolicyValues = {
      globalValues: { 'cm.data.k': 'global', 'request.object.metadata.labels."a.b"': 'label' },
      policies: [
        {
          name: 'p',
          resources: [{ name: 'web', values: { 'cm.data.k': 'own' } }],
          rules: [{ name: 'r', values: { v: 1 }, foreachValues: { w: ['first', 'second'] } }],
        },
      ],
      subresources: [],
    };
    const entries = entriesOf({ kind: 'configMap', name: 'cm', configMap: { name: 'cm', namespace: 'x' } });
    const context = create({ values: toRuleValues(values, 'p', 'autogen-r'), entries });
    assert.deepEqual(ask(context, '[cm.data.k, request.object.metadata.labels."a.b", v, w]'), [
      'own',
      'label',
      1,
      'first',
    ]);
    assert.deepEqual(context.resource['metadata'], { name: 'web', namespace: 'shop', labels: { 'a.b': 'label' } });
    assert.deepEqual(pod['metadata'], { name: 'web', namespace: 'shop' });
  });

  test('entries are loaded once, where a query names them, and see those before them', () => {
    const asked: Request[] = [];
    const answer = (request: Request): Answer => {
      asked.push(request);
      return { kind: 'value', value: { items: ['a'] } };
    };
    const entries = entriesOf(
      apiCall('first', '/api/v1/namespaces/{{ request.namespace }}/pods'),
      variable('second', '{{ length(first) }}'),
      variable('third', '{{ fourth }}'),
      variable('fourth', 'x'),
    );
    const context = create({ entries, answer });
    assert.deepEqual(ask(context, 'request.first || `1`'), 1);
    assert.equal(asked.length, 0);
    assert.deepEqual([ask(context, 'second'), ask(context, 'first[0]'), ask(context, 'second')], [1, 'a', 1]);
    assert.deepEqual(asked, [{ kind: 'api-call', method: 'GET', path: '/api/v1/namespaces/shop/pods', body: null }]);
    assert.match(told(ask(context, 'third')), /^fault: .*Unknown key "fourth" in path$/);
  });

  test('an inner scope sets what only it knows, and leaves the outer one alone', () => {
    const outer = create({ entries: entriesOf(variable('name', '{{ element.n }}'), variable('fixed', 'f')) });
    const one = outer.within({ element: { n: 1 } }, entriesOf(variable('more', '{{ name }}{{ fixed }}')));
    const two = outer.within({ element: { n: 2 } }, []);
    assert.deepEqual([ask(one, 'name'), ask(one, 'more'), ask(two, 'name')], [1, '1f', 2]);
    assert.match(told(ask(outer, 'element')), /^fault: /);
    assert.match(told(ask(two, 'more')), /^fault: /);
  });

  test('what was not there is an error of its own kind, or its default; what nobody answered is no evidence', () => {
    const entries = entriesOf(apiCall('calls', '/api/v1/pods', []), apiCall('bare', '/api/v1/pods'));
    const absent = create({ entries, answer: () => ({ kind: 'absent' }) });
    assert.deepEqual(ask(absent, 'calls'), []);
    assert.match(told(ask(absent, "bare || 'x'")), /the server could not find the requested resource$/);
    assert.throws(
      () => ask(create({ entries }), "calls || 'x'"),
      (thrown) => thrown instanceof RuleFault && thrown.kind === 'no-evidence',
    );
  });

  test('a namespaced policy looks at nothing outside its namespace, however the path is written', () => {
    const answer = (): Answer => assert.fail('it asked');
    const outside = [
      '/api/v1/namespaces/other/secrets',
      '/api/v1/secrets',
      '/api/v1/namespaces/shop/../other/secrets',
      '/api/v1/namespaces/shop/%2e%2e/other/secrets',
      '/api/v1/namespaces/shop%2f..%2fother/secrets',
      '/api/v1/namespaces/shop/%ff/%2e%2e/%2e%2e/other/secrets',
      '/api/v1/namespaces/shop/a\\..\\..\\other/secrets',
      '/api/v1/namespaces/shop/.\t./other/secrets',
      '/api/v1/namespaces/shop/%252e%252e/other/secrets',
      '/api/v1/namespaces/shop/../../nodes',
      '/api/v1/secrets?x=/api/v1/namespaces/shop/',
      '/api/v1/nodes/a/proxy/namespaces/shop/x',
      '/apis/namespaces/shop',
    ];
    for (const path of outside) {
      const context = create({ answer, policyNamespace: 'shop', entries: entriesOf(apiCall('x', path)) });
      assert.match(
        told(ask(context, 'x')),
        /different from the policy namespace|does not contain a namespace|no plain path/,
      );
    }
    const configMap = entriesOf({ kind: 'configMap', name: 'x', configMap: { name: 'a', namespace: 'other' } });
    assert.match(
      told(ask(create({ answer, policyNamespace: 'shop', entries: configMap }), 'x')),
      /configMap namespace "other" is different from policy namespace "shop"$/,
    );
    const global = entriesOf({ kind: 'globalReference', name: 'x', entry: 'e', jmesPath: '' });
    assert.match(
      told(ask(create({ answer, policyNamespace: 'shop', entries: global }), 'x')),
      /globalReference is not allowed in namespaced policies$/,
    );
  });

  test('images are taken apart', () => {
    const cases: readonly [string, string][] = [
      ['nginx', 'docker.io nginx nginx latest docker.io/nginx:latest'],
      ['ghcr.io/a/b:v1', 'ghcr.io a/b b v1 ghcr.io/a/b:v1'],
      ['localhost:5000/x', 'localhost:5000 x x latest localhost:5000/x:latest'],
      ['team/app:2', 'docker.io team/app app 2 docker.io/team/app:2'],
    ];
    for (const [image, expected] of cases) {
      const object = { ...pod, spec: { containers: [{ name: 'c', image }] } };
      const context = create({ subject: { ...subject, object } });
      const asked = "join(' ', images.containers.c.[registry, path, name, tag, reference])";
      assert.equal(ask(context, asked), expected);
    }
    assert.match(told(ask(create(), 'images')), /^fault: invalid image 'Host_x\/a\/b:1' \(bad image: /);
  });

  test('extractors find images where an object has none that is known', () => {
    const object = { kind: 'Task', spec: { steps: [{ id: 's', run: 'img://nginx:1' }] } };
    const imageExtractors = {
      Task: [
        { path: '/spec/steps/*', key: 'id', value: 'run', name: 'steps', jmesPath: "replace_all(@, 'img://', '')" },
      ],
    };
    const context = create({ subject: { ...subject, object }, imageExtractors });
    assert.deepEqual(ask(context, 'images.steps.s.[name, tag, jsonPointer]'), ['nginx', '1', '/spec/steps/0/run']);
  });

  test('the old object of an update is seen as if it were created', () => {
    const oldObject = { ...pod, spec: {} };
    const before = create({ subject: { ...subject, operation: 'UPDATE', oldObject } }).ofOldObject();
    assert.equal(before?.resource, oldObject);
    assert.deepEqual(ask(before, '[request.operation, request.object.spec, request.oldObject]'), ['CREATE', {}, null]);
    assert.equal(create().ofOldObject(), null);
  });
});
