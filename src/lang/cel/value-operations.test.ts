/** Operations on values against what JavaScript computes by other means, over random values. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { compareTexts, compareValues } from './compare.ts';
import { equalValues } from './equality.ts';
import { addValues, divideValues, multiplyValues, subtractValues, takeRemainder } from './standard/arithmetic.ts';
import { renderGoFloat } from '../go/render-float.ts';
import { toDoubleValue, toIntValue, toStringValue, toUintValue } from './standard/conversions.ts';
import { parseGoDuration } from '../go/parse-go-duration.ts';
import {
  addDuration,
  parseTimestamp,
  renderDuration,
  renderTimestamp,
  subtractTimestamps,
} from './standard/timestamps.ts';
import { fits, typeNameOf } from './value-type.ts';
import { boolType, doubleType, intType, listOf, stringType, uintType } from './type.ts';
import {
  DoubleValue,
  DurationValue,
  EvaluationFault,
  least,
  most,
  TimestampValue,
  toDouble,
  toInt,
  UintValue,
  type Value,
} from './value.ts';

const int64 = fc.oneof(
  fc.bigInt({ min: least, max: most }),
  fc.bigInt({ min: -(2n ** 54n), max: 2n ** 54n }),
  fc.constantFrom(least, -1n, 0n, 1n, 2n ** 53n, most),
);

const faultOf = (compute: () => Value): Value | string => {
  try {
    return compute();
  } catch (error) {
    if (error instanceof EvaluationFault) return `fault: ${error.message}`;
    throw error;
  }
};

const wanted = (result: bigint): Value | string =>
  result < least || result > most ? 'fault: integer overflow' : toInt(result);

test('ints are computed as 64-bit integers, or overflow', () => {
  fc.assert(
    fc.property(int64, int64, (a, b) => {
      const [x, y] = [toInt(a), toInt(b)];
      assert.deepEqual(
        faultOf(() => addValues(x, y)),
        wanted(a + b),
      );
      assert.deepEqual(
        faultOf(() => subtractValues(x, y)),
        wanted(a - b),
      );
      assert.deepEqual(
        faultOf(() => multiplyValues(x, y)),
        wanted(a * b),
      );
      assert.deepEqual(
        faultOf(() => divideValues(x, y)),
        b === 0n ? 'fault: division by zero' : wanted(a / b),
      );
      const isRefused = a === least && b === -1n;
      const remainder = b === 0n ? 'fault: modulus by zero' : wanted(a % b);
      assert.deepEqual(
        faultOf(() => takeRemainder(x, y)),
        isRefused ? 'fault: integer overflow' : remainder,
      );
      assert.equal(compareValues(x, y, '_<_') < 0, a < b);
      assert.equal(compareValues(x, y, '_>_') > 0, a > b);
      assert.equal(equalValues(x, y), a === b);
    }),
  );
});

test('a double that looks like an int is none, and is equal to it', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true }), (number) => {
      const double = toDouble(number);
      assert.equal(typeNameOf(double), 'double');
      assert.ok(fits(doubleType, double) && !fits(intType, double));
      if (Number.isSafeInteger(number)) assert.ok(equalValues(double, toInt(number)));
    }),
  );
});

test('texts are ordered as their UTF-8 bytes are', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '\ue000', '\uffff', '😀', '𝒳') });
  fc.assert(
    fc.property(text, text, (a, b) => {
      assert.equal(Math.sign(compareTexts(a, b)), Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
  );
});

test('a timestamp is read as it was written', () => {
  const seconds = fc.integer({ min: -62_135_596_800, max: 253_402_300_799 });
  fc.assert(
    fc.property(
      seconds,
      fc.integer({ min: 0, max: 999_999_999 }),
      fc.integer({ min: -840, max: 840 }),
      (s, n, offset) => {
        const timestamp = new TimestampValue(s, n, offset);
        const text = renderTimestamp(timestamp);
        // Behind the years of four digits there is an hour that only an offset can write.
        if (/^\d{4}-/.test(text) && !text.startsWith('0000')) assert.deepEqual(parseTimestamp(text), timestamp);
        assert.equal(
          renderTimestamp(new TimestampValue(s, 0)).slice(0, 19),
          new Date(s * 1000).toISOString().slice(0, 19),
        );
      },
    ),
  );
});

test('what is added to a timestamp is what lies between', () => {
  const seconds = fc.integer({ min: -1_000_000_000, max: 4_000_000_000 });
  const nanos = fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n });
  fc.assert(
    fc.property(seconds, fc.integer({ min: 0, max: 999_999_999 }), nanos, (s, n, added) => {
      const start = new TimestampValue(s, n);
      assert.equal(subtractTimestamps(addDuration(start, added), start), added);
    }),
  );
});

test('a duration below a fortnight is read as it was written', () => {
  // Above it the seconds, printed as a double, no longer hold every nanosecond: so it is in Go.
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), (nanos) => {
      assert.equal(parseGoDuration(renderDuration(new DurationValue(nanos))), nanos);
    }),
  );
});

test('zeros may lead a number, and too many digits are none', () => {
  const zeros = '0'.repeat(1_000);
  assert.equal(toIntValue(`-${zeros}9223372036854775808`), least);
  assert.equal(toIntValue(`+${zeros}1`), 1);
  assert.deepEqual(toUintValue(`${zeros}18446744073709551615`), new UintValue(2n ** 64n - 1n));
  assert.equal(parseGoDuration(`${zeros}1h0${zeros}s`), 3_600_000_000_000n);
  for (const text of ['9223372036854775808', `1${zeros}`, '', '-', '1x']) {
    assert.equal(
      faultOf(() => toIntValue(text)),
      "fault: type conversion error from 'string' to 'int'",
    );
  }
  for (const text of ['18446744073709551616', `1${zeros}`, '+1', '-0', '']) {
    assert.equal(
      faultOf(() => toUintValue(text)),
      "fault: type conversion error from 'string' to 'uint'",
    );
  }
  assert.equal(parseGoDuration(`1${zeros}ns`), null);
});

test('ints and doubles are read as they were written', () => {
  fc.assert(
    fc.property(int64, fc.double({ noNaN: true, noDefaultInfinity: true }), (int, double) => {
      assert.deepEqual(toIntValue(toStringValue(toInt(int))), toInt(int));
      assert.deepEqual(toDoubleValue(renderGoFloat(double)), toDouble(double));
    }),
  );
});

const typed: readonly (readonly [name: string, value: Value, type: string])[] = [
  ['an int', 1, 'int'],
  ['a large int', 2n ** 60n, 'int'],
  ['a double', 1.5, 'double'],
  ['a whole double', new DoubleValue(1), 'double'],
  ['a uint', new UintValue(1n), 'uint'],
  ['null', null, 'null_type'],
  ['bytes', new Uint8Array(1), 'bytes'],
  ['a list', [1], 'list'],
  ['a JSON object', { a: 1 }, 'map'],
];

for (const [name, value, type] of typed)
  test(`${name} is of type ${type}`, () => assert.equal(typeNameOf(value), type));

test('of a list the first element tells whether it fits, as in cel-go', () => {
  assert.ok(fits(listOf(stringType), ['a', 1]));
  assert.ok(!fits(listOf(stringType), [1, 'a']));
  assert.ok(fits(listOf(uintType), []));
  assert.ok(!fits(boolType, 'true'));
});
