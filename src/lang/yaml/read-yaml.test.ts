/** How documents are read and refused: as Kubernetes reads them, with messages a person can act on. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import type { Json } from '../../model/json.ts';
import { parseYaml } from './read-yaml.ts';

interface GoldenCase {
  readonly name: string;
  readonly text: string;
  /** What Kubernetes reads, as JSON. */
  readonly answer?: string;
  readonly refused?: boolean;
}

const golden = JSON.parse(
  readFileSync(new URL('kubernetes-reading.golden.json', import.meta.url), 'utf8'),
) as readonly GoldenCase[];

/** Where the reader differs from Kubernetes' own, with the reason; each must go on differing, or leave this list. */
const gaps: Readonly<Record<string, readonly string[]>> = {
  'read here, refused by Kubernetes: judging what cannot be applied does no harm': [
    'escapes',
    'a surrogate pair escaped',
    'a directive of YAML 1.2',
    'a delete character is refused',
    'a long key',
  ],
  'YAML 1.2 has one kind of line break less; nobody writes U+0085': ['a next-line character breaks the line'],
  'refused here with its line, read by Kubernetes: no YAML 1.2 parser takes it': [
    'a hash without a space before it',
    'an alias followed by a colon',
  ],
};

describe('documents are read as Kubernetes reads them', () => {
  const known = new Set(Object.values(gaps).flat());
  for (const each of golden) {
    test(each.name, { expectFailure: known.has(each.name) }, () => {
      const read = parseYaml(each.text);
      if (each.refused === true) assert.equal(read.kind, 'defect');
      else assert.equal(read.kind === 'value' ? print(read.value) : read.message, print(answerOf(each)));
    });
  }
  test('every gap names a case', () => {
    const names = new Set(golden.map(({ name }) => name));
    assert.deepEqual(
      [...known].filter((name) => !names.has(name)),
      [],
    );
  });
});

const answerOf = (each: GoldenCase): Json => {
  const read = parseYaml(each.answer ?? 'null');
  assert.equal(read.kind, 'value');
  return read.kind === 'value' ? read.value : null;
};

/** JSON with sorted keys and exact integers. */
const print = (value: Json): string => {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(print).join(',')}]`;
  const fields = Object.entries(value as { readonly [key: string]: Json }).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${print(field)}`).join(',')}}`;
};

describe('a defect says what to do, and where', () => {
  const cases: readonly (readonly [name: string, text: string, message: string, line: number, column: number])[] = [
    ['a tab as indentation', 'a:\n\tb: 1\n', 'a tab indents this line: YAML allows only spaces there', 2, 1],
    ['an unclosed double quote', 'a: 1\nb: "x\nc: 2\n', 'a text opened with " is never closed', 2, 4],
    ['an unclosed single quote', "a: 'it''s\nb: 1\n", "a text opened with ' is never closed", 1, 4],
    ['an unclosed bracket', 'a: [1, 2\nb: 1\n', 'a comma is missing between two entries of [ ] or { }', 2, 2],
    ['an unclosed bracket at the end', 'a: [1, 2', 'a bracket [ or { is never closed', 1, 4],
    [
      'a line indented too deep',
      'a: 1\n  b: 2\n',
      'the indentation does not fit the lines above, or a `:` in a text needs quotes',
      2,
      4,
    ],
    [
      'a colon in a text',
      'a: b: c\n',
      'the indentation does not fit the lines above, or a `:` in a text needs quotes',
      1,
      5,
    ],
    [
      'a line that is no field',
      'a: 1\nb\nc: 2\n',
      'the line above this one is neither `field: value` nor part of the field before it',
      3,
      2,
    ],
    [
      'an unknown alias',
      'a: *b\n',
      'the alias here has no anchor above it; a text that begins with * needs quotes',
      1,
      5,
    ],
    ['an anchor in itself', 'a: &x [*x]\n', 'the alias here stands inside its own anchor', 1, 9],
    ['an infinity', 'a: .inf\n', '.inf is no value in Kubernetes; write a number or quote it', 1, 4],
    ['a tag that does not fit', 'a: !!int x\n', 'the value does not fit its tag !!int', 1, 10],
    ['a list as a key', '[a]: b\n', 'a field has a list or an object for its name', 1, 1],
    ['a NUL byte', 'a: b\0\n', 'a NUL byte stands here: this is not a text', 1, 5],
    ['nesting in YAML', '['.repeat(100_000), 'lists and objects nest more than 200 deep', 1, 201],
    ['nesting in JSON', '{"a":'.repeat(100_000), 'lists and objects nest more than 200 deep', 1, 1001],
  ];
  for (const [name, text, message, line, column] of cases) {
    test(name, () => assert.deepEqual(parseYaml(text), { kind: 'defect', message, line, column }));
  }

  test('a password that lacks its quotes is not told with the defect it makes', () => {
    let told = 0;
    for (const first of '*&!%@`|>{}[]"\'#?:-,=~^$') {
      for (const rest of [
        'hunter2',
        ' hunter2',
        'hunter2{',
        'hunter2!x',
        'hunter2: x',
        '<hunter2',
        '!hunter2',
        'hunter2,',
        '\\hunter2',
      ]) {
        for (const text of [`password: ${first}${rest}\n`, `${first}${rest}\n`, `a: 1\npassword: [${first}${rest}\n`]) {
          const read = parseYaml(text);
          if (read.kind !== 'defect') continue;
          told += 1;
          assert.doesNotMatch(read.message, /hunter2/, text);
        }
      }
    }
    assert.ok(told > 100, `${told} defects were told`);
  });

  test('an alias bomb ends at once', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 30; level += 1) {
      lines.push(`a${level}: &a${level} [${Array.from({ length: 10 }, () => `*a${level - 1}`).join(', ')}]`);
    }
    const read = parseYaml(lines.join('\n'));
    assert.equal(read.kind, 'defect');
    assert.match(read.kind === 'defect' ? read.message : '', /an alias bomb/);
  });

  test('a merge bomb ends at once', () => {
    const lines = ['a0: &a0 {x: 1}'];
    for (let level = 1; level < 40; level += 1) {
      lines.push(`a${level}: &a${level} {l${level}: 1, <<: [*a${level - 1}, *a${level - 1}]}`);
    }
    assert.ok(parseYaml(lines.join('\n')).kind !== undefined);
  });
});

describe('reading never throws, and ends', () => {
  const pieces = [
    'a',
    ':',
    ' ',
    '\n',
    '-',
    '"',
    "'",
    '[',
    ']',
    '{',
    '}',
    ',',
    '&a',
    '*a',
    '!!int',
    '|',
    '>',
    '#',
    '\t',
    '0',
    '<<',
    '?',
    '\\',
    '%',
    '---',
    '\r',
    '\u0000',
    '\ud800',
    '..',
  ];
  const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => parts.join(''));

  test('for any text made of what YAML gives a meaning', () => {
    fc.assert(
      fc.property(soup, (text) => {
        const read = parseYaml(text);
        if (read.kind !== 'defect') return;
        assert.ok(read.line >= 1 && read.column >= 1);
        assert.ok(read.line <= text.split('\n').length);
        assert.doesNotMatch(read.message, /\n/);
      }),
      { seed: 26, numRuns: 3000 },
    );
  });

  test('for any JSON, which comes back as it was', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const read = parseYaml(JSON.stringify(value));
        assert.equal(
          read.kind === 'value' ? print(read.value) : read.message,
          print(JSON.parse(JSON.stringify(value)) as Json),
        );
      }),
      { seed: 26, numRuns: 500 },
    );
  });
});
