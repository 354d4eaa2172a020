/** Values that share their parts: small to make, endless to look through, and counted before anybody looks. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileExpression } from './compile-expression.ts';
import { deepSize } from './deep-size.ts';
import { createEnvironment } from './environment.ts';
import { listsLibrary } from './ext/lists.ts';
import { setsLibrary } from './ext/sets.ts';
import { stringsLibrary } from './ext/strings.ts';
import { standardLibrary } from './standard-library.ts';
import { dynType } from './type.ts';
import { EvaluationFault, type Value } from './value.ts';

/** Ten of ten of ten …: some 10^depth values in 10 × depth places. */
const share = (depth: number): Value => {
  let value: Value = ['x'];
  for (let level = 0; level < depth; level += 1) value = Array.from({ length: 10 }, () => value);
  return value;
};

test('a shared part counts as often as it stands there', () => {
  assert.equal(deepSize('x'), 1);
  assert.equal(deepSize(['x', ['y']]), 4);
  assert.equal(deepSize({ a: ['x'], b: 1 }), 4);
  assert.equal(deepSize(share(1)), 21);
  assert.ok(deepSize(share(12)) > 1e12);
});

const environment = createEnvironment({
  libraries: [standardLibrary, listsLibrary(3), setsLibrary, stringsLibrary(2)],
  variables: [{ name: 'v', type: dynType }],
  types: [],
  homogeneousLiterals: false,
  container: '',
});

const evaluate = (source: string, value: Value): Value | EvaluationFault => {
  const compiled = compileExpression(source, environment);
  assert.equal(compiled.kind, 'program', source);
  return compiled.kind === 'program'
    ? compiled.program.evaluate([value], { spent: 0, limit: 1_000_000 })
    : new EvaluationFault('not compiled');
};

const sources = [
  'v == v',
  'v in [v]',
  'sets.contains([v], [v])',
  'sets.equivalent([v], [v])',
  'sets.intersects([v], [v])',
  '[v, v].distinct().size() > 0',
  'v.flatten(20).size() > 0',
  "'%s'.format([v]) == ''",
];

for (const source of sources) {
  test(`${source} ends over budget where it would not end at all`, () => {
    const result = evaluate(source, share(12));
    assert.ok(result instanceof EvaluationFault && result.reason === 'over-budget', source);
  });

  test(`${source} is answered where the value is small`, () => {
    assert.equal(typeof evaluate(source, share(2)), 'boolean');
  });
}
