/** What a person is told beside Kyverno's words where a rule could not be run, and where Kyverno has none. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Answer, Request } from '../../model/request.ts';
import type { Conclusion } from '../../model/rule.ts';
import { compile, read } from './harness.ts';

const conclude = (rule: string): readonly Conclusion[] => {
  const policy = read(`apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: demo}
spec:
  rules:
  - name: r
    match: {any: [{resources: {kinds: [Pod]}}]}
${rule.replaceAll(/^/gm, '    ')}
`);
  const pod = read('{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: []}}');
  const answers = new Map<string, Answer>();
  const facts = { answer: (request: Request) => answers.get(JSON.stringify(request)) };
  return compile([policy]).rules.flatMap((each) => {
    for (;;) {
      const judgement = each.judge({ kind: 'resource', resource: pod }, facts);
      if (judgement.kind === 'done') return judgement.conclusions;
      for (const request of judgement.requests) answers.set(JSON.stringify(request), { kind: 'absent' });
    }
  });
};

const denies = (key: string): string =>
  `validate: {message: never, deny: {conditions: {any: [{key: "{{ ${key} }}", operator: Equals, value: x}]}}}`;
const entry = (body: string): string => `context:\n- {name: first, variable: {value: x}}\n- {name: c, ${body}}\n`;

const errors: readonly (readonly [name: string, rule: string, advice: readonly string[]])[] = [
  [
    'a ConfigMap that is nowhere',
    entry('configMap: {name: teams, namespace: platform}') + denies('c.data.x'),
    ['give c in --values FILE, or put the ConfigMap platform/teams beside the objects (spec.rules[0].context[1])'],
  ],
  [
    'a call that nobody answers',
    entry('apiCall: {urlPath: /apis/acme.io/v1/teams}') + denies('c.x'),
    ['give c in --values FILE (spec.rules[0].context[1])'],
  ],
  [
    'a variable that has no value for this object',
    entry('variable: {jmesPath: request.object.spec.team}') + denies('c'),
    ['give c in --values FILE, or a default to the context entry (spec.rules[0].context[1])'],
  ],
  [
    'a field that this object lacks',
    denies('request.object.spec.team'),
    ["write {{ request.object.spec.team || '' }} for objects without it, or give it in --values FILE (spec.rules[0])"],
  ],
  [
    'a field that is missing, and an error about something else',
    `validate:
  message: never
  foreach:
  - {list: request.object.spec.nothing, pattern: {a: b}}
  - {list: to_upper(request.object.spec), pattern: {a: b}}`,
    [],
  ],
];

for (const [name, rule, advice] of errors)
  test(`${name}: the error says what to do, and where`, () => {
    const [conclusion] = conclude(rule);
    assert.equal(conclusion?.status, 'error');
    const { evidence = [] } = conclusion;
    assert.deepEqual(
      evidence.map(({ text, source }) => `${text} (${source})`),
      advice,
    );
  });

test('a message with a variable that has no value is told as it is written', () => {
  const said = (rule: string): readonly string[] =>
    conclude(rule).map(({ status, message }) => `${status}: ${message}`);
  assert.deepEqual(said('validate: {message: "Ask {{ request.object.spec.team }}.", deny: {}}'), [
    'fail: Ask {{ request.object.spec.team }}.',
  ]);
  assert.deepEqual(said('validate: {message: "Ask {{ request.object.metadata.name }}.", deny: {}}'), [
    'fail: Ask web.',
  ]);
});
