/** Expressions with the newest versions of the extension libraries, which Kubernetes does not have: cel-go's own cases. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assert as check, double, integer, property } from 'fast-check';
import { compileExpression } from '../compile-expression.ts';
import { createEnvironment } from '../environment.ts';
import { renderValue } from '../render-value.ts';
import { optionalLibrary } from '../standard/optional-table.ts';
import { standardLibrary } from '../standard-library.ts';
import { EvaluationFault } from '../value.ts';
import { encodersLibrary } from './encoders.ts';
import { listsLibrary } from './lists.ts';
import { mathLibrary } from './math.ts';
import { printFixed, printScientific } from './print-double.ts';
import { regexLibrary } from './regex.ts';
import { setsLibrary } from './sets.ts';
import { stringsLibrary } from './strings.ts';

const environment = createEnvironment({
  libraries: [
    standardLibrary,
    optionalLibrary,
    stringsLibrary(5),
    listsLibrary(3),
    setsLibrary,
    mathLibrary(2),
    encodersLibrary,
    regexLibrary,
  ],
  variables: [],
  types: [],
  homogeneousLiterals: false,
  container: '',
});

const answer = (expression: string): string => {
  const compiled = compileExpression(expression, environment);
  if (compiled.kind === 'defects') return compiled.defects.map(({ message }) => message).join('; ');
  const value = compiled.program.evaluate([], { spent: 0, limit: Infinity });
  return value instanceof EvaluationFault ? value.message : renderValue(value);
};

const cases: readonly (readonly [expression: string, answer: string])[] = [
  ['dyn([3, 1]).sort()', '[1, 3]'],
  ['dyn({}).sort()', 'no such overload: sort'],
  ["dyn('a').sort()", 'no such overload'],
  ['dyn(1).flatten()', 'no such overload: int.flatten()'],
  ['dyn([1, 2]).flatten(3)', '[1, 2]'],
  ['math.least(1, 2.5, 3u)', '1'],
  ['math.least(-0.0, 0)', '-0.0'],
  ['math.greatest(1, 1.0)', '1'],
  ['math.greatest(1.0, 1)', '1.0'],
  ['math.greatest([3, 5, 4])', '5'],
  ['math.greatest(9223372036854775807, 9223372036854775808u)', '9223372036854775808u'],
  ['math.least()', 'math.least() requires at least one argument'],
  ["math.least('a')", 'math.least() invalid single argument value'],
  ['math.least([])', 'math.least() invalid single argument value'],
  ["math.least(1, 'a')", 'math.least() simple literal arguments must be numeric'],
  ['math.least(1, {})', 'math.least() simple literal arguments must be numeric'],
  ['math.least(dyn([]))', 'math.@min(list) argument must not be empty'],
  ["math.least(double('NaN'), 1.0)", 'NaN values cannot be ordered: math.@min'],
  ["math.least(double('NaN'), 1.0, 2.0)", 'no such overload: math.@min'],
  ['math.ceil(1.2)', '2.0'],
  ['math.floor(-1.2)', '-2.0'],
  ['math.round(-1.5)', '-2.0'],
  ['math.round(2.5)', '3.0'],
  ['math.round(0.49999999999999994)', '0.0'],
  ['math.trunc(-1.9)', '-1.0'],
  ["math.isInf(-double('Infinity'))", 'true'],
  ["math.isNaN(math.sign(double('NaN')))", 'true'],
  ['math.isFinite(1.0)', 'true'],
  ['math.abs(-5)', '5'],
  ['math.abs(-9223372036854775808)', 'integer overflow'],
  ['math.sign(-3)', '-1'],
  ['math.sign(-3.5)', '-1.0'],
  ['math.sign(9u)', '1u'],
  ['math.bitAnd(3, 5)', '1'],
  ['math.bitOr(1u, 2u)', '3u'],
  ['math.bitXor(-1, 1)', '-2'],
  ['math.bitNot(0)', '-1'],
  ['math.bitNot(0u)', '18446744073709551615u'],
  ['math.bitShiftLeft(1, 63)', '-9223372036854775808'],
  ['math.bitShiftLeft(1, 64)', '0'],
  ['math.bitShiftRight(-1, 1)', '9223372036854775807'],
  ['math.bitShiftRight(1024u, 2)', '256u'],
  ['math.bitShiftRight(1, -1)', 'math.bitShiftRight() negative offset: -1'],
  ['math.sqrt(81)', '9.0'],
  ['math.sqrt(2u) > 1.414', 'true'],
  ["base64.encode(b'hello')", '"aGVsbG8="'],
  ["base64.decode('aGVsbG8') == b'hello'", 'true'],
  ["regex.extract('hello world', 'hello(.*)')", 'optional.of(" world")'],
  ["regex.extract('HELLO', 'hello')", 'optional.none()'],
  ["regex.extract('phone: 415-5551212', r'phone: (\\d{3})?').value()", '"415"'],
  ["regex.extract('a', 'a(b)?')", 'optional.none()'],
  [
    "regex.extract('testuser@testdomain', '(.*)@([^.]*)')",
    'regular expression has more than one capturing group: "(.*)@([^.]*)"',
  ],
  ["regex.extract('a', '(')", 'error parsing regexp: missing closing ): `(`'],
  [String.raw`regex.extractAll('id:123, id:456', 'id:\\d+')`, '["id:123", "id:456"]'],
  [String.raw`regex.extractAll('item: a1, topic: b2', r'(?:item:|topic:)\s*([a-z]\d)')`, '["a1", "b2"]'],
  ["regex.extractAll('x', 'assa')", '[]'],
  ["regex.replace('hello world hello', 'hello', 'hi')", '"hi world hi"'],
  ["regex.replace('banana', 'a', 'x', 0)", '"banana"'],
  ["regex.replace('banana', 'a', 'x', 2)", '"bxnxna"'],
  ["regex.replace('banana', 'a', 'x', -12)", '"bxnxnx"'],
  [String.raw`regex.replace('foo bar', '(fo)o (ba)r', r'\2 \1')`, '"ba fo"'],
  [String.raw`regex.replace('cat', '', r'\0x')`, '"xcxaxtx"'],
  [
    String.raw`regex.replace('test', '(.)', r'\2')`,
    'replacement string references group 2 but regex has only 1 group(s)',
  ],
  [
    String.raw`regex.replace('id=123', r'id=(?P<value>\d+)', r'value: \values')`,
    String.raw`invalid replacement string: 'value: \values' \ must be followed by a digit or \ `.trimEnd(),
  ],
  [String.raw`regex.replace('a', 'a', '\\')`, String.raw`invalid replacement string: '\' \ not allowed at end`],
  ["'%s %s'.format([1e10, [1.5, 'a', b'b', null, {'k': 1u}]])", '"10000000000 [1.5, a, b, null, {k: 1}]"'],
  ["'%f %.2e %e'.format([1, 1234.5, 2u])", '"1.000000 1.23e+03 2.000000e+00"'],
  [
    "'%d %s %s'.format([2.5, duration('1h30s'), timestamp('2020-01-01T01:00:00+01:00')])",
    '"2.5 3630s 2020-01-01T00:00:00Z"',
  ],
  ["'%f %s'.format([double('Infinity'), -double('Infinity')])", '"Infinity -Infinity"'],
  ["'%x %X %o %b'.format(['hi', b'\\xff', 8u, -5])", '"6869 FF 10 -101"'],
  [
    "dyn('%.101f').format([1.5])",
    'could not parse formatting clause: error while parsing precision: precision 101 exceeds maximum allowed precision 100',
  ],
  [
    "dyn('%d').format(['a'])",
    'error during formatting: decimal clause can only be used on ints, uints, and doubles, was given string',
  ],
  ["'gums'.reverse()", '"smug"'],
  ['[1, [2, [3, [4]]]].flatten(2)', '[1, 2, 3, [4]]'],
  ['[1, 1u, 1.0, "a", [1], [1.0], {"a": 1}, {"a": 1.0}].distinct()', '[1, "a", [1], {"a": 1}]'],
  ["sets.contains([1, 'b', [2.0]], [1u, [2]])", 'true'],
  ['sets.equivalent([1], [1u, 1.0])', 'true'],
  ['sets.intersects([[1], [2, 3]], [[1, 2], [2, 3.0]])', 'true'],
  ["[double('NaN')].distinct().size() + [double('NaN'), double('NaN')].distinct().size()", '3'],
];

for (const [expression, expected] of cases) {
  test(`${expression} is ${expected}`, () => {
    assert.equal(answer(expression), expected);
  });
}

test('digits are those of the engine where the engine does not round a half', () => {
  check(
    property(double({ noNaN: true, min: -1e20, max: 1e20 }), integer({ min: 0, max: 20 }), (number, digits) => {
      // At a half exactly the engine rounds away from zero, and Go to the even digit.
      const isHalf = /^-?\d+\.\d*5$/.test(printFixed(number, 100).replace(/0+$/, ''));
      if (!isHalf && !Object.is(number, -0) && number !== 0 && Number(number.toFixed(digits)) !== 0) {
        assert.equal(printFixed(number, digits), number.toFixed(digits));
        const { sign, mantissa, exponent } = printScientific(number, digits);
        assert.equal(
          `${sign}${mantissa}e${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`,
          number.toExponential(digits),
        );
      }
    }),
  );
});
