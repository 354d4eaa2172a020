/** Expressions made to break things: every one ends, with a value, a fault or a defect, and none throws. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { array, assert as check, constantFrom, jsonValue, oneof, property, string, tuple } from 'fast-check';
import type { Json } from '../../model/json.ts';
import { compileQuery } from './compile-query.ts';
import { functionsByName } from './functions/registry.ts';
import { QueryFault, type QueryCalls } from './query.ts';

const calls: QueryCalls = { now: () => '2024-05-06T07:08:09Z', random: (bytes) => 'a7'.repeat(bytes) };

const evaluate = (source: string, value: Json): Json | QueryFault | string => {
  const compiled = compileQuery(source);
  return compiled.kind === 'defect' ? compiled.message : compiled.query.evaluate(value, calls);
};

const pieces = [
  'a',
  'b',
  '"c d"',
  '@',
  '*',
  '.',
  '[',
  ']',
  '[]',
  '[?',
  '(',
  ')',
  '{',
  '}',
  '&',
  '|',
  '||',
  '&&',
  '!',
  ',',
  ':',
  '==',
  '!=',
  '<',
  '>=',
  '0',
  '-1',
  '[0]',
  '[*]',
  '[::-1]',
  "'x'",
  '`1`',
  '`[1,"a"]`',
  '`{"a":{"b":[1]}}`',
  '`',
  "'",
  ...[...functionsByName.keys()].map((name) => `${name}(`),
  'a.b',
  'a[].b',
  "a[?b == 'x']",
  '{a: b}',
  '[a, b]',
  '(a)',
  'constructor',
  '__proto__',
  '\ud800',
  '😀',
];

const wholes = [...functionsByName].map(([name, { takes }]) => ({ name, arity: takes.length }));

const sources = oneof(
  array(constantFrom(...pieces), { maxLength: 14 }).map((parts) => parts.join('')),
  string({ unit: 'binary', maxLength: 30 }),
  tuple(
    constantFrom(...wholes),
    array(constantFrom(...pieces, ...pieces.map((piece) => `to_string(${piece})`)), {
      minLength: 4,
      maxLength: 4,
    }),
  ).map(([{ name, arity }, given]) => `${name}(${given.slice(0, arity).join(', ')})`),
);

const values = jsonValue({ maxDepth: 4 }).map((value): Json => ({
  a: value as Json,
  b: [value as Json, 'x', 1, { a: 'y', b: 12345678901234567890n }],
  constructor: 1,
}));

test('no expression throws, whatever it is given', () => {
  check(
    property(sources, values, (source, value) => {
      const result = evaluate(source, value);
      if (result instanceof QueryFault) assert.notEqual(result.message, '');
      else assert.notEqual(result, undefined);
    }),
    { numRuns: 3000 },
  );
});

test('a defect has a message and an offset within the expression', () => {
  check(
    property(sources, (source) => {
      const compiled = compileQuery(source);
      if (compiled.kind !== 'defect') return;
      assert.notEqual(compiled.message, '');
      assert.ok(compiled.offset >= 0 && compiled.offset <= source.length, `${source}: ${compiled.offset}`);
    }),
    { numRuns: 3000 },
  );
});

const repeat = (text: string, times: number): string => Array.from({ length: times }, () => text).join('');

const hostile: readonly (readonly [name: string, source: string, value: Json])[] = [
  ['parentheses nest too deep', `${'('.repeat(100_000)}a${')'.repeat(100_000)}`, {}],
  ['negations nest too deep', `${'!'.repeat(100_000)}a`, {}],
  ['lists nest too deep', `${'['.repeat(100_000)}a`, {}],
  ['alternatives nest too deep', `a${repeat(' || a', 100_000)}`, {}],
  ['pipes nest too deep', `a${repeat(' | a', 100_000)}`, {}],
  ['indexes nest too deep', `a${repeat('[0]', 100_000)}`, {}],
  ['expressions of calls nest too deep', `${'map(&'.repeat(5000)}a`, {}],
  ['a literal nests too deep', `\`${'['.repeat(100_000)}\``, {}],
  ['JSON in a text nests too deep', 'parse_json(a)', { a: '['.repeat(100_000) }],
  ['YAML in a text nests too deep', 'parse_yaml(a)', { a: '['.repeat(100_000) }],
  ['lists double', `@${repeat(' | [@, @][]', 60)}`, ['a', 'b']],
  ['what is written as text doubles', `to_string(@${repeat(' | [@, @]', 60)})`, ['a', 'b']],
  ['what is compared doubles', `(@${repeat(' | [@, @]', 60)}) == (@${repeat(' | [@, @]', 60)})`, ['a', 'b']],
  ['texts double', `@${repeat(" | join('', [@, @])", 60)}`, 'abc'],
  ['replacements multiply', `@${repeat(" | replace_all(@, 'a', 'aaaaaaaaaa')", 30)}`, 'aaaa'],
  ['replacements of nothing multiply', `@${repeat(" | replace_all(@, '', @)", 30)}`, 'aaaa'],
  ['regular expressions multiply', `@${repeat(" | regex_replace_all('a', @, 'aaaaaaaaaa')", 30)}`, 'aaaa'],
  ['base64 grows', `@${repeat(' | base64_encode(@)', 200)}`, 'aaaa'],
  ['random texts grow', "random('((a*)*)*')", {}],
  ['projections multiply', `@[*]${repeat('.[@, @, @, @][]', 40)}`, [['a']]],
  [
    'maps multiply',
    '@ | [@[], @[], @[], @[]][] | map(&map(&map(&@, `[1,2,3,4,5,6,7,8,9]`), `[1,2,3,4,5,6,7,8,9]`), @) | [@, @, @, @][][][]',
    Array.from({ length: 100_000 }, () => 'x'),
  ],
];

for (const [name, source, value] of hostile) {
  test(`${name}: an answer within the bounds`, () => {
    const started = process.cpuUsage().user;
    const result = evaluate(source, value);
    assert.notEqual(result, undefined);
    const milliseconds = (process.cpuUsage().user - started) / 1000;
    // The bound on steps is what holds; this only notices where something does not count them.
    assert.ok(milliseconds < 5000, `${milliseconds} ms`);
  });
}
