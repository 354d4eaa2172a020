/** The string functions by their overloads: results, faults and costs as cel-go gives them. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EvaluationFault, UintValue, type Value } from '../value.ts';
import { stringsLibrary } from './strings.ts';

type Case = readonly [
  name: string,
  overload: string,
  parameters: readonly Value[],
  expected: Value | { fault: string },
];

const cases: readonly Case[] = [
  ['charAt takes a character', 'string_char_at_int', ['tacocat', 3], 'o'],
  ['charAt at the end is empty', 'string_char_at_int', ['tacocat', 7], ''],
  ['charAt counts code points', 'string_char_at_int', ['©😁αT', 1], '😁'],
  ['charAt behind the end is a fault', 'string_char_at_int', ['tacocat', 30], { fault: 'index out of range: 30' }],
  ['charAt before the start is a fault', 'string_char_at_int', ['tacocat', -1], { fault: 'index out of range: -1' }],
  ['indexOf nothing is 0', 'string_index_of_string', ['tacocat', ''], 0],
  ['indexOf a text', 'string_index_of_string', ['tacocat', 'ac'], 1],
  ['indexOf what is not there', 'string_index_of_string', ['tacocat', 'none'], -1],
  ['indexOf counts code points', 'string_index_of_string', ['ta©o©αT😁x', 'x'], 8],
  ['indexOf from a place', 'string_index_of_string_int', ['tacocat', 'a', 3], 5],
  ['indexOf nothing from behind the end', 'string_index_of_string_int', ['tacocat', '', 30], 7],
  ['indexOf from behind the end', 'string_index_of_string_int', ['tacocat', 'a', 30], -1],
  [
    'indexOf from before the start',
    'string_index_of_string_int',
    ['tacocat', 'a', -1],
    { fault: 'index out of range: -1' },
  ],
  ['lastIndexOf a text', 'string_last_index_of_string', ['tacocat', 'at'], 5],
  ['lastIndexOf nothing', 'string_last_index_of_string', ['tacocat', ''], 7],
  ['lastIndexOf in nothing', 'string_last_index_of_string', ['', 'a'], -1],
  ['lastIndexOf from a place', 'string_last_index_of_string_int', ['tacocat', 'a', 3], 1],
  ['lastIndexOf from the end itself finds nothing', 'string_last_index_of_string_int', ['tacocat', 't', 7], -1],
  ['lastIndexOf moves back to what can match', 'string_last_index_of_string_int', ['tacocat', 'cat', 6], 4],
  ['lastIndexOf of a longer text', 'string_last_index_of_string_int', ['ab', 'abc', 1], -1],
  ['lowerAscii leaves other letters', 'string_lower_ascii', ['TacoCÆt Xii'], 'tacocÆt xii'],
  ['upperAscii leaves other letters', 'string_upper_ascii', ['tacoCæt Xii ß'], 'TACOCæT XII ß'],
  ['replace', 'string_replace_string_string', ['hello hello', 'he', 'we'], 'wello wello'],
  ['replace nothing', 'string_replace_string_string', ['a😁b', '', '_'], '_a_😁_b_'],
  ['replace keeps a dollar', 'string_replace_string_string', ['a', 'a', '$&'], '$&'],
  ['replace the first', 'string_replace_string_string_int', ['hello hello', 'he', 'we', 1], 'wello hello'],
  ['replace none', 'string_replace_string_string_int', ['hello', 'he', 'we', 0], 'hello'],
  ['replace two of nothing', 'string_replace_string_string_int', ['abc', '', '_', 2], '_a_bc'],
  ['replace all of nothing by count', 'string_replace_string_string_int', ['abc', '', '_', 4], '_a_b_c_'],
  ['split', 'string_split_string', ['hello hello', ' '], ['hello', 'hello']],
  ['split nothing at something', 'string_split_string', ['', ','], ['']],
  ['split into characters', 'string_split_string', ['a😁', ''], ['a', '😁']],
  ['split into two', 'string_split_string_int', ['a,b,c', ',', 2], ['a', 'b,c']],
  ['split into none', 'string_split_string_int', ['a,b,c', ',', 0], []],
  ['split into two characters', 'string_split_string_int', ['abc', '', 2], ['a', 'bc']],
  ['split without a bound', 'string_split_string_int', ['a,b,c', ',', -1], ['a', 'b', 'c']],
  ['substring', 'string_substring_int', ['tacocat', 4], 'cat'],
  ['substring behind the end', 'string_substring_int', ['tacocat', 40], { fault: 'index out of range: 40' }],
  ['substring between', 'string_substring_int_int', ['ta©o©αT', 2, 6], '©o©α'],
  [
    'substring backwards',
    'string_substring_int_int',
    ['tacocat', 2, 1],
    { fault: 'invalid substring range. start: 2, end: 1' },
  ],
  ['substring to behind the end', 'string_substring_int_int', ['tacocat', 1, 50], { fault: 'index out of range: 50' }],
  ['trim takes Unicode space and not the byte order mark', 'string_trim', [' \u0085\u2003\ufeffx\u00a0\t'], '\ufeffx'],
  ['quote escapes', 'strings_quote', ['a\u0007\b"\\\n\u0001'], '"a\\a\\b\\"\\\\\\n\u0001"'],
  ['join', 'list_join', [['x', 'y']], 'xy'],
  ['join with a separator', 'list_join_string', [['x', ' ', 'y'], '-'], 'x- -y'],
  ['join what is no text', 'list_join', [['x', new UintValue(1n)]], { fault: 'join: invalid input: 1' }],
  ['reverse by code points', 'string_reverse', ['a😁b'], 'b😁a'],
];

const library = stringsLibrary(5);

const call = (id: string, parameters: readonly Value[]): Value | { fault: string } => {
  const overload = library.overloads.find((candidate) => candidate.id === id);
  assert.ok(overload, id);
  const [a = null, b = null, c = null, d = null, e = null] = parameters;
  try {
    return overload.evaluate(a, b, c, d, e);
  } catch (fault) {
    if (!(fault instanceof EvaluationFault)) throw fault;
    return { fault: fault.message };
  }
};

for (const [name, id, parameters, expected] of cases) {
  test(name, () => {
    assert.deepEqual(call(id, parameters), expected);
  });
}

test('a version has what cel-go has in it', () => {
  const namesOf = (version: number): readonly string[] => stringsLibrary(version).overloads.map((row) => row.name);
  assert.ok(!namesOf(0).includes('strings.quote'));
  assert.ok(namesOf(2).includes('join') && !namesOf(2).includes('reverse'));
  assert.ok(namesOf(3).includes('reverse'));
});

test('only version 5 has costs of its own', () => {
  const priced = stringsLibrary(4).overloads.filter((row) => row.cost !== undefined);
  assert.deepEqual(
    priced.map((row) => row.id),
    ['strings_quote', 'string_format'],
  );
  const costs: readonly (readonly [string, readonly Value[], Value, number])[] = [
    ['string_char_at_int', ['tacocat', 3], 'o', 3],
    ['string_index_of_string', ['a'.repeat(30), 'ab'], -1, 7],
    ['string_replace_string_string', ['', '', 'x'], 'x', 3],
    ['string_split_string', ['a,b', ','], ['a', 'b'], 14],
    ['list_join', [['x', 'y']], 'xy', 4],
    ['string_trim', [' x '], 'x', 3],
  ];
  for (const [id, parameters, result, cost] of costs) {
    const overload = library.overloads.find((row) => row.id === id);
    assert.equal(overload?.cost?.(parameters, result), cost, id);
  }
});

test('a replacement of terabytes is over budget before it is made', () => {
  assert.deepEqual(call('string_replace_string_string', ['x'.repeat(100_000), '', 'y'.repeat(100_000)]), {
    fault: 'operation cancelled: actual cost limit exceeded',
  });
});
