/** Every operator against what Kyverno answers, and against values nobody thought of. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import * as fc from 'fast-check';
import type { Json } from '../../../model/json.ts';
import { RuleFault } from '../rule-context.ts';
import { Operand, type NumberOrigin } from './operand.ts';
import { conditionOperators } from './operators.ts';

interface Golden {
  readonly keys: readonly Json[];
  readonly values: readonly Json[];
  /** Keys come from queries. For each, one letter for each value: 1 holds, 0 does not, f is a fault. */
  readonly operators: Readonly<Record<string, Readonly<Record<NumberOrigin, readonly string[]>>>>;
}

const golden = JSON.parse(
  readFileSync(new URL('kyverno-conditions.golden.json', import.meta.url), 'utf8'),
) as unknown as Golden;

const ask = (name: string, key: Operand, value: Operand): string => {
  try {
    return conditionOperators.get(name)?.(key, value) === true ? '1' : '0';
  } catch (thrown) {
    if (thrown instanceof RuleFault) return 'f';
    throw thrown;
  }
};

test('every operator of Kyverno is here', () => {
  assert.deepEqual([...conditionOperators.keys()].sort(), Object.keys(golden.operators).sort());
});

for (const [name, rows] of Object.entries(golden.operators)) {
  test(`${name} holds where it does in Kyverno`, () => {
    for (const origin of ['written', 'queried'] as const) {
      for (const [index, key] of golden.keys.entries()) {
        const letters = golden.values.map((value) =>
          ask(name, new Operand(key, 'queried'), new Operand(value, origin)),
        );
        assert.equal(letters.join(''), rows[origin][index], `the key ${JSON.stringify(key)}, values ${origin}`);
      }
    }
  });
}

test('no operator throws anything but a fault', () => {
  const operand = fc
    .tuple(
      fc.oneof(fc.jsonValue(), fc.bigInt(), fc.constantFrom('1-5', '1h', '1Gi', '1.2.3', '["a"]', '*')),
      fc.boolean(),
    )
    .map(([value, isWritten]) => new Operand(value as Json, isWritten ? 'written' : 'queried'));
  fc.assert(
    fc.property(fc.constantFrom(...conditionOperators.keys()), operand, operand, (name, key, value) =>
      '10f'.includes(ask(name, key, value)),
    ),
  );
});
