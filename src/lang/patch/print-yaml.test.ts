/** The YAML printer: what it prints reads back the same, in YAML 1.2 and in YAML 1.1. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { CORE_SCHEMA, load, YAML11_SCHEMA } from 'js-yaml';
import type { Json } from '../../model/json.ts';
import { printYaml } from './print-yaml.ts';

test('it prints in the manner of kubectl', () => {
  const value = {
    kind: 'Pod',
    spec: {
      containers: [{ name: 'web', args: ['--a=b', 'yes', '0x10', ''], env: [] }],
      nested: [[1, [2]], {}],
      big: 2n ** 70n,
    },
    'app.kubernetes.io/name': 'on',
  };
  assert.equal(
    printYaml(value),
    `kind: Pod
spec:
  containers:
  - name: web
    args:
    - "--a=b"
    - "yes"
    - "0x10"
    - ""
    env: []
  nested:
  - - 1
    - - 2
  - {}
  big: 1180591620717411303424
app.kubernetes.io/name: "on"
`,
  );
});

test('a key longer than YAML allows bare is marked as one', () => {
  const value = { ['k'.repeat(2000)]: { ['q '.repeat(900)]: ['x'] } };
  assert.deepEqual(load(printYaml(value)), value);
});

const words = fc.constantFrom(
  'y',
  'No',
  'ON',
  'off',
  'null',
  '~',
  'NaN',
  '.inf',
  '1e3',
  '1_000',
  '0o7',
  '010',
  '12:30:45',
  '2020-01-01',
  '<<',
  '=',
  '-',
  '- a',
  '? b',
  'a: b',
  'a #b',
  '#c',
  '&a',
  '*a',
  '!t',
  '|',
  '>',
  '%x',
  '@a',
  '`a',
  '{',
  '[',
  ',',
  'a:',
  ' a',
  'a ',
  'a\nb',
  '\t',
  '\u0000',
  '\u0085',
  '\u2028',
  '\ufeff',
  '\u202e',
  '\ud800',
  '---',
  '...',
  "'",
  '"',
  '\\',
);
const anyKey = fc
  .oneof(words, fc.string({ maxLength: 8, unit: 'binary' }), fc.string({ maxLength: 8 }))
  .filter((key) => key !== '__proto__');
const anyValue = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    words,
    fc.string({ maxLength: 12, unit: 'binary' }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(anyKey, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

for (const [name, schema] of [
  ['1.2', CORE_SCHEMA],
  ['1.1', YAML11_SCHEMA],
] as const) {
  test(`what it prints reads back the same in YAML ${name}, on one screen without control characters`, () => {
    fc.assert(
      fc.property(anyValue as fc.Arbitrary<Json>, (value) => {
        const text = printYaml(value);
        // eslint-disable-next-line no-control-regex
        assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e]/);
        assert.deepEqual(load(text, { schema }), value);
      }),
      { seed: 5, numRuns: 500 },
    );
  });
}
