/** Parts of an object to apply: each type must name the path it stands at. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { compileExpression } from '../../lang/cel/compile-expression.ts';
import { EvaluationFault } from '../../lang/cel/value.ts';
import { createAdmissionEnvironment } from './admission-environment.ts';
import { findMisnamedTypes } from './mutation-types.ts';

const environment = createAdmissionEnvironment({ hasParams: false, hasAuthorizer: false, isMutation: true });

const misnamed = (expression: string): readonly string[] => {
  const compiled = compileExpression(expression, environment);
  assert.ok(compiled.kind === 'program');
  const value = compiled.program.evaluate([], { spent: 0, limit: Number.MAX_SAFE_INTEGER });
  assert.ok(!(value instanceof EvaluationFault));
  return findMisnamedTypes(value);
};

const wrong = (name: string, path: string): string =>
  `unexpected type name "${name}", expected "${path}", which matches field name path from root Object type`;

const cases: readonly (readonly [name: string, expression: string, defects: readonly string[]])[] = [
  ['types that name their paths', 'Object{spec: Object.spec{replicas: 3}}', []],
  ['a type in a list names the path of the list', 'Object{spec: Object.spec{items: [Object.spec.items{a: 1}]}}', []],
  ['a map is of no type', "Object{metadata: {'labels': {'a': 'b'}}}", []],
  ['a type of another path', 'Object{spec: Object.status{}}', [wrong('Object.status', 'Object.spec')]],
  ['the root deeper down', 'Object{spec: Object{}}', [wrong('Object', 'Object.spec')]],
  ['another path in a list', 'Object{items: [Object.item{}]}', [wrong('Object.item', 'Object.items')]],
];

describe('Types of what is applied', () => {
  for (const [name, expression, defects] of cases) {
    test(name, () => {
      assert.deepEqual(misnamed(expression), defects);
    });
  }
});
