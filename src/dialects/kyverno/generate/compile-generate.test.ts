/** Generation: the objects a subject brings about, and what a policy may not bring about. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import type { Answer, Request } from '../../../model/request.ts';
import type { Judgement } from '../../../model/rule.ts';
import { judgeRule } from '../judge-in-tests.ts';

const namespace: JsonObject = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'shop', uid: 'u-1', labels: { teams: 'a,b' } },
};

const generate = (
  body: Json,
  answer: (request: Request) => Answer = () => ({ kind: 'absent' }),
  own: string | null = null,
): Extract<Judgement, { kind: 'done' }> => {
  const rule = {
    name: 'r',
    match: { any: [{ resources: { kinds: [own === null ? 'Namespace' : 'Pod'] } }] },
    generate: body,
  };
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'shop' } };
  return judgeRule(rule, own === null ? namespace : pod, { answer, namespace: own });
};

const madeBy = ({ effects }: Extract<Judgement, { kind: 'done' }>): readonly JsonObject[] =>
  effects.map((effect) => (effect.kind === 'create' ? effect.object : {}));

const labels = {
  'app.kubernetes.io/managed-by': 'kyverno',
  'generate.kyverno.io/policy-name': 'p',
  'generate.kyverno.io/policy-namespace': '',
  'generate.kyverno.io/rule-name': 'r',
  'generate.kyverno.io/trigger-version': 'v1',
  'generate.kyverno.io/trigger-group': '',
  'generate.kyverno.io/trigger-kind': 'Namespace',
  'generate.kyverno.io/trigger-namespace': '',
  'generate.kyverno.io/trigger-uid': 'u-1',
};

const target = { apiVersion: 'v1', kind: 'ConfigMap', name: 'cm', namespace: '{{request.object.metadata.name}}' };

test('an object written in the policy is made with its variables and the labels of a cluster', () => {
  const judgement = generate({
    ...target,
    synchronize: true,
    data: { metadata: { labels: { a: 'b' } }, data: { of: '{{request.object.metadata.uid}}' } },
  });
  assert.deepEqual(madeBy(judgement), [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'cm', namespace: 'shop', labels: { a: 'b', ...labels } },
      data: { of: 'u-1' },
    },
  ]);
  const [effect] = judgement.effects;
  assert.ok(effect?.kind === 'create');
  assert.deepEqual([effect.rule, effect.synchronise, effect.owner?.name], ['kyverno/p/r', true, 'shop']);
  assert.equal(judgement.conclusions[0]?.message, '1 resource generated');
});

const source: JsonObject = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {
    name: 'original',
    namespace: 'default',
    uid: 'u-2',
    resourceVersion: '7',
    creationTimestamp: '2024-01-01T00:00:00Z',
    ownerReferences: [{ uid: 'x' }],
    labels: { team: 'a' },
  },
  data: { k: 'v' },
};

test('a copy has a name of its own and nothing of what the server gave the original', () => {
  const asked: Request[] = [];
  const judgement = generate({ ...target, clone: { name: 'original', namespace: 'default' } }, (request) => {
    asked.push(request);
    return { kind: 'value', value: source };
  });
  assert.deepEqual(asked, [
    { kind: 'object', apiVersion: 'v1', objectKind: 'ConfigMap', namespace: 'default', name: 'original' },
  ]);
  const [made] = madeBy(judgement);
  assert.deepEqual(made?.['data'], { k: 'v' });
  assert.deepEqual(made['metadata'], {
    name: 'cm',
    namespace: 'shop',
    labels: {
      team: 'a',
      'generate.kyverno.io/source-group': '',
      'generate.kyverno.io/source-version': 'v1',
      'generate.kyverno.io/source-kind': 'ConfigMap',
      'generate.kyverno.io/source-namespace': 'default',
      'generate.kyverno.io/source-uid': 'u-2',
      'generate.kyverno.io/clone-source': '',
      ...labels,
    },
  });
});

test('of a list of copies each keeps its name, and what is there already is left alone', () => {
  const cloneList = { namespace: 'default', kinds: ['v1/ConfigMap'], selector: { matchLabels: { team: 'a' } } };
  const at = (name: string, where: string, team: string): JsonObject => ({
    ...source,
    metadata: { name, namespace: where, labels: { team } },
  });
  const judgement = generate({ namespace: 'shop', cloneList }, (request) => {
    assert.deepEqual(request, {
      kind: 'list',
      apiVersion: 'v1',
      objectKind: 'ConfigMap',
      namespace: 'default',
      selector: 'team=a',
    });
    return { kind: 'value', value: [at('one', 'default', 'a'), at('two', 'default', 'b'), at('three', 'shop', 'a')] };
  });
  assert.deepEqual(
    madeBy(judgement).map(({ metadata }) => isJsonObject(metadata) && [metadata['name'], metadata['namespace']]),
    [['one', 'shop']],
  );
});

test('a loop makes one object for each element that meets its preconditions', () => {
  const judgement = generate({
    foreach: [
      {
        list: "split(request.object.metadata.labels.teams, ',')",
        preconditions: { all: [{ key: '{{element}}', operator: 'NotEquals', value: 'b' }] },
        ...target,
        name: 'cm-{{element}}-{{elementIndex}}',
        data: { data: { team: '{{element}}' } },
      },
    ],
  });
  assert.deepEqual(
    madeBy(judgement).map(({ metadata, data }) => [isJsonObject(metadata) && metadata['name'], data]),
    [['cm-a-0', { team: 'a' }]],
  );
});

test('an original nobody has, or that nobody could look for, is an error and never a pass', () => {
  const body = { ...target, clone: { name: 'original', namespace: 'default' } };
  const absent = generate(body);
  assert.deepEqual(absent.effects, []);
  assert.equal(absent.conclusions[0]?.status, 'error');
  assert.equal(absent.conclusions[0].message, 'source resource v1/ConfigMap/default/original not found');
  const refused = generate(body, () => ({ kind: 'refused', why: 'nobody looked' })).conclusions[0];
  assert.deepEqual([refused?.status, refused?.reason], ['error', 'no-evidence']);
});

test('an object is no copy of itself', () => {
  const judgement = generate({ ...target, clone: { name: 'cm', namespace: 'shop' } }, () =>
    assert.fail('nothing to ask'),
  );
  assert.deepEqual([judgement.conclusions[0]?.status, judgement.effects], ['pass', []]);
});

test('a body that says it is something else is made as what the rule says', () => {
  const body = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'admin', namespace: 'kube-system', generateName: 'x-', annotations: { a: 'b' } },
  };
  for (const own of [null, 'shop']) {
    const [made] = madeBy(generate({ ...target, namespace: 'shop', data: body }, undefined, own));
    assert.deepEqual([made?.['apiVersion'], made?.['kind']], ['v1', 'ConfigMap']);
    const { metadata } = made ?? {};
    assert.ok(isJsonObject(metadata));
    assert.deepEqual([metadata['name'], metadata['namespace']], ['cm', 'shop']);
  }
});

test('a namespaced policy makes nothing that is in no namespace', () => {
  const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', name: 'r', namespace: 'shop' };
  const bodies = [
    { ...role, data: { rules: [] } },
    { ...role, clone: { name: 'x', namespace: 'shop' } },
    { namespace: 'shop', cloneList: { namespace: 'shop', kinds: ['v1/Namespace'] } },
  ];
  for (const body of bodies) {
    const { effects, conclusions } = generate(body, () => assert.fail('nothing to ask'), 'shop');
    assert.deepEqual([effects, conclusions[0]?.status], [[], 'error']);
    assert.match(conclusions[0]?.message ?? '', /which is in no namespace$/);
  }
});

test('a namespaced policy makes nothing elsewhere, and reads nothing elsewhere', () => {
  const cm = { apiVersion: 'v1', kind: 'ConfigMap', name: 'cm' };
  const elsewhere = '{{ request.object.metadata.name }}';
  const nobody = (): never => assert.fail('nothing to ask');
  const messages = [
    { ...cm, namespace: elsewhere, data: { data: {} } },
    { ...cm, namespace: 'shop', clone: { name: 'x', namespace: elsewhere } },
    { namespace: 'shop', cloneList: { namespace: elsewhere, kinds: ['v1/Secret'] } },
  ].map((body) => {
    try {
      return generate(body, nobody, 'shop').conclusions[0]?.message;
    } catch (thrown) {
      return thrown instanceof Error ? thrown.message : '';
    }
  });
  for (const message of messages) assert.match(message ?? '', /namespaced policy|own namespace/);
});
