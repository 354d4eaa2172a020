/** What is CEL and what is not, where its nodes stand, and that nothing hostile gets through. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { array, assert as assertAll, constantFrom, property, string } from 'fast-check';
import type { Expression } from './expression.ts';
import { parseExpression } from './parse-expression.ts';
import { renderExpression } from './render-expression.ts';
import { bindMacros, existsOneMacros, optionalMacros, standardMacros, twoVariableMacros } from './standard-macros.ts';

const macros = [...standardMacros, ...existsOneMacros, ...optionalMacros, ...twoVariableMacros, ...bindMacros];

const expectRendered = (source: string): string => {
  const parsed = parseExpression(source, macros);
  assert.equal(parsed.kind, 'expression', source);
  return parsed.kind === 'expression' ? renderExpression(parsed.expression) : '';
};

const expectDefects = (source: string): readonly string[] => {
  const parsed = parseExpression(source, macros);
  if (parsed.kind === 'expression') assert.fail(`accepted: ${source.slice(0, 80)}`);
  return parsed.defects.map(({ line, column, message }) => `${line}:${column} ${message}`);
};

const read: readonly (readonly [name: string, source: string, rendered: string])[] = [
  ['functions named as what JavaScript objects have', 'toString(constructor(1))', 'toString(constructor(1))'],
  ['products bind before sums, sums before relations', '1 + 2 * 3 < 4', '1 + 2 * 3 < 4'],
  ['parentheses stay where they matter', '(1 + 2) * (3 * 4)', '(1 + 2) * (3 * 4)'],
  ['a ternary leans to the right', 'a ? b : c ? d : e', 'a ? b : c ? d : e'],
  ['a chain of && is a balanced tree', 'a && b && c && d', '(a && b) && (c && d)'],
  ['a run of signs cancels by pairs', '!!!a && --b == ---c', '!a && b == -c'],
  ['the least int is legal', '-9223372036854775808', '-9223372036854775808'],
  ['a sign before a number is part of it', '-1.f() - -2.5', '-1.f() - -2.5'],
  ['hex and unsigned numbers are read', '0xFF + -0x10 + 0xau + 7U', '255 + -16 + 10u + 7u'],
  ['a double keeps its point', '1.0 + .5 + 2e3 + 1E-2', '1.0 + 0.5 + 2000.0 + 0.01'],
  ['escapes of every kind are read', String.raw`"\a\x41\101\u00e9\U0001F600\?\'"`, '"\\u0007AAé😀?\'"'],
  ['a raw string has no escapes', String.raw`r'\d+'`, String.raw`"\\d+"`],
  ['line ends in strings are \\n', "'''a\r\nb\rc'''", String.raw`"a\nb\nc"`],
  ['bytes are UTF-8 and escapes are bytes', String.raw`b'é\xff\377'`, String.raw`b"\xc3\xa9\xff\xff"`],
  ['raw bytes have no escapes', String.raw`br'\n'`, String.raw`b"\x5c\x6e"`],
  ['comments and line ends are blank', 'a // b\n + c', 'a + c'],
  ['words reserved for later are fields all the same', 'a.package.if()', 'a.package.if()'],
  ['names in backticks are fields', 'a.`b-c/d`.`in` == M{`x.y`: 1}.z', 'a.`b-c/d`.`in` == M{`x.y`: 1}.z'],
  [
    'optional syntax is read',
    'a.?b[?0].orValue([?c, {?d: e}, N.M{?f: g}])',
    'a.?b[?0].orValue([?c, {?d: e}, N.M{?f: g}])',
  ],
  [
    'a last comma is allowed, even alone',
    '[,] == [1,] && {,} == {1: 2,} && M{,} == M{a: 1,}',
    '([] == [1] && {} == {1: 2}) && M{} == M{a: 1}',
  ],
  ['has() is a test of a field', 'has(a.b) && !has(a.b.c)', 'has(a.b) && !has(a.b.c)'],
  [
    'macros nest',
    'a.all(x, x.exists(y, y.map(z, z > 0, z).filter(w, w).exists_one(v, v)))',
    'a.all(x, x.exists(y, y.map(z, z > 0, z).filter(w, w).exists_one(v, v)))',
  ],
  [
    'macros of two variables',
    'm.transformMap(k, v, v > 1, v).all(i, v, v)',
    'm.transformMap(k, v, v > 1, v).all(i, v, v)',
  ],
  [
    'macros of optionals and cel.bind',
    'cel.bind(x, a.?b, x.optMap(y, y).optFlatMap(z, z))',
    'cel.bind(x, a.?b, x.optMap(y, y).optFlatMap(z, z))',
  ],
  ['bind of anything else is a call', 'other.bind(x, 1, 2)', 'other.bind(x, 1, 2)'],
  ['a macro name with other arguments is a call', 'a.all(x) + has(a, b)', 'a.all(x) + has(a, b)'],
  ['a leading dot means the root', '.a.b + .f(1) + .M{}.c', '.a.b + .f(1) + .M{}.c'],
];

for (const [name, source, rendered] of read) test(name, () => assert.equal(expectRendered(source), rendered));

const refused: readonly (readonly [name: string, source: string, defects: readonly string[]])[] = [
  ['nothing is no expression', '', ['1:1 found the end, expected a value']],
  ['what follows the end is refused at its place', '1 + 2\n3 +', ["2:1 found '3', expected the end"]],
  ['a character of no token is refused', '1 + $', ["1:5 '$' means nothing here"]],
  ['one ampersand is no operator', 'a & b', ["1:3 '&' means nothing here"]],
  ['an open string is refused where it begins', "x == 'abc", ['1:6 a string is not closed']],
  ['an escape that is none', String.raw`'\q'`, [String.raw`1:1 \q is no escape sequence here`]],
  ['a surrogate is no code point', String.raw`'\udead'`, [String.raw`1:1 \udead is no Unicode code point`]],
  ['bytes have no code points', String.raw`b'\u0041'`, [String.raw`1:1 bytes have no \u escapes`]],
  ['an int is bounded', '9223372036854775808', ['1:1 the int is outside -2^63 to 2^63-1']],
  ['a uint is bounded', '18446744073709551616u', ['1:1 the uint is outside 0 to 2^64-1']],
  ['a double is bounded', '1e999', ['1:1 the double is too large']],
  ['a hundred thousand digits are no work', '9'.repeat(99_999), ['1:1 the int is outside -2^63 to 2^63-1']],
  [
    'every reserved word is told',
    'if + [1].map(var, var)',
    ["1:1 'if' is a reserved word", "1:14 'var' is a reserved word", "1:19 'var' is a reserved word"],
  ],
  ['keywords are no fields', 'a.in', ["1:3 found 'in', expected a field name"]],
  ['a message has a name, not an expression', '(a.b){}', ["1:6 found '{', expected the end"]],
  ['an optional field is not called', 'a.?b(c)', ["1:5 found '(', expected an operator"]],
  ['arguments end without a comma', 'f(a,)', ["1:5 found ')', expected a value"]],
  ['signs do not mix', '-!a', ["1:2 found '!', expected a value"]],
  ['has() takes a field', 'has(a)', ['1:5 has() takes a field: has(a.b)']],
  ['a macro variable is a name', 'a.all(b.c, true)', ['1:8 the variable must be a simple name']],
  ['two variables have two names', 'a.all(b, b, true)', ['1:10 both variables are called b']],
  ['the name of the accumulator is taken', 'a.map(__result__, 1)', ["1:7 no variable may be called '__result__'"]],
  ['a source has a size', `'${'a'.repeat(100_000)}'`, ['1:1 the expression has more than 100000 characters']],
];

for (const [name, source, defects] of refused) test(name, () => assert.deepEqual(expectDefects(source), defects));

test('nodes stand where cel-go says they stand', () => {
  const parsed = parseExpression('a.b(c[0]) ? [d] : {e: -f}', macros);
  assert.ok(parsed.kind === 'expression' && parsed.expression.kind === 'call');
  const [condition, yes, no] = parsed.expression.parameters;
  assert.deepEqual(
    [parsed.expression, condition, yes, no].map((node) => node?.offset),
    [10, 3, 12, 18],
  );
});

const deepest: readonly (readonly [name: string, (times: number) => string, most: number])[] = [
  ['parentheses', (times) => `${'('.repeat(times)}a${')'.repeat(times)}`, 249],
  ['sums', (times) => `a${'+a'.repeat(times)}`, 250],
  ['fields', (times) => `a${'.b'.repeat(times)}`, 250],
  ['member calls', (times) => `a${'.b()'.repeat(times)}`, 250],
  ['relations', (times) => `a${'<a'.repeat(times)}`, 250],
  ['nested products of sums', (times) => `${'1+1*('.repeat(times)}1${')'.repeat(times)}`, 83],
  ['ternaries', (times) => `${'a?b:'.repeat(times)}c`, 249],
];

for (const [name, write, most] of deepest) {
  test(`${name} nest as deep as in cel-go and no deeper`, () => {
    assert.equal(parseExpression(write(most), macros).kind, 'expression');
    assert.match(expectDefects(write(most + 1))[0] ?? '', /the expression is nested deeper than 250$/);
  });
}

test('hostile sources end at once', () => {
  const sources = [
    '(',
    '[',
    '{',
    'a.',
    'f(',
    '!(',
    '-(',
    'a?',
    '[1].map(x,',
    'a[',
    '{a:',
    "'''",
    '`',
    'a+',
    'a&&',
    '-',
    '//',
  ];
  const started = performance.now();
  for (const source of sources) parseExpression(source.repeat(Math.floor(100_000 / source.length)), macros);
  assert.ok(performance.now() - started < 2000);
});

test('chains of && as long as a source may be are read, into a shallow tree', () => {
  const parsed = parseExpression(`a${'&&a'.repeat(33_000)}`, macros);
  assert.ok(parsed.kind === 'expression');
  let depth = 0;
  for (let node: Expression | undefined = parsed.expression; node?.kind === 'call'; [node] = node.parameters)
    depth += 1;
  assert.ok(depth <= 16);
});

const token = constantFrom(
  ...'a b x in true null 1 0x1F 1u 1.5 .5 - -- ! + * / % < <= == != && || ? : ( ) [ ] { } . , .? [? `a-b` r"\\d" b"\\xff" has( .all(x, .map(x, if 9223372036854775808 M{ a: @ "\\u00e9" "\\8" .optMap(x, 1. .e5'.split(
    ' ',
  ),
);

test('no soup of tokens throws, and what is read is written as the same tree', () => {
  assertAll(
    property(array(token, { maxLength: 14 }), constantFrom('', ' ', '\n'), (tokens, gap) => {
      const parsed = parseExpression(tokens.join(gap), macros);
      if (parsed.kind === 'defects') return assert.ok(parsed.defects.length > 0);
      const again = parseExpression(renderExpression(parsed.expression), macros);
      assert.ok(again.kind === 'expression');
      assert.deepEqual(withoutPlaces(again.expression), withoutPlaces(parsed.expression));
    }),
    { numRuns: 3000 },
  );
});

test('no text at all throws', () => {
  assertAll(
    property(string({ unit: 'binary', maxLength: 40 }), (text) => {
      parseExpression(text, macros);
    }),
  );
});

const withoutPlaces = (expression: Expression): unknown =>
  JSON.parse(
    JSON.stringify(expression, (key, value: unknown) => {
      if (key === 'offset') return undefined;
      return typeof value === 'bigint' ? `${value}n` : value;
    }),
  );
