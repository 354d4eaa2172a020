/** Quantities as Kubernetes reads, renders, compares and adds them: its own answers (tools/oracles/quantity) are the truth. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';

import { assert as check, bigInt, constantFrom, property, string } from 'fast-check';

import { parseJsonQuantity, parseQuantity } from './parse-quantity.ts';
import {
  addQuantities,
  compareQuantities,
  roundUpQuantity,
  subtractQuantities,
  toApproximateFloat,
  toInteger,
  toQuantity,
} from './quantity.ts';
import type { Quantity } from './quantity.ts';
import { renderQuantity } from './render-quantity.ts';

interface Answer {
  readonly text: string;
  readonly refused?: string;
  readonly rendered?: string;
  readonly copied?: string;
  readonly integer?: string;
  readonly float?: string;
  readonly rounded?: string;
  readonly compared: number;
  readonly sum?: string;
  readonly difference?: string;
  readonly sumInteger?: string;
}

const answers = JSON.parse(
  readFileSync(new URL('kubernetes-quantities.golden.json', import.meta.url), 'utf8'),
) as readonly Answer[];

const toRequired = (text: string): Quantity => {
  const parsed = parseQuantity(text);
  assert.ok(parsed.kind === 'quantity', `${text} is refused`);
  return parsed.quantity;
};

const render = (quantity: Quantity | null): string => (quantity === null ? 'nothing' : renderQuantity(quantity));

const toText = (value: bigint | null): string | undefined => (value === null ? undefined : String(value));

const toGoFloat = (value: number): number | string =>
  Number.isNaN(value) ? 'NaN' : value === Infinity ? '+Inf' : value === -Infinity ? '-Inf' : value;

const readGoFloat = (text: string): number | string => (/Inf|NaN/.test(text) ? text : Number(text));

describe('Each quantity reads, rounds, compares and adds as in Kubernetes', () => {
  let before = toRequired('1');
  for (const answer of answers) {
    const parsed = parseQuantity(answer.text);
    const previous = before;
    if (parsed.kind === 'quantity') before = parsed.quantity;
    test(JSON.stringify(answer.text), () => {
      if (parsed.kind === 'defect') {
        assert.equal(parsed.message, answer.refused);
        return;
      }
      const { quantity } = parsed;
      const sum = addQuantities(quantity, previous);
      assert.deepEqual(
        {
          text: answer.text,
          rendered: renderQuantity(quantity),
          copied: renderQuantity({ ...quantity, text: null }),
          integer: toText(toInteger(quantity)),
          float: toGoFloat(toApproximateFloat(quantity)),
          rounded: renderQuantity(roundUpQuantity(quantity, -3)),
          compared: compareQuantities(quantity, previous),
          sum: render(sum),
          difference: render(subtractQuantities(quantity, previous)),
          sumInteger: toText(sum === null ? null : toInteger(sum)),
        },
        {
          ...answer,
          integer: answer.integer,
          sumInteger: answer.sumInteger,
          float: readGoFloat(answer.float ?? ''),
        },
      );
    });
  }
});

describe('What Kubernetes has no bound for', () => {
  test('an exponent that would fill the memory is compared by its magnitude', () => {
    assert.equal(compareQuantities(toRequired('1e2000000000'), toRequired('2e1999999999')), 1);
    assert.equal(compareQuantities(toRequired('-1e2000000000'), toRequired('1m')), -1);
  });
  test('a sum that would fill the memory is none', () => {
    assert.equal(addQuantities(toRequired('1e2000000000'), toRequired('1')), null);
    assert.equal(subtractQuantities(toRequired('1e2000000000'), toRequired('1')), null);
  });
  test('a number of hundreds of digits is refused', () => {
    assert.equal(parseQuantity('7'.repeat(201)).kind, 'defect');
    assert.equal(parseQuantity('7'.repeat(200)).kind, 'quantity');
  });
  test('a long number with a large exponent is refused', () => {
    assert.equal(parseQuantity('1234567890123456789e2000000000').kind, 'defect');
  });
});

describe('A quantity in JSON', () => {
  for (const [value, expected] of [
    [' 1.5Gi ', '1536Mi'],
    [2, '2'],
    [0.5, '500m'],
    ['half', null],
  ] as const) {
    test(`${JSON.stringify(value)} is ${expected ?? 'none'}`, () => {
      const quantity = parseJsonQuantity(value);
      assert.equal(quantity === null ? null : renderQuantity(quantity), expected);
    });
  }
});

/** Each would take hours to read in any way that tries how to divide it. */
describe('A long text is refused as soon as it is read', () => {
  for (const [name, text] of [
    ['zeros and what is no suffix', `${'0'.repeat(100_000)}!`],
    ['digits and what is no suffix', `${'9'.repeat(100_000)}!`],
    ['a fraction and what is no suffix', `0.${'0'.repeat(100_000)}!`],
    ['letters of suffixes', `1${'e'.repeat(100_000)}!`],
    ['an exponent', `1e${'9'.repeat(1_000_000)}`],
  ] as const) {
    test(name, () => {
      assert.equal(parseQuantity(text).kind, 'defect');
    });
  }

  test('leading zeros of an exponent count for nothing', () => {
    assert.equal(compareQuantities(toRequired(`1e+${'0'.repeat(100)}3`), toRequired('1k')), 0);
  });
});

test('What is rendered is read back as the same value', () => {
  check(
    property(
      bigInt({ min: -(10n ** 17n), max: 10n ** 17n }),
      constantFrom('decimal' as const, 'binary' as const, 'exponent' as const),
      (value, format) => {
        const quantity = toQuantity(value, format);
        assert.equal(compareQuantities(toRequired(renderQuantity(quantity)), quantity), 0);
      },
    ),
  );
});

test('No text makes the reader throw', () => {
  check(
    property(string({ unit: constantFrom(...Array.from('0123456789.+-eEinumkKMGTP ')) }), (text) => {
      const parsed = parseQuantity(text);
      if (parsed.kind === 'quantity') renderQuantity(parsed.quantity);
    }),
  );
});
