/** Values, faults, types and costs, as the API server's own CEL gave them: `tools/oracles/cel` makes the golden file. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Json } from '../../model/json.ts';
import { compileExpression } from './compile-expression.ts';
import { createEnvironment, type Environment } from './environment.ts';
import type { Library } from './overload.ts';
import type { Program } from './program.ts';
import { renderValue } from './render-value.ts';
import { standardLibrary } from './standard-library.ts';
import { bindMacros, twoVariableMacros } from './standard-macros.ts';
import { optionalLibrary } from './standard/optional-table.ts';
import { dynType, renderType } from './type.ts';
import { EvaluationFault, ObjectValue, type Value } from './value.ts';

interface Golden {
  readonly expression: string;
  readonly variables?: Readonly<Record<string, Json>>;
  readonly answer: {
    readonly type?: string;
    readonly value?: string;
    readonly error?: string;
    readonly phase?: 'compile' | 'program' | 'evaluate';
    readonly cost?: number;
  };
}

const goldens = JSON.parse(readFileSync(new URL('./cel.golden.json', import.meta.url), 'utf8')) as readonly Golden[];

const moreMacros: Library = {
  id: 'more-macros',
  overloads: [],
  macros: [...twoVariableMacros, ...bindMacros],
  constants: [],
  literalChecks: [],
};

const createPlain = (names: readonly string[]): Environment =>
  createEnvironment({
    libraries: [standardLibrary, optionalLibrary, moreMacros],
    variables: names.map((name) => ({ name, type: dynType })),
    types: [],
    homogeneousLiterals: true,
    container: '',
  });

const compile = (expression: string, names: readonly string[], costLimit = 1_000_000): Program => {
  const compiled = compileExpression(expression, createPlain(names), { costLimit });
  if (compiled.kind === 'defects') throw new Error(compiled.defects.map(({ message }) => message).join('\n'));
  return compiled.program;
};

interface Outcome {
  readonly value?: string;
  readonly error?: string;
  readonly cost: number;
}

const run = (program: Program, values: readonly (Value | undefined)[]): Outcome => {
  const meter = { spent: 0, limit: Infinity };
  const result = program.evaluate(values, meter);
  if (result instanceof EvaluationFault) return { error: result.message, cost: meter.spent };
  return { value: renderValue(result), cost: meter.spent };
};

test('expressions give what the API server gives', () => {
  for (const { expression, variables = {}, answer } of goldens) {
    const names = Object.keys(variables);
    const compiled = compileExpression(expression, createPlain(names));
    if (answer.phase === 'compile' || answer.phase === 'program') {
      assert.equal(compiled.kind, 'defects', `${expression} is refused`);
      continue;
    }
    if (compiled.kind === 'defects') assert.fail(`${expression}: ${compiled.defects[0]?.message}`);
    const outcome = run(compiled.program, Object.values(variables));
    const { cost, ...rest } = outcome;
    const { type, phase: _phase, cost: expectedCost = 0, ...expected } = answer;
    assert.deepEqual(rest, expected, expression);
    assert.equal(renderType(compiled.program.type), type, expression);
    // Where there is a fault, absorbed or not, the steps around it are not counted.
    if (hasFault(answer, expression))
      assert.ok(cost <= expectedCost && cost >= expectedCost / 3, `${expression}: ${cost}`);
    else assert.equal(cost, expectedCost, `the cost of ${expression}`);
  }
});

const hasFault = ({ error }: Golden['answer'], expression: string): boolean =>
  error !== undefined || /1\/0|1\/i/.test(expression);

const evaluate = (expression: string, object: Value): Outcome => run(compile(expression, ['object']), [object]);

const surprises: readonly (readonly [name: string, expression: string, object: Value, expected: Partial<Outcome>])[] = [
  [
    'null is found under any key',
    "object.length == null && object['0'] == null",
    { length: null, 0: null },
    { value: 'true' },
  ],
  [
    'null is found in a map that was made',
    "{true: null}[true] == null && {'a': null}.a == null",
    null,
    { value: 'true' },
  ],
  ['a field that every JavaScript object inherits is none', 'has(object.toString)', {}, { value: 'false' }],
  ['nor is the prototype', 'object.__proto__', {}, { error: 'no such key: __proto__' }],
  ['one that the object holds is', 'object.constructor', { constructor: 1 }, { value: '1' }],
  ['the length of a list is no field', 'object.length', [1], { error: "unsupported index type 'string' in list" }],
  ['nor is a position by name', 'object["0"]', [1], { error: "unsupported index type 'string' in list" }],
  ['a text has no fields', 'object.length', 'abc', { error: 'no such key: length' }],
  ['bytes have none', 'dyn(bytes(object)).byteLength', 'abc', { error: 'no such key: byteLength' }],
  ['a duration has none', 'dyn(duration(object)).nanos', '1s', { error: 'no such key: nanos' }],
  ['a double has none', 'dyn(double(object)).double', 1, { error: 'no such key: double' }],
  ['a type has none', 'dyn(type(object)).typeName', 1, { error: 'no such key: typeName' }],
  ['a made map has none but its own', 'dyn({object: 1}).entries', 'a', { error: 'no such key: entries' }],
  ['a bound value that nobody asks for may fail', 'cel.bind(x, 1 / object, true)', 0, { value: 'true' }],
  ['a bound value is computed once', 'cel.bind(x, [object], x == x)', 1, { value: 'true', cost: 14 }],
  ['int64 is exact beyond the safe integers', 'object + 1', 9007199254740993n, { value: '9007199254740994' }],
  ['and has its end', 'object + 1', 2n ** 63n - 1n, { error: 'integer overflow' }],
  ['a number with a fraction is a double', 'type(object) == double', 1.5, { value: 'true' }],
  ['one without is an int', 'type(object) == int', 3, { value: 'true' }],
];

for (const [name, expression, object, expected] of surprises) {
  test(name, () => {
    const outcome = evaluate(expression, object);
    assert.deepEqual({ ...outcome, ...expected }, outcome);
  });
}

test('a constant that cannot be computed is refused at its place', () => {
  const compiled = compileExpression("object == int('x')", createPlain(['object']));
  assert.deepEqual(compiled, {
    kind: 'defects',
    defects: [
      {
        message: "program instantiation failed: type conversion error from 'string' to 'int'",
        offset: 13,
        line: 1,
        column: 14,
      },
    ],
  });
});

test('a program tells which variables it names', () => {
  assert.deepEqual([...compile('a.b == 1 && [1].all(c, c == b)', ['a', 'b', 'c']).variables], ['a', 'b']);
});

test('a variable that is not set is told by its name', () => {
  assert.deepEqual(run(compile('object.a', ['object']), [undefined]), {
    error: 'no such attribute(s): object',
    cost: 1,
  });
});

test('what a host throws while a value is asked for is neither absorbed nor caught', () => {
  class Pending extends ObjectValue {
    readonly typeName = 'Pending';
    readonly signal = Symbol('pending');
    field(): Value {
      throw this.signal;
    }
    equals(): boolean {
      return false;
    }
  }
  const object = new Pending();
  const program = compile('true || object.a', ['object']);
  assert.equal(run(program, [object]).value, 'true');
  for (const expression of ['object.a || true', '[1].all(i, object.a) || true', '[1].exists(i, object.a)']) {
    let thrown: unknown;
    try {
      run(compile(expression, ['object']), [object]);
    } catch (error) {
      thrown = error;
    }
    assert.equal(thrown, object.signal, expression);
  }
});

test('a program that a value asks for again while it runs answers for each', () => {
  class Nested extends ObjectValue {
    readonly typeName = 'Nested';
    field(): Value {
      return program.evaluate([{ a: 2 }], meter) as Value;
    }
    equals(): boolean {
      return false;
    }
  }
  const meter = { spent: 0, limit: 1000 };
  const program = compile('object.a', ['object']);
  assert.equal(program.evaluate([new Nested()], meter), 2);
  assert.equal(meter.spent, 4);
});

test('a meter ends what would go beyond it', () => {
  const meter = { spent: 995, limit: 1000 };
  const result = compile('[1, 2, 3].map(i, i)', []).evaluate([], meter);
  assert.ok(result instanceof EvaluationFault && result.reason === 'over-budget');
  assert.ok(meter.spent > 1000);
});
