/** Expressions of every kind and function, good and bad: what Kyverno's own JMESPath answered is the truth. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Json } from '../../model/json.ts';
import { compileQuery } from './compile-query.ts';
import { QueryFault, type QueryCalls } from './query.ts';

/** Where Kyverno crashes, any fault will do. */
type Answer =
  | { readonly value: Json }
  | { readonly missing: string }
  | { readonly error: string }
  | { readonly crash: true };

interface Golden {
  readonly data: Json;
  readonly groups: Readonly<Record<string, readonly (readonly [expression: string, answer: Answer])[]>>;
}

const golden = JSON.parse(readFileSync(new URL('kyverno-jmespath.golden.json', import.meta.url), 'utf8')) as Golden;

const calls: QueryCalls = { now: () => '2024-05-06T07:08:09Z', random: (bytes) => 'a7'.repeat(bytes) };

const evaluate = (expression: string): Answer => {
  const compiled = compileQuery(expression);
  if (compiled.kind === 'defect') return { error: compiled.message };
  const result = compiled.query.evaluate(golden.data, calls);
  if (!(result instanceof QueryFault)) return { value: result };
  return result.kind === 'not-found' ? { missing: result.message } : { error: result.message };
};

for (const [group, cases] of Object.entries(golden.groups)) {
  test(`JMESPath ${group}: the answers of Kyverno`, () => {
    for (const [expression, expected] of cases) {
      const given = evaluate(expression);
      if ('crash' in expected) assert.ok('error' in given, expression);
      else assert.deepEqual(toPlain(given), expected, expression);
    }
  });
}

/** As JSON has it: without negative zeros and prototypes. */
const toPlain = (answer: Answer): unknown => JSON.parse(JSON.stringify(answer));
