/** Expressions as cel-go holds them, its macros unfolded into folds: what its debug strings are compared with. */

import type { Expr } from '@bufbuild/cel-spec/cel/expr/syntax_pb.js';
import type { ComprehensionExpression, Expression } from '../src/lang/cel/expression.ts';
import { DoubleValue, isInt, UintValue, type Value } from '../src/lang/cel/value.ts';

/** Only what the printer of debug strings reads is there. */
export const unfoldMacros = (expression: Expression): Expr => unfold(expression) as unknown as Expr;

interface Plain {
  readonly $typeName: 'cel.expr.Expr';
  readonly exprKind: { readonly case: string; readonly value: unknown };
}

const unfold = (node: Expression): Plain => {
  switch (node.kind) {
    case 'literal':
      return expr('constExpr', { constantKind: toConstant(node.value) });
    case 'identifier':
      return name(node.name);
    case 'select':
      if (node.mode === 'optional') return call('_?._', unfold(node.operand), constant('stringValue', node.field));
      return expr('selectExpr', { operand: unfold(node.operand), field: node.field, testOnly: node.mode === 'test' });
    case 'call':
      return expr('callExpr', {
        function: node.name,
        target: node.target === null ? undefined : unfold(node.target),
        args: node.parameters.map(unfold),
      });
    case 'list':
      return expr('listExpr', { elements: node.elements.map(({ value }) => unfold(value)) });
    case 'map':
      return struct(
        '',
        node.entries.map(({ key, value, isOptional }) =>
          entry({ case: 'mapKey', value: unfold(key) }, unfold(value), isOptional),
        ),
      );
    case 'message':
      return struct(
        node.name,
        node.fields.map((field) =>
          entry({ case: 'fieldKey', value: field.name }, unfold(field.value), field.isOptional),
        ),
      );
    case 'comprehension':
      return unfoldComprehension(node);
    case 'bind':
      return unfoldBind(node.name, unfold(node.value), unfold(node.body));
    case 'optional-map': {
      const bound = unfoldBind(node.name, memberCall('value', unfold(node.target)), unfold(node.body));
      return call(
        '_?_:_',
        memberCall('hasValue', unfold(node.target)),
        node.isFlat ? bound : call('optional.of', bound),
        call('optional.none'),
      );
    }
  }
};

const unfoldComprehension = (node: ComprehensionExpression): Plain => {
  const body = unfold(node.body);
  const one = constant('int64Value', 1n);
  const when = (step: Plain): Plain => (node.filter === null ? step : call('_?_:_', unfold(node.filter), step, result));
  switch (node.form) {
    case 'all':
      return fold(node, yes, call('@not_strictly_false', result), call('_&&_', result, body), result);
    case 'exists':
      return fold(node, no, call('@not_strictly_false', call('!_', result)), call('_||_', result, body), result);
    case 'exists-one':
      return fold(
        node,
        constant('int64Value', 0n),
        yes,
        call('_?_:_', body, call('_+_', result, one), result),
        call('_==_', result, one),
      );
    case 'filter':
      return fold(node, list(), yes, call('_?_:_', body, call('_+_', result, list(name(node.first))), result), result);
    case 'map':
    case 'transform-list':
      return fold(node, list(), yes, when(call('_+_', result, list(body))), result);
    case 'transform-map':
      return fold(node, struct('', []), yes, when(call('cel.@mapInsert', result, name(node.first), body)), result);
    case 'transform-map-entry':
      return fold(node, struct('', []), yes, when(call('cel.@mapInsert', result, body)), result);
  }
};

const fold = (node: ComprehensionExpression, init: Plain, condition: Plain, step: Plain, end: Plain): Plain =>
  expr('comprehensionExpr', {
    iterVar: node.first,
    iterVar2: node.second ?? '',
    iterRange: unfold(node.range),
    accuVar: '@result',
    accuInit: init,
    loopCondition: condition,
    loopStep: step,
    result: end,
  });

const unfoldBind = (variable: string, value: Plain, body: Plain): Plain =>
  expr('comprehensionExpr', {
    iterVar: '#unused',
    iterVar2: '',
    iterRange: list(),
    accuVar: variable,
    accuInit: value,
    loopCondition: no,
    loopStep: name(variable),
    result: body,
  });

const toConstant = (value: Value): { readonly case: string; readonly value: unknown } => {
  if (value === null) return { case: 'nullValue', value: 0 };
  if (typeof value === 'boolean') return { case: 'boolValue', value };
  if (typeof value === 'string') return { case: 'stringValue', value };
  if (value instanceof Uint8Array) return { case: 'bytesValue', value };
  if (value instanceof UintValue) return { case: 'uint64Value', value: value.uint };
  if (isInt(value)) return { case: 'int64Value', value: BigInt(value) };
  return { case: 'doubleValue', value: value instanceof DoubleValue ? value.double : value };
};

const expr = (kind: string, value: unknown): Plain => ({
  $typeName: 'cel.expr.Expr',
  exprKind: { case: kind, value },
});
const name = (text: string): Plain => expr('identExpr', { name: text });
const call = (operator: string, ...args: readonly Plain[]): Plain => expr('callExpr', { function: operator, args });
const memberCall = (operator: string, target: Plain): Plain =>
  expr('callExpr', { function: operator, target, args: [] });
const list = (...elements: readonly Plain[]): Plain => expr('listExpr', { elements });
const constant = (kind: string, value: unknown): Plain => expr('constExpr', { constantKind: { case: kind, value } });
const struct = (messageName: string, entries: readonly unknown[]): Plain =>
  expr('structExpr', { messageName, entries });
const entry = (keyKind: unknown, value: Plain, optionalEntry: boolean): unknown => ({
  $typeName: 'cel.expr.Expr.CreateStruct.Entry',
  keyKind,
  value,
  optionalEntry,
});
const result = name('@result');
const yes = constant('boolValue', true);
const no = constant('boolValue', false);
