/** compileRe2 answers as Go's regexp does, by both of its engines, and no pattern makes it slow. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { array, assert as check, constantFrom, property, string } from 'fast-check';
import { RE2JS } from 're2js';
import { compileRe2, type Regex } from './compile-re2.ts';
import { parseRe2 } from './parse-re2.ts';
import { printForRe2 } from './print-regex.ts';

const golden = JSON.parse(readFileSync(new URL('go-regexp.golden.json', import.meta.url), 'utf8')) as readonly {
  readonly pattern: string;
  readonly texts: readonly string[];
  readonly defect?: string;
  readonly answers?: readonly { readonly all: readonly string[]; readonly groups?: readonly (string | null)[] }[];
}[];

const compile = (pattern: string): Regex => {
  const regex = compileRe2(pattern);
  assert.ok(regex.kind === 'regex', pattern);
  return regex;
};

for (const { pattern, texts, defect, answers = [] } of golden) {
  test(`${JSON.stringify(pattern)} is ${defect === undefined ? 'read' : 'refused'} as Go does`, () => {
    const regex = compileRe2(pattern);
    if (regex.kind === 'defect') {
      assert.equal(regex.message, defect);
      return;
    }
    assert.equal(defect, undefined);
    for (const [index, text] of texts.entries()) {
      const { all, groups } = answers[index] ?? { all: [] };
      // A text this long goes to the engine in linear time: what it finds first must be the same.
      const found = regex.match(text);
      assert.deepEqual(regex.findAll(text, -1), all);
      assert.equal(regex.test(text), groups !== undefined);
      assert.equal(regex.find(text), groups?.[0] ?? undefined);
      assert.deepEqual(
        found && [text.slice(found.start, found.end), ...found.groups.map((group) => group ?? null)],
        groups,
      );
      assert.deepEqual(findAllLinear(pattern, text), all);
    }
  });
}

/** What re2js alone finds in the pattern as it is handed to it. */
const findAllLinear = (pattern: string, text: string): readonly string[] => {
  const parsed = parseRe2(pattern);
  assert.ok(parsed.kind === 'tree');
  const matcher = RE2JS.compile(printForRe2(parsed.root)).matcher(text);
  const found: string[] = [];
  let lastEnd = -1;
  for (let from = 0; from <= text.length && matcher.find(from);) {
    const isEmpty = matcher.end() === from;
    if (!isEmpty || matcher.start() !== lastEnd) found.push(text.slice(matcher.start(), matcher.end()));
    lastEnd = matcher.end();
    from = isEmpty ? from + ((text.codePointAt(from) ?? 0) > 0xffff ? 2 : 1) : lastEnd;
  }
  return found;
};

test('a limit bounds what is found', () => {
  assert.deepEqual(compile('a').findAll('aaaa', 2), ['a', 'a']);
  assert.deepEqual(compile('a').findAll('aaaa', 0), []);
});

test('a pattern may open ten thousand groups that capture nothing', () => {
  const regex = compile(`${'(?:'.repeat(10_000)}a${')'.repeat(10_000)}`);
  assert.ok(regex.test('xa'));
});

test('a pattern nested a thousand deep is read and one deeper refused, as in Go', () => {
  const nest = (depth: number): string => `${'('.repeat(depth)}a${')'.repeat(depth)}`;
  assert.ok(compile(nest(999)).test('a'));
  const defect = compileRe2(nest(1000));
  assert.equal(
    defect.kind === 'defect' && defect.message,
    `error parsing regexp: expression nests too deeply: \`${nest(1000)}\``,
  );
});

test('a program of millions of instructions is refused', () => {
  const pattern = `(?:${'a'.repeat(3400)}){1000}`;
  const defect = compileRe2(pattern);
  assert.equal(
    defect.kind === 'defect' && defect.message,
    `error parsing regexp: expression too large: \`${pattern}\``,
  );
});

/** Patterns that take an engine that tries every way longer than anybody waits. */
const bombs: readonly (readonly [pattern: string, text: string])[] = [
  ['(a*)*b', 'a'.repeat(100_000)],
  ['(a|a)*b', 'a'.repeat(100_000)],
  ['(a|aa)+$', `${'a'.repeat(100_000)}!`],
  ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a'.repeat(50_000)],
  ['(x+x+)+y', 'x'.repeat(100_000)],
  ['a*b', 'a'.repeat(100_000)],
  ['\\s+$', `${' '.repeat(100_000)}x`],
  ['.*.*.*=x', 'x'.repeat(100_000)],
  ['(a?){100}a{100}', 'a'.repeat(99)],
  ['^[a-z0-9]([-a-z0-9]*[a-z0-9])?$', `${'a'.repeat(100_000)}!`],
  ['^[a-z]*[a-z0-9]*[a-z-]*$', `${'a'.repeat(1000)}!`],
  ['(a|b|ab)(c|bcd|bcd)(d*)'.repeat(8), 'abcd'.repeat(1000)],
  ['[a-z]{1,1000}@', 'a'.repeat(100_000)],
];

for (const [pattern, text] of bombs) {
  test(`${JSON.stringify(pattern.slice(0, 40))} ends soon on a text it does not fit`, () => {
    const regex = compile(pattern);
    const start = performance.now();
    regex.test(text);
    regex.test(text.slice(0, 1400));
    // Far above what it takes (some milliseconds), far below what a blow-up would take (hours).
    assert.ok(performance.now() - start < 1000);
  });
}

test('random patterns are taken and refused as re2js does', () => {
  const pieces = constantFrom(
    '(',
    ')',
    '[',
    ']',
    '^',
    '-',
    '\\',
    'p',
    '{',
    '}',
    '1',
    ',',
    'a',
    '|',
    '*',
    '?',
    'P',
    '<',
    'é',
    '😀',
    ':',
  );
  check(
    property(array(pieces, { maxLength: 20 }), (parts) => {
      const pattern = parts.join('');
      assert.equal(compileRe2(pattern).kind, readWithPeer(pattern), pattern);
    }),
    { numRuns: 5000 },
  );
});

test('brackets of every kind are taken and refused as Go does', () => {
  // What re2js refuses: it takes the colon that opens `[:` for the one that closes it.
  for (const pattern of ['[[:]', '[[[:]', '[[:]]', '[a[:]', '[^[:]', '[[:]-a]', '[[:]a]']) compile(pattern);
  for (const pattern of ['[[:', '[[::]', '[[::]]', '[[:a:]]', '[[:]:]', '[[:][[:]', '[[:^:]]']) {
    assert.equal(compileRe2(pattern).kind, 'defect', pattern);
  }
  assert.deepEqual(compile('[[:]').findAll('a[b:c]', -1), ['[', ':']);
});

/** Whether re2js takes the pattern itself. It refuses a name used twice and `[[:]`, and knows no class by Go's inexact names. */
const readWithPeer = (pattern: string): 'regex' | 'defect' => {
  if (/\\[pP]|\?P?<.*\?P?<|\[:\]/s.test(pattern)) return compileRe2(pattern).kind;
  try {
    RE2JS.compile(pattern);
    return 'regex';
  } catch {
    return 'defect';
  }
};

const atom = constantFrom(
  'a',
  'b',
  '.',
  '[ab]',
  '[^a]',
  '\\w',
  '\\b',
  '^',
  '$',
  '(?:a|b)',
  '(?:ab|a)',
  '(a*)',
  '(?:|b)',
  '😀',
  '\\s',
  '(?i:A)',
  '(?m:^)',
);
const operator = constantFrom('', '', '', '*', '+', '?', '*?', '{2}', '{1,3}', '|');

test('random patterns find in random texts what re2js finds', () => {
  check(
    property(
      array(array(atom, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 }),
      array(operator, { minLength: 4, maxLength: 4 }),
      array(constantFrom('a', 'b', 'A', ' ', '\n', '😀', 'é'), { maxLength: 8 }),
      (atoms, operators, text) => {
        const pattern = atoms.map((group, index) => `(?:${group.join('')})${operators[index] ?? ''}`).join('');
        assert.deepEqual(compile(pattern).findAll(text.join(''), -1), findAllLinear(pattern, text.join('')), pattern);
      },
    ),
    { numRuns: 3000 },
  );
});

test('a text quoted is found in itself', () => {
  check(
    property(string({ unit: 'grapheme' }), string(), (text, before) => {
      if (text.includes('\\E')) return;
      assert.ok(compile(`\\Q${text}\\E`).test(`${before}${text}`));
    }),
  );
});
