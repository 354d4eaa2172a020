/** The fast reader answers what the full reader answers, or nothing. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import type { FieldPath, PathSegment } from '../../model/field-path.ts';
import { isJsonArray, isJsonObject, type Json } from '../../model/json.ts';
import { indexFields, indexFully } from './locate-field.ts';
import { indexPlain } from './locate-plain.ts';
import { notPlain, readPlain } from './plain-reader.ts';
import { parseFully } from './read-yaml.ts';

const assertAgrees = (text: string): boolean => {
  const plain = readPlain(text);
  if (plain === notPlain) return false;
  assert.deepEqual({ kind: 'value', value: plain, repeated: null }, parseFully(text), JSON.stringify(text));
  assertPlaces(text, plain);
  return true;
};

/** Every field and item stands where the full parser sees it, and so does what is not there. */
const assertPlaces = (text: string, value: Json): void => {
  const fast = indexFields(text);
  const full = indexFully(text);
  for (const path of pathsOf(value)) {
    for (const each of [path, [...path, 'not there'], [...path, 99], [...path, { key: 'a', value: 'yes' }]]) {
      assert.deepEqual(fast?.locate(each), full?.locate(each), JSON.stringify([text, each]));
    }
  }
};

const pathsOf = (value: Json, above: FieldPath = []): readonly FieldPath[] => {
  const below: readonly (readonly [PathSegment, Json])[] = isJsonArray(value)
    ? value.flatMap((item, index) => [
        [index, item] as const,
        ...(isJsonObject(item)
          ? Object.values(item).flatMap((each) =>
              typeof each === 'object' ? [] : [[{ key: 'a', value: String(each) }, item] as const],
            )
          : []),
      ])
    : isJsonObject(value)
      ? Object.entries(value)
      : [];
  return [above, ...below.flatMap(([segment, each]) => pathsOf(each, [...above, segment]))];
};

test('on blocks that are folded', () => {
  const line = fc.constantFrom('a', 'b c', 'd  ', '', '', ' e', '    ', '- f', 'g: h', '# i', '"j', '  \t');
  let answered = 0;
  fc.assert(
    fc.property(fc.array(line, { maxLength: 7 }), fc.constantFrom('>', '>-', '|', '|-'), (lines, style) => {
      if (assertAgrees(`k: ${style}\n${lines.map((each) => `  ${each}\n`).join('')}l: 1\n`)) answered += 1;
      if (assertAgrees(`- m:\n  - k: ${style}\n${lines.map((each) => `      ${each}\n`).join('')}`)) answered += 1;
    }),
    { seed: 28, numRuns: 3000 },
  );
  assert.ok(answered > 1500, `${answered} answered`);
});

test('places are told without the full parser in most texts', () => {
  const text = 'a:\n  - name: x\n    b: {c: 1, d: [2, "3"]}\n  - z: |\n      y\n';
  const path = ['a', { key: 'name', value: 'x' }, 'b', 'd', 1];
  assert.equal(indexPlain(text)?.offsetOf(path), text.indexOf('"3"'));
  assert.equal(indexPlain(text.replace('z: ', '')), undefined);
});

test('on every document of the golden file', () => {
  const golden = JSON.parse(
    readFileSync(new URL('kubernetes-reading.golden.json', import.meta.url), 'utf8'),
  ) as readonly { readonly text: string }[];
  assert.ok(golden.filter(({ text }) => assertAgrees(text)).length > 20);
});

describe('on texts made of what YAML gives a meaning', () => {
  const indent = fc.constantFrom('', '', '  ', '  ', '    ', ' ', '      ');
  const head = fc.constantFrom(
    'a:',
    'b:',
    'on:',
    '"c d":',
    '- ',
    '-',
    '- a:',
    '- - ',
    '12:',
    'a.b/c-d:',
    '<<:',
    '? ',
    '#',
    'x',
  );
  const value = fc.constantFrom(
    '',
    ' 1',
    ' yes',
    ' x # y',
    ' "q"',
    ' "a\\nb"',
    " 'it''s'",
    ' |',
    ' |-',
    ' >',
    ' >-',
    ' > # c',
    ' []',
    ' {}',
    ' [a, "b"]',
    ' [1, no]',
    ' a: b',
    ' a:b',
    ' x#y',
    ' 0644',
    ' ~',
    ' - x',
    ' -x',
    ' &a x',
    ' *a',
    ' !!str 1',
    ' "open',
    ' %',
    ' 1_0',
    ' .inf',
    '  two  words ',
    ' |2',
    ' #',
    ' ---',
    ' é',
    ' "x"y',
    ' [a',
    ' a,b',
  );
  const line = fc.oneof(
    { weight: 8, arbitrary: fc.tuple(indent, head, value).map((parts) => parts.join('')) },
    { weight: 1, arbitrary: fc.constantFrom('', '   ', '# c', '---', '...', '    text', '\t') },
  );
  const text = fc
    .tuple(fc.array(line, { maxLength: 9 }), fc.constantFrom('', '\n', '\n\n'))
    .map(([lines, end]) => lines.join('\n') + end);

  test('broken or not', () => {
    let answered = 0;
    fc.assert(
      fc.property(text, (each) => {
        if (assertAgrees(each)) answered += 1;
      }),
      { seed: 26, numRuns: 6000 },
    );
    assert.ok(answered > 500, `${answered} answered`);
  });
});

test('on brackets of all sorts', () => {
  const piece = fc.constantFrom(
    '[',
    ']',
    '{',
    '}',
    ',',
    ', ',
    ': ',
    ':',
    ' ',
    'a',
    'b',
    'no',
    '1',
    '0x1',
    '1.50',
    '-',
    '-x',
    '- ',
    '--a=b:c',
    '"q"',
    "'it''s'",
    '"a\\n"',
    '"',
    '#',
    ' #',
    '&a',
    '*a',
    '!t',
    '|',
    '?',
    '~',
    'a b',
    '.inf',
    'é',
    '<<',
    '__proto__',
    'a:b',
    'http://x:80/',
    '"k": v',
    'k: v',
  );
  const broken = fc.array(piece, { maxLength: 8 }).map((pieces) => `a: [${pieces.join('')}]`);
  const sound = fc.letrec<{ node: string }>((tie) => ({
    node: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom(
        'a',
        '1',
        'no',
        '"q: x"',
        "''",
        '-v',
        '--l=:80',
        '10.0.0.0/8',
        'x@y',
        '~',
        '""',
        'null',
        '0b1',
        '1_0',
      ),
      fc.array(tie('node'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
      fc
        .array(fc.tuple(fc.constantFrom('a', 'b', '"c d"', 'on', '12', '1.0'), tie('node')), { maxLength: 3 })
        .map((fields) => `{ ${fields.map(([key, value]) => `${key}: ${value}`).join(',')} }`),
    ),
  })).node;
  let answered = 0;
  for (const text of [broken, sound.map((node) => `a: ${node}`), sound.map((node) => `- ${node} # c`)]) {
    fc.assert(
      fc.property(text, (each) => {
        if (assertAgrees(each)) answered += 1;
      }),
      { seed: 27, numRuns: 4000 },
    );
  }
  assert.ok(answered > 4000, `${answered} answered`);
});

test('on objects as kubectl prints them', () => {
  const scalar = fc.oneof(
    fc.constantFrom(
      'web',
      'yes',
      '80',
      'a: b',
      '# c',
      '',
      ' x',
      '1e3',
      "it's",
      '-',
      '- a',
      'x\ny\n',
      '\n',
      'a\n\n b\n',
      '~',
    ),
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      scalar,
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'b', 'app.kubernetes.io/name', 'on', '9'), tie('tree'), { maxKeys: 3 }),
    ),
  }));
  let answered = 0;
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom('spec', 'metadata', 'kind'), tree, { minKeys: 1, maxKeys: 3 }),
      (object) => {
        if (assertAgrees(toBlock(object, 0))) answered += 1;
      },
    ),
    { seed: 26, numRuns: 1500 },
  );
  assert.ok(answered > 300, `${answered} answered`);
});

/** Block YAML of any value: texts in JSON quotes, in a literal block where they have lines, or bare where they are words. */
const toBlock = (value: unknown, indent: number): string => {
  const pad = ' '.repeat(indent);
  if (Array.isArray(value)) return value.map((item) => `${pad}-${toValue(item, indent + 2)}`).join('');
  return Object.entries(value as object)
    .map(([key, field]) => `${pad}${key}:${toValue(field, indent + 2)}`)
    .join('');
};

const toValue = (value: unknown, indent: number): string => {
  if (typeof value === 'string') {
    if (/^\w[\w ]*\w$/.test(value)) return ` ${value}\n`;
    if (/^[a-z][ -~]*(?:\n+[!-~][ -~]*)*\n$/.test(value) && value.length % 2 === 0)
      return ` >\n${value
        .replaceAll('\n', '\n\n')
        .replace(/\n$/, '')
        .replaceAll(/^(?=.)/gm, ' '.repeat(indent))}`;
    if (/^[a-z][\n -~]*\n$/.test(value)) return ` |\n${value.replaceAll(/^(?=.)/gm, ' '.repeat(indent))}`;
    return ` ${JSON.stringify(value)}\n`;
  }
  if (typeof value !== 'object' || value === null) return ` ${String(value)}\n`;
  if (Object.keys(value).length === 0) return Array.isArray(value) ? ' []\n' : ' {}\n';
  return `\n${toBlock(value, indent)}`;
};
