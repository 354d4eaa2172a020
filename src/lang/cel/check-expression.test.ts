/** What the checker infers, what it refuses, and where: the answers are cel-go's. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkExpression, type CheckedExpression } from './check-expression.ts';
import { describeType } from './describe-type.ts';
import { createEnvironment, type EnvironmentOptions, type TypeProvider } from './environment.ts';
import type { Library, Overload } from './overload.ts';
import { parseExpression } from './parse-expression.ts';
import { optionalMacros, standardMacros, twoVariableMacros } from './standard-macros.ts';
import {
  boolType,
  dynType,
  intType,
  listOf,
  mapOf,
  nullType,
  objectType,
  opaqueType,
  optionalOf,
  parameterType,
  stringType,
  timestampType,
  typeOf,
  uintType,
  type Type,
} from './type.ts';
import { TypeValue } from './value.ts';

const A = parameterType('A');
const B = parameterType('B');

const overload = (id: string, name: string, parameters: readonly Type[], result: Type, isMember = false): Overload => ({
  id,
  name,
  isMember,
  parameters,
  result,
  evaluate: () => null,
});

const library: Library = {
  id: 'test',
  macros: [...standardMacros, ...optionalMacros, ...twoVariableMacros],
  overloads: [
    overload('conditional', '_?_:_', [boolType, A, A], A),
    overload('logical_and', '_&&_', [boolType, boolType], boolType),
    overload('logical_or', '_||_', [boolType, boolType], boolType),
    overload('equals', '_==_', [A, A], boolType),
    overload('in_list', '@in', [A, listOf(A)], boolType),
    overload('in_map', '@in', [A, mapOf(A, B)], boolType),
    overload('index_list', '_[_]', [listOf(A), intType], A),
    overload('index_map', '_[_]', [mapOf(A, B), A], B),
    overload('add_int64', '_+_', [intType, intType], intType),
    overload('add_string', '_+_', [stringType, stringType], stringType),
    overload('add_list', '_+_', [listOf(A), listOf(A)], listOf(A)),
    overload('size_string', 'size', [stringType], intType),
    overload('size_list', 'size', [listOf(A)], intType),
    overload('list_size', 'size', [listOf(A)], intType, true),
    overload('optional_of', 'optional.of', [A], optionalOf(A)),
    overload('to_dyn', 'dyn', [A], dynType),
    overload('type', 'type', [A], typeOf(A)),
    overload('named', 'pkg.sub.named', [intType], stringType),
  ],
  constants: [{ name: 'int', type: typeOf(intType), value: new TypeValue('int') }],
  literalChecks: [{ name: 'size', parameter: 0, check: (value) => (value === 'bad' ? 'not that text' : null) }],
};

const pods: TypeProvider = {
  findType: (name) => (name === 'pkg.Pod' ? objectType(name) : undefined),
  findField: (_type, field) => ({ name: stringType, labels: mapOf(stringType, stringType) })[field],
  construct: () => null,
};

const options: EnvironmentOptions = {
  libraries: [library],
  variables: Object.entries({
    i: intType,
    s: stringType,
    b: boolType,
    x: dynType,
    li: listOf(intType),
    ms: mapOf(stringType, intType),
    oi: optionalOf(intType),
    om: optionalOf(mapOf(stringType, intType)),
    ip: opaqueType('net.IP'),
    pod: objectType('pkg.Pod'),
    time: timestampType,
    'a.b': intType,
    'a.b.c': stringType,
    a: mapOf(stringType, uintType),
  }).map(([name, type]) => ({ name, type })),
  types: [pods],
  homogeneousLiterals: false,
  container: '',
};

const check = (source: string, more: Partial<EnvironmentOptions> = {}) => {
  const environment = createEnvironment({ ...options, ...more });
  const parsed = parseExpression(source, environment.macros);
  assert.ok(parsed.kind === 'expression', source);
  return checkExpression(parsed.expression, environment, source);
};

const expectChecked = (source: string, more?: Partial<EnvironmentOptions>): CheckedExpression => {
  const result = check(source, more);
  if (result.kind === 'defects') assert.fail(`${source}: ${result.defects[0]?.message}`);
  return result.checked;
};

const typeIn = (checked: CheckedExpression): string => describeType(checked.typeOf(checked.expression));

const types: readonly (readonly [name: string, source: string, type: string])[] = [
  ['the longest name wins', 'a.b.c', 'string'],
  ['a shorter name with a field is next', 'a.b == 1 && a.q == 1u', 'bool'],
  ['a local hides every longer name that begins with it', '[{"b": true}].map(a, a.b)', 'list(bool)'],
  ['a leading dot means the root, past any local', '["x"].map(i, .i)', 'list(int)'],
  ['an empty list takes the type it is used with', '[] + [1]', 'list(int)'],
  ['an empty list alone is of dyn', '[]', 'list(dyn)'],
  ['elements that differ make a list of dyn', '[1, "a"]', 'list(dyn)'],
  ['dyn swallows what it meets', '[1, x]', 'list(dyn)'],
  ['overloads that differ in result make dyn', 'x + x', 'dyn'],
  ['overloads that agree keep their result', 'size(x)', 'int'],
  ['a branch without a type takes the other', 'b ? [] : [1]', 'list(int)'],
  ['a namespaced function is no member call', 'optional.of(1)', 'optional_type(int)'],
  ['fields of optionals are optional', 'om.k == om.?k ? om.k : oi', 'optional_type(int)'],
  ['an optional element is unwrapped', '[?oi, 1]', 'list(int)'],
  ['an optional entry is unwrapped', '{?"a": oi}', 'map(string, int)'],
  ['has() of anything is a bool', 'has(om.k) && has(pod.name) && has(x.y)', 'bool'],
  ['null fits what may be unset', 'ip == null && time == null && pod == null && oi == null', 'bool'],
  ['types have types', 'type(1) == int ? type(li) : type([1])', 'type(list(int))'],
  ['filter keeps the element, map makes a new one', 'li.filter(e, e == 1).map(e, "a")', 'list(string)'],
  ['a map is gone through by its keys', 'ms.map(k, k)', 'list(string)'],
  ['two variables are index and element', 'li.transformList(n, e, n + e == 1)', 'list(bool)'],
  ['or key and value', 'ms.transformMap(k, v, v == 1, k)', 'map(string, string)'],
  ['entries are made of maps', 'ms.transformMapEntry(k, v, {v: k})', 'map(int, string)'],
  [
    'optMap wraps and optFlatMap does not',
    'oi.optMap(e, [e]) == oi.optFlatMap(e, optional.of([e])) ? oi : oi',
    'optional_type(int)',
  ],
  ['a message has its type', 'pkg.Pod{name: "a", ?labels: x}.labels', 'map(string, string)'],
  ['an element found through dyn is dyn', 'x[0].y.all(e, e.f == 1) ? x.y : 1', 'dyn'],
];

for (const [name, source, type] of types) test(name, () => assert.equal(typeIn(expectChecked(source)), type));

const refused: readonly (readonly [name: string, source: string, defects: readonly string[]])[] = [
  ['a name that is not there', 'i + zz', ["1:5 undeclared reference to 'zz'"]],
  ['a function that is not there', 'nope(1)', ["1:5 undeclared reference to 'nope'"]],
  ['arguments no overload takes', 'size(1)', ["1:5 found no matching overload for 'size' applied to '(int)'"]],
  ['a member call no overload takes', 's.size()', ["1:7 found no matching overload for 'size' applied to 'string.()'"]],
  [
    'every defect is told, in order of place',
    'zz ||\n i',
    ["1:1 undeclared reference to 'zz'", "2:2 expected type 'bool' but found 'int'"],
  ],
  ['a field that is not there', 'pod.spec', ["1:4 undefined field 'spec'"]],
  ['a test of a field that is not there', 'has(pod.spec)', ["1:4 undefined field 'spec'"]],
  ['a type without fields', 's.t', ["1:2 type 'string' has no fields"]],
  ['an unbound variable of a macro', 'li.all(e, e == 1) && e == 1', ["1:22 undeclared reference to 'e'"]],
  ['a predicate that is no bool', 'li.all(e, e)', ["1:11 expected type 'bool' but found 'int'"]],
  ['nothing to go through', 's.all(e, true)', ["1:1 type 'string' is neither list nor map: nothing to go through"]],
  [
    'null where nothing may be unset',
    'i == null',
    ["1:3 found no matching overload for '_==_' applied to '(int, null)'"],
  ],
  ['a message that is not there', 'pkg.Node{}', ["1:9 undeclared reference to 'pkg.Node'"]],
  [
    'fields of a message',
    'pkg.Pod{name: 1, spec: 2}',
    ["1:13 field 'name' has type 'string', not 'int'", "1:22 undefined field 'spec'"],
  ],
  ['an optional element that is none', '[?i]', ["1:3 expected type 'optional_type(int)' but found 'int'"]],
  ['optMap of what is no optional', 'i.optMap(e, e)', ["1:1 expected type 'optional_type(dyn)' but found 'int'"]],
  ['what a literal says is checked', 'size("bad")', ['1:6 not that text']],
];

for (const [name, source, defects] of refused) {
  test(`${name} is refused`, () => {
    const result = check(source);
    assert.ok(result.kind === 'defects', source);
    assert.deepEqual(
      result.defects.map(({ line, column, message }) => `${line}:${column} ${message}`),
      defects,
    );
  });
}

test('literals of one type are asked for where Kubernetes asks for them, dyn being no int', () => {
  const messages = ['[1, x, "a"]', '{"a": 1, "b": "c"}', '[[], [1]]', '{1: [?oi, i]}'].map((source) => {
    const result = check(source, { homogeneousLiterals: true });
    return result.kind === 'defects' ? result.defects.map(({ message }) => message) : [];
  });
  const mixed = (wanted: string, found: string) => `expected type '${wanted}' but found '${found}'`;
  assert.deepEqual(messages, [[mixed('int', 'dyn')], [mixed('int', 'string')], [], []]);
});

test('a call that checks itself refuses what it will, and lets literals within it mix types', () => {
  const checking: Library = {
    ...library,
    callChecks: [
      {
        name: 'size',
        check: ({ target }) => (target === null ? null : { offset: target.offset, message: 'no member' }),
      },
    ],
  };
  const messages = ['[[1, "a"]].size()', 'size([[1, "a"]])', '[[1, "a"]]'].map((source) => {
    const result = check(source, { homogeneousLiterals: true, libraries: [checking] });
    return result.kind === 'defects' ? result.defects.map(({ message }) => message) : [];
  });
  assert.deepEqual(messages, [['no member'], [], ["expected type 'int' but found 'string'"]]);
});

test('names are looked up from the inner container outwards', () => {
  const more = { container: 'pkg.sub' };
  assert.equal(typeIn(expectChecked('named(1)', more)), 'string');
  assert.equal(typeIn(expectChecked('Pod{}.name', more)), 'string');
  assert.equal(typeIn(expectChecked('.i', more)), 'int');
  assert.equal(check('named(1)').kind, 'defects');
});

test('slots, constants, locals and overloads are told', () => {
  const checked = expectChecked('[int].map(e, a.b.c == (x == e ? x : x))');
  const { expression } = checked;
  assert.ok(expression.kind === 'comprehension' && expression.body.kind === 'call' && expression.range.kind === 'list');
  const [name, choice] = expression.body.parameters;
  assert.ok(name?.kind === 'select' && choice?.kind === 'call');
  const [comparison] = choice.parameters;
  assert.ok(comparison?.kind === 'call');
  const [x, e] = comparison.parameters;
  const [int] = expression.range.elements;
  assert.ok(x?.kind === 'identifier' && e?.kind === 'identifier' && int?.value.kind === 'identifier');
  assert.deepEqual(checked.referenceOf(name), { kind: 'variable', slot: 12 });
  assert.deepEqual(checked.referenceOf(x), { kind: 'variable', slot: 3 });
  assert.deepEqual(checked.referenceOf(e), { kind: 'local', name: 'e' });
  assert.deepEqual(checked.referenceOf(int.value), { kind: 'constant', value: new TypeValue('int') });
});

test('a call of dyn keeps every overload in declared order, a typed one keeps its own', () => {
  const ids = (source: string) => {
    const checked = expectChecked(source);
    return checked.expression.kind === 'call' ? checked.overloadsOf(checked.expression).map(({ id }) => id) : [];
  };
  assert.deepEqual(ids('x + x'), ['add_int64', 'add_string', 'add_list']);
  assert.deepEqual(ids('i + x'), ['add_int64']);
  assert.deepEqual(ids('size(x)'), ['size_string', 'size_list']);
});

test('types that double with every step end at a bound', () => {
  const started = performance.now();
  for (const source of [`[1]${'.map(a, {a: a})'.repeat(100)}`, `oi${'.optMap(a, {a: a})'.repeat(100)} == x`]) {
    const result = check(source);
    assert.ok(result.kind === 'defects');
    assert.equal(result.defects[0]?.message, 'the types of the expression are too large');
  }
  assert.ok(performance.now() - started < 1000);
});

test('an environment grows at its end', () => {
  const environment = createEnvironment(options);
  const more = environment.extend({ variables: [{ name: 'n', type: nullType }] });
  assert.deepEqual(more.resolveName('n'), { kind: 'variable', slot: options.variables.length, type: nullType });
  assert.deepEqual(more.resolveName('i'), environment.resolveName('i'));
});
