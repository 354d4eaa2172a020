/** Expressions made to keep the server busy: each ends at a bound, where many would go on for minutes without one. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileExpression } from './compile-expression.ts';
import { createEnvironment } from './environment.ts';
import type { Program } from './program.ts';
import { standardLibrary } from './standard-library.ts';
import { bindMacros } from './standard-macros.ts';
import { optionalLibrary } from './standard/optional-table.ts';
import { dynType } from './type.ts';
import { EvaluationFault, type Value } from './value.ts';

const environment = createEnvironment({
  libraries: [
    standardLibrary,
    optionalLibrary,
    { id: 'bind', overloads: [], macros: bindMacros, constants: [], literalChecks: [] },
  ],
  variables: [
    { name: 'x', type: dynType },
    { name: 'range', type: dynType },
  ],
  types: [],
  homogeneousLiterals: true,
  container: '',
});

const numbers = Array.from({ length: 100_000 }, (_, at) => at);
const long = 'ab'.repeat(500_000);
const digits = '7'.repeat(1_000_000);
const large = Object.fromEntries(numbers.slice(0, 20_000).map((at) => [`k${at}`, at]));

/** `cel.bind(a1, a0 + a0, cel.bind(a2, a1 + a1, …))`. */
const doubling = (times: number, first: string, last: string): string => {
  let expression = last.replaceAll('LAST', `a${times}`);
  for (let at = times; at > 0; at--) expression = `cel.bind(a${at}, a${at - 1} + a${at - 1}, ${expression})`;
  return `cel.bind(a0, ${first}, ${expression})`;
};

const cases: readonly (readonly [name: string, expression: string, value: Value])[] = [
  ['loops within loops over a large list', 'x.all(a, x.all(b, x.all(c, a + b + c >= 0)))', numbers],
  ['a list made for each item of a list', 'x.map(a, x.map(b, a * b)).size() > 0', numbers],
  ['filters within filters', 'x.filter(a, x.filter(b, b < a).size() > 5).size()', numbers],
  ['a text doubled again and again', doubling(60, "'aaaaaaaa'", 'size(LAST) > 0'), null],
  ['a list doubled again and again', doubling(60, '[1, 2, 3, 4]', 'size(LAST) > 0'), null],
  ['a text joined in a loop', '[1, 2, 3, 4, 5, 6].all(a, [1, 2, 3, 4].all(b, size(x + x + string(a + b)) > 0))', long],
  ['membership in a large list of unknown type, in a loop', 'x.all(a, (-1) in x || true)', numbers],
  ['two long lists joined in a loop', 'x.all(a, (x + x).size() > 0)', numbers],
  [
    'the size of a long text, in a loop',
    "[0].map(a, dyn(x))[0].size() > 0 && x.matches('a') ? x.map(a, a) : [1]",
    long,
  ],
  ['a pattern with repetitions of repetitions', "x.matches('(a*)*(b*)*c') || x.matches('((a|b)*)*c')", long],
  ['a pattern with a large count', "x.matches('(x+x+)+y') || x.matches('(a?){500}a{500}c')", long],
  [
    'patterns made while it runs',
    "x.all(a, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'.matches('^(a+)+' + string(a) + '$') || true)",
    numbers,
  ],
  [
    'large patterns made while it runs',
    `x.all(a, 'b'.matches('(?:${'a'.repeat(900)}' + string(a) + '){1000}') || true)`,
    numbers,
  ],
  ['faults absorbed in a loop', 'x.all(a, a.b || true)', numbers],
  ['faults absorbed in loops within loops', 'x.all(a, x.exists(b, b.c) || true)', numbers],
  ['lists compared in a loop', 'x.all(a, x == x)', numbers],
  ['lists within lists compared in a loop', 'x.all(a, [[x]] == [[x]])', numbers],
  ['a list looked for in a loop', 'x.all(a, [x] in [[x, a], [x]])', numbers],
  ['loops whose rounds cost nothing', 'x.exists_one(a, x.exists_one(b, x.exists_one(c, false)))', numbers],
  ['filters whose rounds cost nothing', 'x.filter(a, x.filter(b, false).size() > 5).size()', numbers],
  ['a large map read key by key', 'x.all(k, x.all(l, x[k] == x[l] || true))', large],
  ['a large map gone into again and again', 'x.all(k, !x.all(l, false))', large],
  ['a large map counted again and again', "x.all(k, size(x) > 0 && x != 'abc' && x != {'a': 1})", large],
  ['long texts compared in a loop', 'range.all(a, x < x || true)', long],
  ['long texts that differ at their end, compared in a loop', "cel.bind(y, x + 'c', range.all(a, x < y))", long],
  ['a long text read as a number in a loop', 'range.all(a, double(x) > 0.0 || true)', digits],
  ['a long text read as a duration in a loop', "range.all(a, duration(x) > duration('1s') || true)", digits],
  [
    'zones that are not there',
    "x.all(a, timestamp('2020-01-01T00:00:00Z').getHours('Zone' + string(a)) == 0 || true)",
    numbers,
  ],
  ['large maps compared in a loop', 'x.all(k, x == x)', large],
];

/** Milliseconds of the thread's CPU time; without the bounds most take minutes, and some years. */
const most = 100;

/** What else the machine does slows a run and never speeds one: one run within the bound shows that it holds. */
const attempts = 10;

const measure = (program: Program, value: Value): number => {
  const before = process.threadCpuUsage();
  program.evaluate([value, numbers], { spent: 0, limit: Infinity });
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
};

for (const [name, expression, value] of cases) {
  test(`${name} ends`, () => {
    const compiled = compileExpression(expression, environment);
    if (compiled.kind === 'defects') assert.fail(compiled.defects[0]?.message);
    const { program } = compiled;
    let took = Infinity;
    for (let attempt = 0; attempt < attempts && took >= most; attempt += 1)
      took = Math.min(took, measure(program, value));
    assert.ok(took < most, `${took.toFixed(0)} ms of CPU`);
    const result = program.evaluate([value, numbers], { spent: 0, limit: Infinity });
    if (result instanceof EvaluationFault && result.reason === 'over-budget') {
      assert.equal(result.message, 'operation cancelled: actual cost limit exceeded');
    }
  });
}
