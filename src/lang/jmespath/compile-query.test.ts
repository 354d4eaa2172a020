/** What a query asks its host for, and what it says where it fails. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileBoundQuery, compileQuery } from './compile-query.ts';
import { QueryFault, type QueryCalls } from './query.ts';

const calls: QueryCalls = { now: () => '2024-05-06T07:08:09Z', random: (bytes) => 'a7'.repeat(bytes) };

const evaluate = (source: string, given: QueryCalls = calls): unknown => {
  const compiled = compileQuery(source);
  return compiled.kind === 'defect' ? compiled : compiled.query.evaluate({ a: 1 }, given);
};

test('the time is the host’s, to the second and in UTC', () => {
  assert.equal(evaluate('time_now_utc()'), '2024-05-06T07:08:09Z');
  assert.equal(evaluate('time_now()', { ...calls, now: () => '2024-05-06T09:08:09.5+02:00' }), '2024-05-06T07:08:09Z');
  assert.equal(evaluate("time_since('', '2024-05-06T06:00:00Z', '')"), '1h8m9s');
});

test('a random text matches its pattern, and two of one expression differ', () => {
  const [first, second] = evaluate("[random('[a-z0-9]{20}'), random('[a-z0-9]{20}')]", {
    ...calls,
    random: (bytes) => String(bytes).padStart(bytes * 2, '0'),
  }) as readonly [string, string];
  assert.match(first, /^[a-z0-9]{20}$/);
  assert.match(second, /^[a-z0-9]{20}$/);
  assert.notEqual(first, second);
});

test('what a host throws passes through', () => {
  const signal = new Error('not yet');
  const asking: QueryCalls = {
    ...calls,
    now: () => {
      throw signal;
    },
  };
  assert.throws(() => evaluate('time_now() || a', asking), signal);
});

test('a number that fits no double stays exact where nothing is calculated', () => {
  const compiled = compileQuery('id');
  assert.ok(compiled.kind === 'query');
  assert.equal(compiled.query.evaluate({ id: 12345678901234567890n }, calls), 12345678901234567890n);
});

test('what is no number of JSON is a fault', () => {
  assert.deepEqual(evaluate('avg(`[]`)'), new QueryFault('error', 'json: unsupported value: NaN'));
});

test('a defect tells where it is', () => {
  assert.deepEqual(evaluate('a.b[?c'), {
    kind: 'defect',
    message: 'SyntaxError: Expected tRbracket, received: tEOF',
    offset: 6,
  });
  assert.deepEqual(evaluate('a == `{x}`'), {
    kind: 'defect',
    message: "invalid character 'x' looking for beginning of object key string",
    offset: 5,
  });
});

test('variables are bound where they may stand, and nowhere else', () => {
  const compiled = compileBoundQuery('$x.a || $y');
  assert.ok(compiled.kind === 'query');
  const bind = (name: string) => (name === 'x' ? { a: 'bound' } : undefined);
  assert.equal(compiled.query.evaluate(null, calls, bind), 'bound');
  assert.deepEqual(
    compiled.query.evaluate(null, calls, () => undefined),
    new QueryFault('error', 'variable not defined: $x'),
  );
  assert.deepEqual(evaluate('$x'), { kind: 'defect', message: "SyntaxError: Unknown char: '$'", offset: 0 });
});

test('a message shows a number as Go does', () => {
  const { message } = evaluate('length(`20971520`)') as QueryFault;
  assert.equal(message, 'Invalid type for: 2.097152e+07, expected: []jmespath.JpType{"string", "array", "object"}');
});
