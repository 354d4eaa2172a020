/** Calico's selector expressions mean what its documentation says, and no text stalls or breaks the parser. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { parseSelector } from './parse-selector.ts';
import { matchesTree, renderTree, type SelectorTree } from './selector-tree.ts';

const labels = { role: 'web', team: 'a b', 'example.com/tier': 'front-end', empty: '' };

const meanings: readonly (readonly [expression: string, matches: boolean])[] = [
  ['', true],
  ['  ', true],
  ['all()', true],
  ['all( )', true],
  ['global()', false],
  ['role == "web"', true],
  ["role=='web'", true],
  ['role == "db"', false],
  ['role != "db"', true],
  ['role != "web"', false],
  ['missing != "web"', true],
  ['missing == ""', false],
  ['empty == ""', true],
  ['has(role)', true],
  ['has(missing)', false],
  ['!has(missing)', true],
  ['! has( missing )', true],
  ['!!has(role)', true],
  ['role in {"web", "db"}', true],
  ['role in {"db"}', false],
  ['role in {}', false],
  ['role not in {"web"}', false],
  ['role not   in {"db"}', true],
  ['missing not in {"web"}', true],
  ['missing in {"web"}', false],
  ['role contains "e"', true],
  ['role contains "z"', false],
  ['missing contains ""', false],
  ['example.com/tier starts with "front"', true],
  ['example.com/tier starts with "end"', false],
  ['example.com/tier ends with "end"', true],
  ['team == "a b"', true],
  ['has(role) && has(missing)', false],
  ['has(role) || has(missing)', true],
  ['has(missing) && has(role) || has(role)', true],
  ['has(role) || has(role) && has(missing)', true],
  ['(has(role) || has(role)) && has(missing)', false],
  ['!(has(role) && has(missing))', true],
  ['!has(missing) && role == "web"', true],
  ['all == "x" || has == "y"', false],
  ['in == "x" || has(role)', true],
];

for (const [expression, matches] of meanings) {
  test(`${JSON.stringify(expression)} ${matches ? 'selects' : 'does not select'}`, () => {
    const parsed = parseSelector(expression);
    assert.ok(parsed.kind === 'selector', JSON.stringify(parsed));
    assert.equal(matchesTree(parsed.tree, labels), matches);
  });
}

const mistakes: readonly (readonly [expression: string, message: string, offset: number])[] = [
  ['role', '==, !=, in, not in, contains, starts with or ends with is expected', 4],
  ['role = "a"', '==, !=, in, not in, contains, starts with or ends with is expected', 5],
  ['role == web', 'a text in quotes is expected', 8],
  ['role == "web', 'a text in quotes is expected', 8],
  ['role in "web"', '{ is expected', 8],
  ['role in {"web"', ', is expected', 14],
  ['has(role', ') is expected', 8],
  ['has()', 'the name of a label is expected', 4],
  ['all(x)', ') is expected', 4],
  ['(has(a)', ') is expected', 7],
  ['has(a) has(b)', 'an operator is expected', 7],
  ['has(a) &&', 'a label, has(…), all() or a parenthesis is expected', 9],
  ['&& has(a)', 'a label, has(…), all() or a parenthesis is expected', 0],
  [`${'('.repeat(101)}all()`, 'it is nested deeper than 100 parentheses', 101],
];

for (const [expression, message, offset] of mistakes) {
  test(`${JSON.stringify(expression.slice(0, 20))} is none: ${message}`, () => {
    assert.deepEqual(parseSelector(expression), { kind: 'defect', message, offset });
  });
}

const label = fc.constantFrom('a', 'b', 'c');
const value = fc.constantFrom('', 'x', 'y', 'x y');

const trees: fc.Arbitrary<SelectorTree> = fc.letrec<{ tree: SelectorTree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5 },
    fc.constant<SelectorTree>({ kind: 'all' }),
    label.map((name): SelectorTree => ({ kind: 'has', label: name })),
    fc.tuple(label, fc.uniqueArray(value)).map(([name, values]): SelectorTree => ({ kind: 'in', label: name, values })),
    fc
      .tuple(fc.constantFrom('contains' as const, 'starts with' as const, 'ends with' as const), label, value)
      .map(([kind, name, text]): SelectorTree => ({ kind, label: name, value: text })),
    tie('tree').map((tree): SelectorTree => ({ kind: 'not', of: tree })),
    fc
      .tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(tie('tree'), { minLength: 2, maxLength: 4 }))
      .map(([kind, of]): SelectorTree => ({ kind, of })),
  ),
})).tree;

test('what is printed of an expression selects as it does', () => {
  const someLabels = fc.dictionary(label, value, { noNullPrototype: true });
  fc.assert(
    fc.property(trees, fc.array(someLabels, { minLength: 8, maxLength: 8 }), (tree, many) => {
      const parsed = parseSelector(renderTree(tree));
      assert.ok(parsed.kind === 'selector', renderTree(tree));
      for (const one of many) assert.equal(matchesTree(parsed.tree, one), matchesTree(tree, one));
    }),
  );
});

test('no text breaks the parser', () => {
  const piece = fc.constantFrom(
    '(',
    ')',
    '{',
    '}',
    '!',
    '&&',
    '||',
    '==',
    '!=',
    ' ',
    '"',
    "'",
    'has(',
    'all()',
    'in',
    'not',
    'a',
    ',',
    'é',
    '\n',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece).map((pieces) => pieces.join('')),
      ),
      (text) => {
        const parsed = parseSelector(text);
        if (parsed.kind === 'selector') assert.equal(parseSelector(renderTree(parsed.tree)).kind, 'selector');
        else assert.ok(parsed.offset <= text.length);
      },
    ),
  );
});

test('a long expression is read in time that grows with its length', () => {
  const parsed = parseSelector(Array.from({ length: 50_000 }, (_, index) => `!(a${index} == "b")`).join(' && '));
  assert.equal(parsed.kind, 'selector');
  assert.equal(parseSelector('!'.repeat(1_000_000)).kind, 'defect');
  assert.equal(parseSelector(`a not${' '.repeat(1_000_000)}`).kind, 'defect');
});
