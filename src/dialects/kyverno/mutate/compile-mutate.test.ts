/** Mutations of whole policies: what Kyverno's command line made of an object, and which words it used. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyEdits } from '../../../lang/patch/apply-edits.ts';
import { isEqualJson } from '../../../lang/patch/json-value.ts';
import type { Json, JsonObject } from '../../../model/json.ts';
import type { Answer, Request } from '../../../model/request.ts';
import type { Judgement } from '../../../model/rule.ts';
import { judgeRule } from '../judge-in-tests.ts';
import golden from './mutations.golden.json' with { type: 'json' };

const pods = { any: [{ resources: { kinds: ['Pod'] } }] };

const mutate = (
  body: Json,
  object: JsonObject,
  rest: JsonObject = {},
  answer: (request: Request) => Answer = () => ({ kind: 'absent' }),
  namespace: string | null = null,
): Extract<Judgement, { kind: 'done' }> =>
  judgeRule({ name: 'r', match: pods, ...rest, mutate: body }, object, { answer, namespace });

const expectPatched = (
  { conclusions, effects }: Extract<Judgement, { kind: 'done' }>,
  object: JsonObject,
): JsonObject => {
  assert.equal(conclusions[0]?.status, 'pass', conclusions[0]?.message ?? 'no conclusion');
  return effects.reduce<JsonObject>(
    (current, effect) => (effect.kind === 'patch' ? applyEdits(current, effect.edits) : current),
    object,
  );
};

interface Golden {
  readonly name: string;
  readonly mutate: Json;
  readonly rule?: JsonObject;
  readonly object?: JsonObject;
  readonly status: string;
  readonly message?: string;
  readonly result?: JsonObject;
}

for (const {
  name,
  mutate: body,
  rule,
  object,
  status,
  message,
  result,
} of golden.mutations as unknown as readonly Golden[]) {
  test(`${name} ends as Kyverno ends it: ${status}`, () => {
    const before = object ?? golden.object;
    const judgement = mutate(body, before, rule);
    const [conclusion] = judgement.conclusions;
    assert.equal(conclusion?.status, status, conclusion?.message ?? 'no conclusion');
    // The reference goes on to print the object.
    const said = conclusion?.message ?? '';
    if (message !== undefined) assert.ok(message === said || message.startsWith(`${said} in '`), `${said}\n${message}`);
    if (result === undefined) assert.deepEqual(judgement.effects, []);
    else {
      const after = expectPatched(judgement, before);
      assert.ok(isEqualJson(after, result), JSON.stringify(after));
    }
  });
}

const trigger: JsonObject = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'shop' } };

const secret = (namespace: string, name: string, labels: JsonObject = {}): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name, namespace, labels },
});

const listOf =
  (...objects: readonly JsonObject[]) =>
  (request: Request): Answer =>
    request.kind === 'list' ? { kind: 'value', value: objects } : { kind: 'absent' };

test('an existing target is patched by its own name, with its variables', () => {
  const asked: Request[] = [];
  const judgement = mutate(
    {
      targets: [{ apiVersion: 'v1', kind: 'Secret', namespace: '{{ request.namespace }}', name: 'one' }],
      patchStrategicMerge: {
        metadata: { labels: { by: '{{ request.object.metadata.name }}-{{ target.metadata.name }}' } },
      },
    },
    trigger,
    {},
    (request) => {
      asked.push(request);
      return { kind: 'value', value: secret('shop', 'one') };
    },
  );
  assert.deepEqual(asked, [{ kind: 'object', apiVersion: 'v1', objectKind: 'Secret', namespace: 'shop', name: 'one' }]);
  assert.deepEqual(
    judgement.effects.map((effect) => (effect.kind === 'patch' ? [effect.target, effect.edits] : null)),
    [
      [
        { apiVersion: 'v1', kind: 'Secret', namespace: 'shop', name: 'one' },
        [
          {
            path: 'metadata.labels.by',
            before: { kind: 'absent' },
            after: { kind: 'value', value: 'a-one' },
          },
        ],
      ],
    ],
  );
  assert.equal(judgement.conclusions[0]?.message, 'mutated Secret/one in namespace shop');
});

test('targets are found by wildcards and labels, and each is judged by itself', () => {
  const judgement = mutate(
    {
      targets: [
        {
          apiVersion: 'v1',
          kind: 'Secret',
          name: 'db-*',
          selector: { matchLabels: { tier: 'db' } },
          preconditions: { all: [{ key: '{{ target.metadata.namespace }}', operator: 'NotEquals', value: 'off' }] },
        },
      ],
      patchesJson6902: '- {op: add, path: /metadata/labels/seen, value: "yes"}',
    },
    trigger,
    {},
    listOf(
      secret('shop', 'db-1', { tier: 'db' }),
      secret('shop', 'db-2', { tier: 'web' }),
      secret('off', 'db-3', { tier: 'db' }),
      secret('shop', 'web', { tier: 'db' }),
      secret('shop', 'db-4', { tier: 'db', seen: 'yes' }),
    ),
  );
  assert.deepEqual(
    judgement.conclusions.map(({ status, message }) => `${status}: ${message}`),
    ['pass: mutated Secret/db-1 in namespace shop', 'skip: preconditions not met', 'skip: no patches applied'],
  );
});

test('a namespaced policy looks for targets at home', () => {
  const asked: Request[] = [];
  mutate(
    {
      targets: [{ apiVersion: 'v1', kind: 'Secret', name: 'one' }],
      patchStrategicMerge: { metadata: { labels: { a: 'b' } } },
    },
    trigger,
    {},
    (request) => {
      asked.push(request);
      return { kind: 'absent' };
    },
    'shop',
  );
  assert.deepEqual(asked, [{ kind: 'object', apiVersion: 'v1', objectKind: 'Secret', namespace: 'shop', name: 'one' }]);
});

test('a namespaced policy changes nothing that is in no namespace', () => {
  const { conclusions } = mutate(
    {
      targets: [{ apiVersion: 'v1', kind: 'Namespace', name: 'one' }],
      patchStrategicMerge: { metadata: { labels: { a: 'b' } } },
    },
    trigger,
    {},
    () => assert.fail('nothing to ask'),
    'shop',
  );
  assert.equal(conclusions[0]?.message, 'a namespaced policy cannot mutate Namespace, which is in no namespace');
});

test('a patch that makes another object of its target is an error', () => {
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'one', namespace: 'shop' } };
  const others = [
    { kind: 'ConfigMap' },
    { apiVersion: 'v2' },
    { metadata: { name: 'two' } },
    { metadata: { namespace: 'kube-system' } },
  ];
  for (const patchStrategicMerge of others) {
    const { conclusions, effects } = mutate(
      { targets: [{ apiVersion: 'v1', kind: 'Secret', namespace: 'shop', name: 'one' }], patchStrategicMerge },
      trigger,
      {},
      () => ({ kind: 'value', value: secret }),
    );
    assert.deepEqual(effects, []);
    assert.equal(
      conclusions[0]?.message,
      'failed to patch resource: a patch must not change which object its target is',
    );
  }
});

test('a target that is not there, or that nobody could look for, is an error and never a pass', () => {
  const body = {
    targets: [{ apiVersion: 'v1', kind: 'Secret', namespace: 'shop', name: 'one' }],
    patchStrategicMerge: { metadata: { labels: { a: 'b' } } },
  };
  const absent = mutate(body, trigger).conclusions[0];
  assert.deepEqual([absent?.status, absent?.message], ['error', 'Secret "one" not found']);
  const refused = mutate(body, trigger, {}, () => ({ kind: 'refused', why: 'nobody looked' })).conclusions[0];
  assert.deepEqual([refused?.status, refused?.reason, refused?.message], ['error', 'no-evidence', 'nobody looked']);
});

test('loops that would go on for minutes are over budget', () => {
  const items = Array.from({ length: 4000 }, (_, index) => ({ name: `n${index}`, image: 'x' }));
  const object: JsonObject = { ...trigger, spec: { containers: items } };
  const started = performance.now();
  const { conclusions } = mutate(
    {
      foreach: [
        {
          list: 'request.object.spec.containers',
          patchStrategicMerge: { spec: { containers: [{ name: '{{element.name}}', tty: true }] } },
        },
      ],
    },
    object,
  );
  assert.equal(conclusions[0]?.reason, 'over-budget');
  assert.ok(performance.now() - started < 60_000);
});

const pod = (count: number, more: JsonObject = {}): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'a', namespace: 'shop' },
  spec: { containers: Array.from({ length: count }, (_, index) => ({ name: `c${index}`, ...more })) },
});

const perContainer = {
  foreach: [
    {
      list: 'request.object.spec.containers',
      patchStrategicMerge: { spec: { containers: [{ '(name)': '*', tty: true }] } },
    },
  ],
};

const ports = Array.from({ length: 1900 }, (_, index) => ({ containerPort: index + 1, protocol: 'TCP' }));

const wideOverlays: readonly (readonly [name: string, mutation: Json, object: JsonObject])[] = [
  ['a condition on every item of thousands, in a loop', perContainer, pod(3000)],
  [
    'thousands of conditions on thousands of items',
    {
      patchStrategicMerge: {
        spec: { containers: Array.from({ length: 3000 }, (_, index) => ({ '(name)': `?${index}`, tty: true })) },
      },
    },
    pod(3000),
  ],
  [
    'lists with two keys',
    { patchStrategicMerge: { spec: { containers: [{ name: 'c0', ports: [{ containerPort: 1, protocol: 'UDP' }] }] } } },
    pod(1, { ports }),
  ],
];

for (const [name, mutation, object] of wideOverlays) {
  test(`${name}: over budget, soon`, () => {
    const started = process.cpuUsage().user;
    assert.equal(mutate(mutation, object).conclusions[0]?.reason, 'over-budget');
    const milliseconds = (process.cpuUsage().user - started) / 1000;
    assert.ok(milliseconds < 8000, `${milliseconds} ms`);
  });
}

test('a hundred containers are each patched, with a condition on all of them', () => {
  const env = Array.from({ length: 15 }, (_, index) => ({ name: `VARIABLE_${index}`, value: 'x'.repeat(30) }));
  assert.equal(mutate(perContainer, pod(100, { env })).conclusions[0]?.status, 'pass');
});

test('the path of a JSON patch of a rule is known before anything is judged', () => {
  const patchesJson6902 = '- op: add\n  path: "/a/{{request.object.kind}}"\n  value: 1';
  assert.equal(
    mutate({ patchesJson6902 }, trigger).conclusions[0]?.message,
    'The rule cannot be run: spec.rules[0].mutate.patchesJson6902: the path /a/{{request.object.kind}} holds a variable, which only a loop may have',
  );
});
