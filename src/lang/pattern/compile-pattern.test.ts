/** Patterns against what Kyverno answers, against a table of its rules, and against hostile input. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import * as fc from 'fast-check';
import type { Json } from '../../model/json.ts';
import { compilePattern } from './compile-pattern.ts';
import { renderPatternPath } from './mismatch.ts';
import type { PatternOutcome } from './pattern.ts';

const match = (pattern: Json, value: Json): PatternOutcome => {
  const compiled = compilePattern(pattern);
  assert.equal(compiled.kind, 'pattern');
  return compiled.pattern.match(value);
};

interface Golden {
  readonly leaves: readonly Json[];
  readonly values: readonly Json[];
  /** For each leaf, one letter for each value: the first of pass, fail, skip, error. */
  readonly answers: readonly string[];
  readonly documents: readonly {
    readonly pattern: Json;
    readonly value: Json;
    readonly kind: string;
    readonly path?: string;
  }[];
}

const golden = JSON.parse(
  readFileSync(new URL('kyverno-patterns.golden.json', import.meta.url), 'utf8'),
) as unknown as Golden;

test('every scalar pattern takes and refuses what it does in Kyverno', () => {
  for (const [row, leaf] of golden.leaves.entries()) {
    const letters = golden.values.map((value) => match({ x: leaf }, { x: value }).kind.charAt(0));
    assert.equal(letters.join(''), golden.answers[row], `the pattern ${JSON.stringify(leaf)}`);
  }
});

test('every document passes, fails, is skipped or is an error as in Kyverno, at the same path', () => {
  for (const { pattern, value, kind, path } of golden.documents) {
    const outcome = match(pattern, value);
    const what = `${JSON.stringify(pattern)} of ${JSON.stringify(value)}`;
    assert.equal(outcome.kind, kind, what);
    if (outcome.kind === 'fail') assert.equal(renderPatternPath(outcome.path), path, what);
  }
});

const pod = (...images: readonly string[]): Json => ({
  spec: { containers: images.map((image, index) => ({ name: `c${index}`, image })) },
});

const cases: readonly (readonly [string, Json, Json, string])[] = [
  ['a plain field must be there and match', { spec: { hostPID: false } }, { spec: { hostPID: false } }, 'pass'],
  [
    'a plain field that is missing is null, which no text matches',
    { spec: { a: '?*' } },
    { spec: {} },
    "fail at /spec/a/: resource value '<nil>' does not match '?*' at path /spec/a/",
  ],
  ['an equality anchor lets a missing field pass', { spec: { '=(hostPID)': false } }, { spec: {} }, 'pass'],
  [
    'an equality anchor holds for a field that is there',
    { spec: { '=(hostPID)': false } },
    { spec: { hostPID: true } },
    "fail at /spec/hostPID/: resource value 'true' does not match 'false' at path /spec/hostPID/",
  ],
  [
    'a negation forbids a field whatever it holds',
    { spec: { 'X(hostPath)': null } },
    { spec: { hostPath: null } },
    'fail at /spec/hostPath/: negation anchor matched in resource: /spec/hostPath/ is not allowed',
  ],
  [
    'a condition that does not hold skips the object',
    { '(kind)': 'Pod', spec: { a: 1 } },
    { kind: 'Job' },
    "skip: conditional anchor mismatch: resource value 'Job' does not match 'Pod' at path /kind/",
  ],
  [
    'items that a condition skips do not count, those it takes must match',
    { spec: { containers: [{ '(image)': '*:latest', imagePullPolicy: 'Always' }] } },
    pod('a:latest', 'b:1'),
    "fail at /spec/containers/0/imagePullPolicy/: resource value '<nil>' does not match 'Always' at path /spec/containers/0/imagePullPolicy/",
  ],
  [
    'a list of which every item is skipped is skipped',
    { spec: { containers: [{ '(image)': '*:latest', imagePullPolicy: 'Always' }] } },
    pod('b:1'),
    "skip: conditional anchor mismatch: resource value 'b:1' does not match '*:latest' at path /spec/containers/0/image/",
  ],
  [
    'a global anchor stops everything, wherever it is',
    { spec: { containers: [{ '<(image)': 'corp/*' }], x: 'never' } },
    pod('b:1'),
    "skip: global anchor mismatch: resource value 'b:1' does not match 'corp/*' at path /spec/containers/0/image/",
  ],
  [
    'an existence anchor asks for one item that matches',
    { spec: { '^(containers)': [{ image: 'corp/*' }] } },
    pod('a', 'corp/b'),
    'pass',
  ],
  [
    'a condition whose field is nowhere makes a failure an error',
    { spec: { containers: [{ '(tty)': true }], replicas: 3 } },
    { spec: { containers: [{ tty: false }, { tty: true }], replicas: 2 } },
    "fail at /spec/replicas/: resource value '2' does not match '3' at path /spec/replicas/",
  ],
  [
    'a star asks for anything but null',
    { metadata: { labels: { app: '*' } } },
    { metadata: { labels: {} } },
    'fail at /metadata/labels/: /metadata/labels/app not found',
  ],
  [
    'a wildcard in a label stands for a label of the object',
    { metadata: { labels: { 'app.kubernetes.io/*': '?*' } } },
    { metadata: { labels: { 'app.kubernetes.io/name': 'web' } } },
    'pass',
  ],
  [
    'a wildcard in a label keeps its anchor',
    { metadata: { annotations: { 'X(danger/*)': 'null' } } },
    { metadata: { annotations: { 'danger/on': 'yes' } } },
    'fail at /metadata/annotations/danger/on/: negation anchor matched in resource: /metadata/annotations/danger/on/ is not allowed',
  ],
  ['a scalar pattern holds for each item of a list', { ports: ['1-100'] }, { ports: [80, 22] }, 'pass'],
  [
    'lists of lists of different lengths are an error',
    { a: [['x'], ['y']] },
    { a: [['x']] },
    'error: validate Array failed, array length mismatch, resource Array len is 1 and pattern Array len is 2',
  ],
  ['inherited fields are no fields', { 'X(constructor)': null, 'X(toString)': null }, {}, 'pass'],
  [
    'a field called __proto__ is a field',
    JSON.parse('{"X(__proto__)":1}') as Json,
    JSON.parse('{"__proto__":1}') as Json,
    'fail at /__proto__/: negation anchor matched in resource: /__proto__/ is not allowed',
  ],
  [
    'what the object says does not decide whether the rule applies',
    { a: 'x' },
    { a: 'conditional anchor mismatch' },
    "fail at /a/: resource value 'conditional anchor mismatch' does not match 'x' at path /a/",
  ],
];

const tell = (outcome: PatternOutcome): string => {
  if (outcome.kind === 'pass') return 'pass';
  const place = outcome.kind === 'fail' ? ` at ${renderPatternPath(outcome.path)}` : '';
  return `${outcome.kind}${place}: ${outcome.message}`;
};

for (const [name, pattern, value, expected] of cases) {
  test(name, () => assert.equal(tell(match(pattern, value)), expected));
}

test('a match does not depend on the one before', () => {
  const compiled = compilePattern({ spec: { containers: [{ '(image)': 'a*', name: 'x' }] } });
  assert.equal(compiled.kind, 'pattern');
  const values = [pod('a'), pod('b'), { spec: {} }, pod('a', 'b')];
  const alone = values.map((value) => tell(match({ spec: { containers: [{ '(image)': 'a*', name: 'x' }] } }, value)));
  assert.deepEqual(
    [...values, ...values].map((value) => tell(compiled.pattern.match(value))),
    [...alone, ...alone],
  );
});

test('a pattern nested too deeply is a defect with its place', () => {
  let pattern: Json = 1;
  for (let depth = 0; depth < 250; depth++) pattern = { a: pattern };
  const compiled = compilePattern(pattern);
  assert.equal(compiled.kind, 'defects');
  assert.equal(compiled.defects[0]?.message, 'The pattern nests more than 200 deep.');
  assert.equal(compiled.defects[0].path.length, 201);
});

test('an object may nest as deep as it likes', () => {
  let value: Json = 1;
  for (let depth = 0; depth < 50_000; depth++) value = [value];
  assert.equal(match({ a: { b: 1 } }, { a: value }).kind, 'fail');
  assert.equal(match({ a: 'x' }, { a: value }).kind, 'fail');
});

const json = (): fc.Arbitrary<Json> => {
  const key = fc.constantFrom(
    'a',
    '(a)',
    '=(a)',
    'X(b)',
    '^(b)',
    '<(a)',
    '+(b)',
    'metadata',
    'labels',
    'a*',
    '__proto__',
  );
  const text = fc.constantFrom(
    '',
    '*',
    'a',
    '1-5',
    '1!-5',
    '>1',
    '!a',
    '|',
    '&',
    '1Gi',
    '1h',
    '9'.repeat(400),
    'a'.repeat(5_000),
  );
  return fc.letrec<{ json: Json }>((tie) => ({
    json: fc.oneof(
      { depthSize: 'small' },
      fc.oneof(text, fc.string(), fc.double(), fc.boolean(), fc.constant(null), fc.bigInt()),
      fc.array(tie('json'), { maxLength: 4 }),
      fc.dictionary(key, tie('json'), { maxKeys: 4 }),
    ),
  })).json;
};

test('no pattern throws, whatever it is matched with', () => {
  fc.assert(
    fc.property(json(), json(), (pattern, value) =>
      ['pass', 'fail', 'skip', 'error'].includes(match(pattern, value).kind),
    ),
  );
});

test('long texts take no longer than they are', () => {
  const started = performance.now();
  match({ a: `${'*a'.repeat(2_000)}b` }, { a: 'a'.repeat(100_000) });
  match({ a: '1|'.repeat(50_000) }, { a: '0'.repeat(100_000) });
  match({ a: `${'9'.repeat(100_000)}-${'9'.repeat(100_000)}` }, { a: '1' });
  assert.ok(performance.now() - started < 2_000);
});
