/** Whole expressions with the extension functions, answered as the API server's CEL answers them. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { checkExpression } from '../check-expression.ts';
import { compileExpression } from '../compile-expression.ts';
import { createEnvironment } from '../environment.ts';
import { parseExpression } from '../parse-expression.ts';
import { renderValue } from '../render-value.ts';
import { optionalLibrary } from '../standard/optional-table.ts';
import { standardLibrary } from '../standard-library.ts';
import { EvaluationFault } from '../value.ts';
import { listsLibrary } from './lists.ts';
import { setsLibrary } from './sets.ts';
import { stringsLibrary } from './strings.ts';

interface Case {
  readonly expression: string;
  readonly answer: {
    readonly value?: string;
    readonly error?: string;
    readonly phase?: 'compile' | 'program' | 'evaluate';
    readonly cost?: number;
  };
}

const golden = JSON.parse(readFileSync(new URL('extensions.golden.json', import.meta.url), 'utf8')) as readonly Case[];

const environment = createEnvironment({
  libraries: [standardLibrary, optionalLibrary, stringsLibrary(2), listsLibrary(3), setsLibrary],
  variables: [],
  types: [],
  homogeneousLiterals: false,
  container: '',
});

/** Kubernetes has costs of its own for these. */
const isPricedByKubernetes = /charAt|indexOf|lastIndexOf|lowerAscii|substring|trim|replace|split|join/;

for (const { expression, answer } of golden) {
  if (answer.phase === 'compile') continue;
  test(`${expression} is ${answer.value ?? answer.error}`.slice(0, 200), () => {
    const compiled = compileExpression(expression, environment);
    assert.ok(compiled.kind === 'program', expression);
    const meter = { spent: 0, limit: Infinity };
    const value = compiled.program.evaluate([], meter);
    if (value instanceof EvaluationFault) assert.equal(value.message, answer.error);
    else assert.equal(renderValue(value), answer.value);
    if (answer.value !== undefined && !isPricedByKubernetes.test(expression)) assert.equal(meter.spent, answer.cost);
  });
}

for (const { expression, answer } of golden) {
  const error = answer.phase === 'compile' ? /^ERROR: <input>:1:(\d+): (.*)\n/.exec(answer.error ?? '') : null;
  if (error === null || !/^'.*'\.format\(/.test(expression)) continue;
  test(`${expression} is refused while compiling`, () => {
    const parsed = parseExpression(expression, environment.macros);
    assert.ok(parsed.kind === 'expression');
    const result = checkExpression(parsed.expression, environment, expression);
    assert.ok(result.kind === 'defects');
    const found = result.defects.map(({ column, message }) => `${column}: ${message}`);
    assert.ok(found.includes(`${error[1]}: ${error[2]}`), found.join('; '));
  });
}
