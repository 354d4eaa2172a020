/** Policies and objects made to stall, to climb and to deceive: each ends, soon, and never with a pass it did not earn. */

import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { toResource } from '../../kube/schema/to-resource.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Answer, Request } from '../../model/request.ts';
import type { Resource } from '../../model/resource.ts';
import { compile, say } from './harness.ts';

const origin = { kind: 'file', file: 'policy.yaml', document: 0, item: null, start: 0, end: 0 } as const;

const read = (object: JsonObject): Resource => {
  const result = toResource(object, origin);
  assert.ok(result.kind === 'resource');
  return result.resource;
};

const pod = (spec: JsonObject = {}): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'x', namespace: 'team' },
  spec,
});

const policy = (rule: JsonObject): JsonObject => ({
  apiVersion: 'kyverno.io/v1',
  kind: 'ClusterPolicy',
  metadata: { name: 'p' },
  spec: { background: false, rules: [{ name: 'r', match: { any: [{ resources: { kinds: ['Pod'] } }] }, ...rule }] },
});

const namespaced = (rule: JsonObject): JsonObject => ({
  ...policy(rule),
  kind: 'Policy',
  metadata: { name: 'p', namespace: 'team' },
});

const deny = (key: Json, operator: string, value: Json, more: JsonObject = {}): JsonObject =>
  policy({ ...more, validate: { message: 'm', deny: { conditions: { any: [{ key, operator, value }] } } } });

const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));

/** Each entry is made of the one before. */
const chain = (length: number, first: Json, next: (name: string) => JsonObject): JsonObject =>
  deny(`{{ v${length} }}`, 'Equals', 'x', {
    context: [
      { name: 'v0', variable: { value: first } },
      ...times(length, (at) => ({ name: `v${at + 1}`, variable: next(`v${at}`) })),
    ],
  });

const loops = (depth: number): JsonObject => {
  let loop: JsonObject = {
    list: 'request.object.spec.items',
    deny: { conditions: { any: [{ key: '{{ element }}', operator: 'Equals', value: 'nobody' }] } },
  };
  for (let at = 1; at < depth; at += 1) loop = { list: 'request.object.spec.items', foreach: [loop] };
  return policy({ validate: { message: 'm', foreach: [loop] } });
};

const costly = '{{ length(sort(request.object.spec.items[].to_string(@))) }}';
const items = times(20_000, (at) => `item ${at}`);

type Attack = readonly [name: string, policy: JsonObject, object?: JsonObject];

const overBudget: readonly Attack[] = [
  ['variables that double a text', chain(60, 'abc', (name) => ({ value: `{{ ${name} }}-{{ ${name} }}` }))],
  ['variables that double a text with braces', chain(60, 'a{', (name) => ({ value: `{{ ${name} }}-{{ ${name} }}` }))],
  ['variables that double a list', chain(60, ['abc'], (name) => ({ value: [`{{ ${name} }}`, `{{ ${name} }}`] }))],
  [
    'variables that double a map',
    chain(60, { a: 1 }, (name) => ({ value: { a: `{{ ${name} }}`, b: `{{ ${name} }}` } })),
  ],
  ['queries that double a list', chain(60, ['abc'], (name) => ({ jmesPath: `[${name}, ${name}]` }))],
  ['a chain of a thousand variables', chain(1000, 'abc', (name) => ({ value: [`{{ ${name} }}`] }))],
  ['a chain of a thousand queries', chain(1000, 'abc', (name) => ({ jmesPath: name }))],
  [
    'what is too much, where another value is at hand',
    chain(61, ['abc'], (name) => ({ jmesPath: `[${name}, ${name}]`, default: 'x' })),
  ],
  [
    'a text put in again and again',
    deny('x{{ request.object.spec.t }}'.repeat(5000), 'Equals', 'y'),
    pod({ t: 'q'.repeat(1_000_000) }),
  ],
  [
    'an object that asks for costly work',
    deny('{{ request.object.spec.evil }}', 'Equals', 'y'),
    pod({ items, evil: times(9000, () => costly) }),
  ],
  [
    'an object that names what has braces',
    deny('{{ request.object }}', 'Equals', 'y'),
    pod({ evil: times(9000, () => '{{ request.object.spec.big }}'), big: items.map((item) => `{{${item}`) }),
  ],
  [
    'an object that names itself',
    deny('{{ request.object.spec.evil }}', 'Equals', 'y'),
    pod({ evil: times(2, () => '{{ request.object.spec.evil }}') }),
  ],
  ['loops in loops over the same list', loops(3), pod({ items: items.slice(0, 2000) })],
  ['thirty loops over two items', loops(30), pod({ items: ['a', 'b'] })],
  [
    'a list held against a list',
    deny('{{ request.object.spec.items }}', 'AllNotIn', '{{ request.object.spec.more }}'),
    pod({ items, more: items.map((item) => `*${item}?x`) }),
  ],
];

const costlyText = 'a'.repeat(300_000);
const costlyPattern = `*${'a?'.repeat(2000)}b*`;

const wildcards: readonly Attack[] = [
  [
    'in a condition',
    deny('{{ request.object.spec.a }}', 'Equals', '{{ request.object.spec.b }}'),
    pod({ a: costlyText, b: costlyPattern }),
  ],
  [
    'in a precondition',
    deny('x', 'Equals', 'y', {
      preconditions: { all: [{ key: '{{ request.object.spec.a }}', operator: 'Equals', value: costlyPattern }] },
    }),
    pod({ a: costlyText }),
  ],
  [
    'in a variable with another value at hand',
    deny('{{ v }}', 'Equals', true, {
      context: [
        {
          name: 'v',
          variable: { jmesPath: `pattern_match('${costlyPattern}', request.object.spec.a)`, default: false },
        },
      ],
    }),
    pod({ a: costlyText }),
  ],
  [
    'in a pattern',
    policy({ validate: { message: 'm', pattern: { spec: { a: costlyPattern } } } }),
    pod({ a: costlyText }),
  ],
];

describe('a wildcard nobody can wait for is over budget', () => {
  for (const [name, written, object = pod()] of wildcards) {
    test(name, () => {
      const [said = ''] = say(compile([read(written)]), read(object));
      assert.match(said, /^p\/r: error\/over-budget /);
      assert.match(said, /a pattern with \? is too long for a text this long$/);
    });
  }
});

describe('a service that only the machine can reach is not asked', () => {
  for (const url of [
    'http://169.254.169.254/latest/meta-data',
    'http://2130706433/',
    'http://[::ffff:10.0.0.1]/',
    'http://{{ request.object.spec.host }}/',
    'file:///etc/passwd',
  ]) {
    test(url, () => {
      const written = deny('{{ c }}', 'Equals', 'x', {
        context: [{ name: 'c', apiCall: { method: 'GET', service: { url }, default: 'y' } }],
      });
      const [said = ''] = say(compile([read(written)]), read(pod({ host: 'localhost' })), () =>
        assert.fail('nothing may be asked'),
      );
      assert.match(said, /^p\/r: error\/no-evidence audit: .*(blocked|unsupported protocol scheme)/);
    });
  }
});

describe('what would take for ever is an error, soon', () => {
  for (const [name, written, object = pod()] of overBudget) {
    test(name, () => {
      const started = process.cpuUsage().user;
      const said = say(compile([read(written)]), read(object));
      assert.equal(said.length, 1);
      assert.match(said[0] ?? '', /^p\/r: error\/over-budget audit: /);
      assert.ok((said[0] ?? '').length < 20_000);
      const milliseconds = (process.cpuUsage().user - started) / 1000;
      assert.ok(milliseconds < 10_000, `${milliseconds} ms`);
    });
  }
});

const half = 'ab'.repeat(75_000);

const linear: readonly Attack[] = [
  [
    'a text looked for in a text',
    deny('{{ contains(request.object.spec.a, request.object.spec.b) }}', 'Equals', true),
    pod({ a: 'ab'.repeat(300_000), b: `${half}b${half}` }),
  ],
  [
    'a text cut at a text',
    deny('{{ length(split(request.object.spec.a, request.object.spec.b)) }}', 'Equals', 2),
    pod({ a: 'ab'.repeat(300_000), b: `${half}b${half}` }),
  ],
  [
    'a wildcard of half a megabyte',
    deny('{{ request.object.spec.a }}', 'Equals', '{{ request.object.spec.b }}'),
    pod({ a: 'ab'.repeat(300_000), b: `*${half}b${half}*` }),
  ],
  [
    'a regular expression of the object',
    deny('{{ regex_match(request.object.spec.b, request.object.spec.a) }}', 'Equals', true),
    pod({ a: 'ab'.repeat(300_000), b: '(a|b)*a(a|b){500}c' }),
  ],
  ['braces that never close', deny('{{ request.object.spec.a }}x', 'Equals', 'y'), pod({ a: '{{ '.repeat(300_000) })],
];

describe('long texts are read once', () => {
  for (const [name, written, object = pod()] of linear) {
    test(name, () => {
      const started = process.cpuUsage().user;
      assert.deepEqual(say(compile([read(written)]), read(object)), ["p/r: pass audit: validation rule 'r' passed."]);
      const milliseconds = (process.cpuUsage().user - started) / 1000;
      assert.ok(milliseconds < 5000, `${milliseconds} ms`);
    });
  }
});

describe('what nobody answers is no pass', () => {
  const refuse = (): Answer => ({ kind: 'refused', why: 'nobody may look' });
  const bySelector = { resources: { kinds: ['Pod'], namespaceSelector: { matchLabels: { a: 'b' } } } };
  const validate = { message: 'm', pattern: { metadata: { name: '?*' } } };
  const told = /^p\/r: error\/no-evidence deny: The labels of namespace team could not be read: nobody may look\.$/;

  test('the labels of the namespace that a match asks for', () => {
    const [said = ''] = say(compile([read(policy({ match: { any: [bySelector] }, validate }))]), read(pod()), refuse);
    assert.match(said, told);
  });

  test('the labels of the namespace that an exclusion asks for', () => {
    const [said = ''] = say(compile([read(policy({ exclude: { any: [bySelector] }, validate }))]), read(pod()), refuse);
    assert.match(said, told);
  });
});

describe('names that every object of JavaScript has are names as any other', () => {
  test('context entries', () => {
    const written = policy({
      context: [
        { name: '__proto__', variable: { value: { polluted: 1 } } },
        { name: 'constructor', variable: { value: 'z' } },
      ],
      validate: {
        message: 'm {{ __proto__ }}',
        deny: { conditions: { any: [{ key: '{{ constructor }}', operator: 'Equals', value: 'z' }] } },
      },
    });
    assert.deepEqual(say(compile([read(written)]), read(pod())), ['p/r: fail audit: m {"polluted":1}']);
    assert.equal(Object.hasOwn(Object.prototype, 'polluted'), false);
  });

  test('fields a pattern asks for', () => {
    for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
      const pattern = JSON.parse(`{ "spec": { ${JSON.stringify(name)}: "?*" } }`) as Json;
      const [said = ''] = say(compile([read(policy({ validate: { message: 'm', pattern } }))]), read(pod({ a: 'b' })));
      assert.match(said, /^p\/r: fail /, name);
    }
  });
});

describe('a namespaced policy reads its own namespace', () => {
  for (const path of [
    '/api/v1/namespaces/team/%2e%2e/kube-system/secrets',
    '/api/v1/namespaces/team/%ff/%2e%2e/%2e%2e/kube-system/secrets',
    '/api/v1/namespaces/team/a\\..\\..\\kube-system/secrets',
    '/api/v1/namespaces/team/.\t./kube-system/secrets',
    '/api/v1/namespaces/{{ request.object.spec.ns }}/secrets',
    '//kube-system/api/v1/namespaces/team/secrets',
  ]) {
    test(JSON.stringify(path), () => {
      const written = namespaced({
        context: [{ name: 'c', apiCall: { urlPath: path } }],
        validate: { message: 'm', deny: { conditions: { any: [{ key: '{{ c }}', operator: 'Equals', value: 'x' }] } } },
      });
      const asked: Request[] = [];
      const [said = ''] = say(compile([read(written)]), read(pod({ ns: 'kube-system' })), (request) => {
        asked.push(request);
        return { kind: 'value', value: {} };
      });
      assert.deepEqual(asked, []);
      assert.match(said, /^team\.p\/r: error\/no-evidence /);
    });
  }
});
