/** What an expression is said to read. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseExpression } from './parse-expression.ts';
import { bindMacros, optionalMacros, standardMacros, twoVariableMacros } from './standard-macros.ts';
import { listReads } from './walk-expression.ts';

const macros = [...standardMacros, ...optionalMacros, ...twoVariableMacros, ...bindMacros];

const cases: readonly (readonly [name: string, source: string, reads: readonly string[]])[] = [
  ['the longest path is read', 'object.spec.replicas > 3', ['object.spec.replicas']],
  ['an index ends a path', 'object.spec.containers[i].image', ['object.spec.containers', 'i']],
  ['a tested field is read', 'has(object.spec.tls) && a.?b.c', ['object.spec.tls', 'a.b']],
  [
    'a call reads its target',
    'request.userInfo.username.startsWith("a") && authorizer.group("").check()',
    ['request.userInfo.username', 'authorizer'],
  ],
  ['variables of macros are no variables', 'x.all(x, x.y > z.w && [1].exists(i, v, v == x + i))', ['x', 'z.w']],
  ['a bound name is no variable after its value', 'cel.bind(a, a.b, a.c) + d.optMap(d, d.e).value()', ['a.b', 'd']],
  ['maps, lists and messages are read', '[a, {b: c}, M{d: e.f}]', ['a', 'b', 'c', 'e.f']],
  ['a path is read beside its beginning', 'a.b.c + a.b', ['a.b.c', 'a.b']],
];

for (const [name, source, reads] of cases) {
  test(name, () => {
    const parsed = parseExpression(source, macros);
    assert.ok(parsed.kind === 'expression');
    assert.deepEqual([...listReads(parsed.expression)].sort(), reads.toSorted());
  });
}
